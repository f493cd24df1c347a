import type { ActName, BreachCode, EventOf, TraceEvent } from '@mengsu/chaincode/model';
import { exampleEvents } from '@mengsu/chaincode/model/testing';
import { project } from './project.ts';
import type { Facts, Rows } from './rows.ts';
import { lawFacts } from './testing-facts.ts';
import { eventIdOf, filledEnvelope } from './testing-ledger.ts';

/** Test utility: example events as the law recorded them, projected as one run. */
export const recordedAt = '2026-09-01T03:31:00.500Z';

export interface Told {
  readonly event: TraceEvent;
  readonly breaches?: readonly BreachCode[];
}

/** The example of an act, with other fields. */
export const said = <A extends ActName>(act: A, fields: Partial<EventOf<A>> = {}): EventOf<A> => ({
  ...exampleEvents[act],
  ...fields,
});

export const idOf = (event: TraceEvent): string => eventIdOf(filledEnvelope(event));

export function rowsOf(told: readonly (Told | TraceEvent)[], facts: Partial<Facts> = {}): Rows {
  const events = told.map((each, place) => {
    const { event, breaches = [] }: Told = 'act' in each ? { event: each } : each;
    const envelope = filledEnvelope(event);
    return { id: eventIdOf(envelope), event, envelope, place, breaches };
  });
  const transaction = { tx: 0, txId: 'ab', code: 0, time: recordedAt, results: [], events };
  const block = { number: 5, hash: 'cd', previousHash: 'ab', time: recordedAt, transactions: [transaction] };
  return project([block], { ...lawFacts, ...facts });
}

/** The sums per account: name, party, place, pieces, grams. */
export const balancesIn = (rows: Rows) =>
  [...rows.balances.values()]
    .map(({ account, party, place, count, mass_g }) => [account, party, place, count, mass_g] as const)
    .filter(([, , , count, mass]) => count !== 0 || mass !== 0);

/** Every set of columns: table, key, what is set. */
export const changesIn = (rows: Rows) =>
  [...rows.changes.values()].map(({ table, key, set }) => [table, Object.values(key).join('/'), set]);
