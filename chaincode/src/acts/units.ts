import { keyOf, LedgerError, type TakenLine, type UnitRecord } from '../model/index.ts';
import type { Read } from './act.ts';
import { gatherTaking, type Place, type TakingFacts, takingKeys, takingKeysThatFollow } from './holdings.ts';

/** An event about what is on a logistic unit at a site. */
interface UnitEvent extends Place {
  readonly unit: string;
  readonly lines: readonly TakenLine[];
}

/** What loading and unloading must know. */
export interface UnitFacts extends TakingFacts {
  readonly unit: UnitRecord | undefined;
}

export const unitKeys = (event: UnitEvent): string[] => [
  keyOf.unit(event.party, event.unit),
  ...takingKeys(event),
];

export const unitKeysThatFollow = (event: UnitEvent, read: Read): Promise<string[]> =>
  takingKeysThatFollow(event, read);

export const gatherUnit = async (event: UnitEvent, read: Read): Promise<UnitFacts> => ({
  ...(await gatherTaking(event, read)),
  unit: await read(keyOf.unit(event.party, event.unit)),
});

/** A unit of the party that stands at the site: not sent, for an SSCC is used once, and nowhere else. */
export function requireUnit(record: UnitRecord | undefined, unit: string, place: Place): UnitRecord {
  if (record && !record.sent && record.site === place.site) return record;
  throw new LedgerError('UNIT_UNKNOWN', `${unit} is no unit of ${place.party} at ${place.site}`);
}
