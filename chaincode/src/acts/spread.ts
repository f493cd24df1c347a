import {
  type CategoryRecord,
  type Earliest,
  type EventOf,
  type EventRecord,
  type HoldRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  type RecallRecord,
  type TreatmentRecord,
  uses,
} from '../model/index.ts';
import { type Act, type Change, put, type Read, type Scene } from './act.ts';
import { requireCategoryOf } from './holdings.ts';
import { markKeys, marksOf } from './marks.ts';
import { jurisdictionOfLots } from './office.ts';
import { gatherHolds, gatherRecalls, joinMarks, type Standings } from './placing.ts';
import { readCategoriesOf, readLots, readRecords } from './read-records.ts';
import { requireDeviceRole, requireLot } from './require.ts';
import { earliestFromLot, earliestFromSite, inheritEarliest } from './treatments.ts';

type Spread = EventOf<'spread'>;

interface SpreadFacts {
  /** The lot that is the source; for a site undefined. */
  readonly source: LotRecord | undefined;
  readonly treatment: TreatmentRecord | undefined;
  readonly children: ReadonlyMap<string, LotRecord>;
  readonly categories: ReadonlyMap<string, CategoryRecord>;
  /** What made the children, by its id. */
  readonly makings: ReadonlyMap<string, EventRecord>;
  readonly holds: Standings<HoldRecord>;
  readonly recalls: Standings<RecallRecord>;
}

/**
 * What a lot or a site carries goes down one generation, to lots that were made before it was known: standing holds and recalls, lost claims,
 * intervals. Anyone may say it, because the state alone decides; said again, it changes nothing.
 */
export const spread: Act<Spread, SpreadFacts> = {
  keys: (event) => [...sourceKeys(event), ...event.children.map(keyOf.lot)],

  async keysThatFollow(event, read) {
    const children = [...(await readLots(event.children, read)).values()];
    const lots = [...children, ...(await readLots(sourceLots(event), read)).values()];
    return [
      ...children.flatMap(({ category, madeBy }) => [keyOf.category(category), keyOf.event(madeBy)]),
      ...lots.flatMap((lot) => markKeys(marksOf(lot, undefined))),
    ];
  },

  gather: gatherSpread,

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator', 'service');
    for (const child of event.children) requireChild(child, event, facts);
    const passed = event.children.map((lotId) => passOn(lotId, facts, scene));
    const held = passed.filter(({ isTooEarly }) => isTooEarly).map(({ after }) => after);
    return {
      changes: [
        ...passed.flatMap(({ lotId, before, after }): Change[] =>
          after === before ? [] : [put(keyOf.lot(lotId), after)],
        ),
        ...(held.length > 0
          ? [put(keyOf.hold(scene.id), { by: 'law', ...jurisdictionOfLots(held, facts.categories) })]
          : []),
      ],
    };
  },
};

const sourceLots = ({ source }: Spread): string[] => (source.kind === 'lot' ? [source.lot] : []);

const sourceKeys = ({ source }: Spread): string[] =>
  source.kind === 'lot' ? [keyOf.lot(source.lot)] : [keyOf.treatment(source.party, source.site)];

async function gatherSpread(event: Spread, read: Read): Promise<SpreadFacts> {
  const { source } = event;
  const sourceLot = source.kind === 'lot' ? await read(keyOf.lot(source.lot)) : undefined;
  const children = await readLots(event.children, read);
  const lots = [...children.values()];
  const marks = [sourceLot, ...lots].map((lot) => marksOf(lot, undefined));
  return {
    source: sourceLot,
    treatment: source.kind === 'site' ? await read(keyOf.treatment(source.party, source.site)) : undefined,
    children,
    categories: await readCategoriesOf(lots, read),
    makings: await readRecords(
      lots.map(({ madeBy }) => madeBy),
      keyOf.event,
      read,
    ),
    holds: await gatherHolds(
      marks.flatMap(({ holds }) => holds),
      read,
    ),
    recalls: await gatherRecalls(
      marks.flatMap(({ recalls }) => recalls),
      read,
    ),
  };
}

/** Of a lot: what was made of it. Of a site: what its party brought forth there. */
function requireChild(lotId: string, { source }: Spread, { children, makings }: SpreadFacts): void {
  const child = children.get(lotId);
  const making = child && makings.get(child.madeBy);
  const isChild =
    source.kind === 'lot'
      ? making?.effect?.did === 'made' && making.effect.inputs.some(({ lot }) => lot === source.lot)
      : making?.act === 'commission' && child?.maker === source.party && child.site === source.site;
  if (isChild && !child?.reversed) return;
  const name = source.kind === 'lot' ? source.lot : `${source.party}/${source.site}`;
  throw new LedgerError(
    'SUBJECT_UNKNOWN',
    `${lotId} was not made ${source.kind === 'lot' ? 'of' : 'at'} ${name}`,
  );
}

interface Passed {
  readonly lotId: string;
  readonly before: LotRecord;
  /** The same object where nothing changes. */
  readonly after: LotRecord;
  readonly isTooEarly: boolean;
}

function passOn(lotId: string, facts: SpreadFacts, scene: Scene): Passed {
  const before = requireLot(facts.children.get(lotId), lotId);
  const news = newsFor(before, facts);
  const { use } = requireCategoryOf(before, facts);
  const isTooEarly = use !== undefined && news[use] !== undefined;
  const own = new Map([[scene.id, {}]]);
  const holds = joined(
    before.holds,
    [...(isTooEarly ? [scene.id] : []), ...(facts.source?.holds ?? [])],
    new Map([...facts.holds, ...own]),
  );
  const recalls = joined(before.recalls, facts.source?.recalls ?? [], facts.recalls);
  const isStripped = isTooEarly || facts.source?.stripped === true;
  const isNew =
    Object.keys(news).length > 0 ||
    holds !== before.holds ||
    recalls !== before.recalls ||
    (isStripped && !before.stripped);
  if (!isNew) return { lotId, before, after: before, isTooEarly };
  const marked = { ...inheritEarliest(before, news), holds, recalls };
  const after: LotRecord = isStripped ? { ...marked, stripped: true, claims: undefined } : marked;
  return { lotId, before, after, isTooEarly };
}

/**
 * The intervals within which the child was made, as far as they are later than what it is known to carry. Only these can hold it, so that a
 * spread said again, or of treatments that were known when the lot was made, does nothing.
 */
function newsFor(child: LotRecord, { source, treatment }: SpreadFacts): Earliest {
  const { madeAt } = child;
  const ofSource = source && earliestFromLot(source, madeAt);
  // What was used on the child itself since is no sign that this was known.
  const known = child.treated ? child.treated.inherited : child.earliest;
  const earliest = ofSource ?? (treatment && earliestFromSite(treatment, madeAt)) ?? {};
  const entries = uses.flatMap((use) => {
    const until = earliest[use];
    if (until === undefined || madeAt >= until || until <= (known?.[use] ?? '')) return [];
    return [[use, until] as const];
  });
  return Object.fromEntries(entries);
}

/** The same list where nothing comes that it does not name. */
function joined(
  own: readonly string[] | undefined,
  coming: readonly string[],
  standing: Parameters<typeof joinMarks>[2],
): readonly string[] | undefined {
  const after = joinMarks(own ?? [], coming, standing);
  const brings = coming.some((id) => after?.includes(id) && !own?.includes(id));
  return brings ? after : own;
}
