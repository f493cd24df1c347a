import {
  type Amount,
  type CategoryRecord,
  type EventOf,
  type HoldingRecord,
  instantMs,
  keyOf,
  LedgerError,
  type LotRecord,
  limits,
  measures,
  say,
  statesMeasures,
  withinPermille,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import {
  emptyHolding,
  gatherTaking,
  holdingOf,
  requireCategoryOf,
  requireStated,
  type TakingFacts,
  takingKeys,
  takingKeysThatFollow,
} from './holdings.ts';
import { isHeld, isRecalled, marksOf, partyMarks } from './marks.ts';
import { isRegistrarOf, requireCosigner, requireDeviceRole, requireSite } from './require.ts';

type Recount = EventOf<'recount'>;
type Line = Recount['lines'][number];
type Recounted = NonNullable<HoldingRecord['recounted']>;

/** A line beside what the ledger knows of it. */
interface Count {
  readonly line: Line;
  readonly lot: LotRecord;
  readonly holding: HoldingRecord;
  /** The sums of the period, this count among them. */
  readonly recounted: Recounted;
  readonly isBeyond: boolean;
}

const takenOf = (event: Recount) => ({
  ...event,
  lines: event.lines.map(({ lot, counted: amount }) => ({ lot, amount })),
});

/**
 * 盘点: what was counted of the goods in hand, loose and not given back. What it moves, up and down, within a period is at most the category's
 * tolerance of what lay there when the period began; beyond it a registrar of the organisation signs too. Claimed goods only ever become less.
 */
export const recount: Act<Recount, TakingFacts> = {
  keys: (event) => takingKeys(takenOf(event)),

  keysThatFollow: (event, read) => takingKeysThatFollow(takenOf(event), read),

  gather: (event, read) => gatherTaking(takenOf(event), read),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const counts = event.lines.flatMap((line) => countOf(line, facts, scene) ?? []);
    if (counts.some(({ isBeyond }) => isBeyond)) {
      const { organisation } = scene.signer.party;
      requireCosigner(
        scene,
        isRegistrarOf(organisation),
        `the difference is beyond tolerance: a registrar of ${organisation}`,
      );
    }
    requireSite(facts.site, event.party, event.site);
    requireStated(takenOf(event).lines, facts.stock);
    for (const { lot } of event.lines) requireHolding(facts.stock.holdings.get(lot), lot, event);
    for (const count of counts) requireNoGain(count, facts, scene);
    return {
      changes: counts.map((count) => countedHolding(event, count)),
      effect: {
        did: 'recounted',
        site: event.site,
        lines: counts.map(({ line, holding }) => ({
          lot: line.lot,
          before: holding.available,
          counted: line.counted,
        })),
      },
    };
  },
};

/** Undefined where the lot is not known, or counted in other measures: what is refused later has no difference. */
function countOf(line: Line, { stock }: TakingFacts, scene: Scene): Count | undefined {
  const lot = stock.lots.get(line.lot);
  if (!lot || !statesMeasures(line.counted, lot.measures)) return undefined;
  const holding = stock.holdings.get(line.lot) ?? emptyHolding;
  const recounted = sumsAfter(line.counted, holding, scene);
  const isBeyond = !isWithin(recounted, requireCategoryOf(lot, stock));
  return { line, lot, holding, recounted, isBeyond };
}

/** Periods begin with a count, and are measured by recorded time: nobody says oneself into a new one. */
function sumsAfter(counted: Amount, { available, recounted }: HoldingRecord, scene: Scene): Recounted {
  const isOpen =
    recounted !== undefined &&
    instantMs(scene.recordedAt) - instantMs(recounted.since) < limits.recountPeriodMs;
  const { since, base, moved } = isOpen ? recounted : { since: scene.recordedAt, base: available, moved: {} };
  const sums = measures.flatMap((measure): [string, number][] => {
    if (counted[measure] === undefined) return [];
    const difference = Math.abs(counted[measure] - (available[measure] ?? 0));
    return [[measure, (moved[measure] ?? 0) + difference]];
  });
  return { since, base, moved: Object.fromEntries(sums) };
}

const isWithin = ({ base, moved }: Recounted, { recountPermille = 0 }: CategoryRecord): boolean =>
  measures.every((measure) => withinPermille(moved[measure] ?? 0, base[measure] ?? 0, recountPermille));

/** Where a lot never lay, none of it can be counted, whoever signs. */
function requireHolding(holding: HoldingRecord | undefined, lot: string, { party, site }: Recount): void {
  if (holding) return;
  throw new LedgerError('HOLDING_TOO_SMALL', `${lot} never lay at ${party}/${site}`);
}

/** More than before, in any measure: not of claimed goods, and not while a hold or recall stands. */
function requireNoGain({ line, lot, holding }: Count, { stock }: TakingFacts, scene: Scene): void {
  const gained = measures.some((measure) => (line.counted[measure] ?? 0) > (holding.available[measure] ?? 0));
  if (!gained) return;
  const marks = marksOf(lot, holding);
  const reasons = [
    ...(lot.claims ? ['claimed'] : []),
    ...(isHeld(marks, stock.standing) || isHeld(partyMarks(scene.signer.party), stock.standing)
      ? ['on hold']
      : []),
    ...(isRecalled(marks, stock.standing) ? ['recalled'] : []),
  ];
  if (reasons.length === 0) return;
  const found = `${say(holding.available)} of ${line.lot} may not become ${say(line.counted)}`;
  throw new LedgerError('LIMIT_EXCEEDED', `${found}: it is ${reasons.join(', ')}`);
}

/** Holds stay on what was counted away: counted again, it is under them still. */
function countedHolding({ party, site }: Recount, { line, holding, recounted }: Count): Change {
  const after = holdingOf({ ...holding, available: line.counted, recounted });
  return put(keyOf.holding(party, site, line.lot), { ...after, holds: holding.holds });
}
