import { type CategoryRecord, LedgerError, type PartyRecord, type Remit } from '../model/index.ts';
import type { Signer } from './act.ts';
import { isRegulator } from './require.ts';

/** What a regulator's word is about: who watches over it, and where it is. */
export interface Jurisdiction {
  readonly remits: readonly Remit[];
  readonly division: string;
}

/** True where one of the regulator's remits watches over it, in the regulator's own division. */
export const isInRemit = (party: PartyRecord, { remits, division }: Jurisdiction): boolean =>
  (party.remits ?? []).some((remit) => remits.includes(remit)) && isInDivision(party, division);

export const isInDivision = (party: PartyRecord, division: string): boolean =>
  party.divisionPrefix !== undefined && division.startsWith(party.divisionPrefix);

/** Throws OUT_OF_REMIT; callers know that the signer is a regulator. */
export function requireRemit({ party }: Signer, jurisdiction: Jurisdiction, what: string): void {
  if (isInRemit(party, jurisdiction)) return;
  throw new LedgerError(
    'OUT_OF_REMIT',
    `${what} is watched by ${jurisdiction.remits.join(', ')} in ${jurisdiction.division}, the regulator is of ${party.remits?.join(', ')} in ${party.divisionPrefix}`,
  );
}

/** Throws OUT_OF_REMIT where the regulator's division does not hold this one. */
export function requireDivision({ party }: Signer, division: string, what: string): void {
  if (isInDivision(party, division)) return;
  throw new LedgerError(
    'OUT_OF_REMIT',
    `${what} is in ${division}, the regulator is of ${party.divisionPrefix}`,
  );
}

/** A regulator among the signers whose remit and division cover it. */
export const isRegulatorFor =
  (jurisdiction: Jurisdiction) =>
  (signer: Signer): boolean =>
    isRegulator(signer) && isInRemit(signer.party, jurisdiction);

/** Who watches over several categories at one place. */
export const jurisdictionOf = (categories: Iterable<CategoryRecord>, division: string): Jurisdiction => ({
  remits: [...new Set([...categories].flatMap((category) => category.remits))].sort(),
  division,
});
