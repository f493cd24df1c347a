import type { BreachCode, LotRecord, SiteRecord, TakenLine, WantingAct } from '../model/index.ts';
import type { Change, Scene } from './act.ts';
import {
  dateBreaches,
  type HandlingEvent,
  intervalBreaches,
  markBreaches,
  paperBreaches,
  testBreaches,
} from './goodness.ts';
import { requireCategoryOf, type Stock } from './holdings.ts';
import { isHeld, lawHold, type Marks, marksOf, partyMarks } from './marks.ts';
import { requireLot } from './require.ts';

/** Goods that leave a holding, with what is wrong with them and the holds that go along. */
export interface LeavingLine {
  readonly lot: string;
  readonly breaches: readonly BreachCode[];
  readonly holds: readonly string[] | undefined;
}

/** Where goods go: to whom, if to a party of the ledger. */
export interface Leaving extends HandlingEvent {
  readonly party: string;
  readonly to?: string | undefined;
}

/** These mean that the goods themselves must wait for a regulator, whoever has them next. The others are told by the lot's own marks. */
const holdsThemHere: ReadonlySet<BreachCode> = new Set([
  'PAPER_MISSING',
  'INTERVAL_NOT_OVER',
  'TEST_MISSING',
  'EXPIRED',
  'PAPER_EXPIRED',
]);

/** What the law finds wrong with goods that are sent or sold. Goods that customers gave back are sent freely: they can only be destroyed. */
export function leavingLine(
  line: TakenLine,
  event: Leaving,
  act: WantingAct,
  { stock, scene }: { readonly stock: Stock; readonly scene: Scene },
): LeavingLine {
  const lot = requireLot(stock.lots.get(line.lot), line.lot);
  const holding = stock.holdings.get(line.lot);
  const own = partyMarks(scene.signer.party);
  const marks = marksOf(lot, holding);
  const found = line.returned ? [] : wrongWith(lot, event, act, { stock, scene, marks, own });
  const isNew = found.some((breach) => holdsThemHere.has(breach)) || isHeld(own, stock.standing);
  const kept = (holding?.holds ?? []).filter((id) => stock.standing.holds.has(id));
  const holds = [...(isNew ? [scene.id] : []), ...kept].sort();
  return { lot: line.lot, breaches: found, holds: holds.length > 0 ? holds : undefined };
}

function wrongWith(
  lot: LotRecord,
  event: Leaving,
  act: WantingAct,
  facts: { readonly stock: Stock; readonly scene: Scene; readonly marks: Marks; readonly own: Marks },
): BreachCode[] {
  const category = requireCategoryOf(lot, facts.stock);
  const { standing } = facts.stock;
  const marked = [...markBreaches(facts.marks, standing), ...markBreaches(facts.own, standing)];
  // Back to its maker is where a recalled lot belongs.
  const isReturning = event.to === lot.maker;
  return [
    ...paperBreaches(category.papers?.[act] ?? [], event),
    ...intervalBreaches(lot.earliest, category.use, event),
    ...testBreaches(lot, category, act),
    ...dateBreaches(lot, event, facts.scene),
    ...marked.filter((breach) => breach !== 'RECALLED' || !isReturning),
  ];
}

/** The hold that lines carry under the event's id, where one of them does. */
export function holdOfLines(
  lines: readonly LeavingLine[],
  stock: Stock,
  site: SiteRecord,
  scene: Scene,
): Change[] {
  const held = lines.filter(({ holds }) => holds?.includes(scene.id));
  const categories = held.flatMap(({ lot }) => {
    const record = stock.lots.get(lot);
    return record ? [requireCategoryOf(record, stock)] : [];
  });
  return held.length === 0 ? [] : [lawHold(scene, categories, site.division)];
}
