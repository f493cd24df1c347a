import {
  type CategoryRecord,
  type EventOf,
  keyOf,
  LedgerError,
  type LotRecord,
  type RecallRecord,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import { requireCategoryOf } from './holdings.ts';
import { jurisdictionOfLots, officeOf, watchesAll } from './office.ts';
import { gatherRecalls, placeMark, type Standings } from './placing.ts';
import { readCategoriesOf, readLots } from './read-records.ts';
import type { Jurisdiction } from './remit.ts';
import { isOperatorOf, isRegulator, requireCosigner, requireDeviceRole, requireLot } from './require.ts';

type Recall = EventOf<'recall'>;

interface RecallFacts {
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly categories: ReadonlyMap<string, CategoryRecord>;
  readonly standing: Standings<RecallRecord>;
}

/**
 * 召回: lots are called back from wherever they are, by a regulator who watches over all of them or by their maker; by anybody else with the
 * signature of either. A drill touches no lot.
 */
export const recall: Act<Recall, RecallFacts> = {
  keys: (event) => event.lots.map(keyOf.lot),

  async keysThatFollow(event, read) {
    const lots = await readLots(event.lots, read);
    return [...lots.values()].flatMap(({ category, recalls = [] }) => [
      keyOf.category(category),
      ...recalls.map(keyOf.recall),
    ]);
  },

  async gather(event, read) {
    const lots = await readLots(event.lots, read);
    const recalls = [...lots.values()].flatMap((lot) => lot.recalls ?? []);
    return {
      lots,
      categories: await readCategoriesOf(lots.values(), read),
      standing: await gatherRecalls(recalls, read),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const known = [...facts.lots.values()].filter((lot) => !lot.reversed);
    const jurisdiction = jurisdictionOfLots(known, facts.categories);
    const isOrdered = requireCaller(event, known, { ...facts, jurisdiction }, scene);
    const named = event.lots.map((lotId) => [lotId, requireLot(facts.lots.get(lotId), lotId)] as const);
    const record: RecallRecord = {
      by: event.party,
      level: event.level,
      lots: event.lots,
      ...jurisdiction,
      office: isOrdered ? officeOf(scene) : undefined,
      drill: event.drill,
      voluntary: isOrdered ? undefined : true,
    };
    return {
      changes: [
        put(keyOf.recall(scene.id), record),
        ...(event.drill ? [] : markLots(named, record, facts, scene)),
      ],
    };
  },
};

interface CallerFacts extends RecallFacts {
  readonly jurisdiction: Jurisdiction;
}

/** True where a regulator who watches over every lot has signed: only such a regulator closes it again. */
function requireCaller(
  event: Recall,
  lots: readonly LotRecord[],
  { categories, jurisdiction }: CallerFacts,
  scene: Scene,
): boolean {
  const all = lots.map((lot) => requireCategoryOf(lot, { categories }));
  // Only a regulator's party has remits.
  const watched = ({ device, party }: Scene['signer']): boolean =>
    device.role === 'operator' && watchesAll(party, all, jurisdiction.division);
  if (isRegulator(scene.signer)) {
    if (lots.length === 0 || watched(scene.signer)) return true;
    throw new LedgerError(
      'OUT_OF_REMIT',
      `the lots are watched by ${jurisdiction.remits.join(', ')} in ${jurisdiction.division}`,
    );
  }
  if (event.kind === 'ordered')
    throw new LedgerError('ROLE_NOT_ALLOWED', 'a recall is ordered by a regulator alone');
  if (scene.cosigners.some(watched)) return true;
  for (const maker of new Set(lots.map((lot) => lot.maker))) {
    if (maker === event.party) continue;
    requireCosigner(
      scene,
      isOperatorOf(maker),
      `the maker ${maker}, or a regulator who watches over every lot,`,
    );
  }
  return false;
}

function markLots(
  lots: readonly (readonly [id: string, lot: LotRecord])[],
  { voluntary }: RecallRecord,
  { standing }: RecallFacts,
  { id }: Scene,
): Change[] {
  return lots.map(([lotId, lot]) =>
    put(keyOf.lot(lotId), { ...lot, recalls: placeMark({ id, voluntary }, lot.recalls, standing, lotId) }),
  );
}
