import { type CategoryRecord, LedgerError, type LotRecord, type PartyRecord } from '../model/index.ts';
import type { Scene } from './act.ts';
import { requireCategoryOf } from './holdings.ts';
import { isInDivision, isInRemit, type Jurisdiction, jurisdictionOf } from './remit.ts';
import { isRegulator } from './require.ts';

interface Speaking {
  readonly party: string;
}

/** No regulator is over two provinces: what lies on lots of both, the highest regulator of either may end, or nobody could. */
function reachOf({ divisionPrefix = '' }: PartyRecord, jurisdiction: Jurisdiction): Jurisdiction {
  const { division } = jurisdiction;
  const isAbove = divisionPrefix.length === provinceDigits && divisionPrefix.startsWith(division);
  return isAbove ? { ...jurisdiction, division: divisionPrefix } : jurisdiction;
}

/** Of a division's six digits the first two are the province (GB/T 2260). */
const provinceDigits = 2;

/** True where the regulator watches over it; of what has no remits the division alone decides. What a higher office placed is no matter of a lower one. */
function watches(regulator: PartyRecord, jurisdiction: Jurisdiction & Placed): boolean {
  if (jurisdiction.office !== undefined && !isInDivision(regulator, jurisdiction.office)) return false;
  const reach = reachOf(regulator, jurisdiction);
  return reach.remits.length === 0 ? isInDivision(regulator, reach.division) : isInRemit(regulator, reach);
}

/** Which office placed it: the division prefix of a regulator. */
interface Placed {
  readonly office?: string | undefined;
}

/** The division prefix of the first regulator among the signers. */
export const officeOf = ({ signer, cosigners }: Scene): string | undefined =>
  [signer, ...cosigners].find(isRegulator)?.party.divisionPrefix;

/** What an act is about, for a regulator; without a jurisdiction where a later check answers that the thing is unknown. */
interface Matter {
  readonly what: string;
  readonly jurisdiction: (Jurisdiction & Placed) | undefined;
}

/** A regulator who watches over the matter, or whoever else is allowed: OUT_OF_REMIT for another regulator, ROLE_NOT_ALLOWED for others. */
export function requireRegulatorOr(isAllowed: boolean, event: Speaking, scene: Scene, matter: Matter): void {
  if (isAllowed) return;
  const { what, jurisdiction } = matter;
  const { party } = scene.signer;
  if (!isRegulator(scene.signer))
    throw new LedgerError('ROLE_NOT_ALLOWED', `${what} is no matter of ${event.party}'s`);
  if (!jurisdiction || watches(party, jurisdiction)) return;
  const found = `${what} is watched by ${jurisdiction.remits.join(', ') || 'anyone'} in ${jurisdiction.office ?? jurisdiction.division}`;
  throw new LedgerError(
    'OUT_OF_REMIT',
    `${found}, the regulator is of ${party.remits?.join(', ')} in ${party.divisionPrefix}`,
  );
}

const commonPrefix = (left: string, right: string): string => {
  const end = [...left].findIndex((character, index) => character !== right[index]);
  return end < 0 ? left : left.slice(0, end);
};

/** The lots' categories, each once. */
const categoriesOf = (
  lots: readonly LotRecord[],
  categories: ReadonlyMap<string, CategoryRecord>,
): CategoryRecord[] => [...new Set(lots.map((lot) => requireCategoryOf(lot, { categories })))];

/**
 * Whose regulator may end what is placed on all of the lots: the remits that they share, in a division that holds all of them. Lots that share
 * no remit are watched by each of theirs. Of no lots nobody's.
 */
export function jurisdictionOfLots(
  lots: readonly LotRecord[],
  categories: ReadonlyMap<string, CategoryRecord>,
): Jurisdiction {
  const divisions = lots.map((lot) => lot.division);
  const [first = ''] = divisions;
  const division = divisions.reduce(commonPrefix, first);
  const all = categoriesOf(lots, categories);
  const { remits } = jurisdictionOf(all, division);
  const shared = remits.filter((remit) => all.every((category) => category.remits.includes(remit)));
  return { remits: shared.length > 0 ? shared : remits, division };
}

/** True where one of the regulator's remits watches over every one of the lots. */
export function watchesAll(
  regulator: PartyRecord,
  categories: readonly CategoryRecord[],
  division: string,
): boolean {
  const isShared = (regulator.remits ?? []).some((remit) =>
    categories.every((category) => category.remits.includes(remit)),
  );
  return isShared && isInDivision(regulator, division);
}
