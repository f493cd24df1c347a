import { beforeEach, describe, expect, it } from 'vitest';
import { introducedKeys, keysOfEvent, keysThatFollow, type Read } from './acts/index.ts';
import { keyOf, parseDocument, signersOf, thumbprintOf } from './model/index.ts';
import { documentText, exampleDigest, signedEnvelope } from './model/testing.ts';
import { type BudgetRow, type BudgetWorld, budgetWorld } from './testing-budget.ts';
import { budgetRows } from './testing-budget-rows.ts';
import { rewrite } from './testing-trade.ts';

let at: BudgetWorld;
beforeEach(async () => {
  at = await budgetWorld();
});

/** Marks on every lot, party and holding: what is read of them is known only when the goods are. No such hold stands. */
const marks: Readonly<Record<string, object>> = {
  lot: { holds: [exampleDigest(1)], recalls: [exampleDigest(2)] },
  party: { holds: [exampleDigest(3)] },
  holding: { holds: [exampleDigest(4)] },
};

function load(): void {
  for (const key of at.world.state.values.keys()) {
    const more = marks[key.slice(0, key.indexOf('/'))];
    if (more) rewrite(at, key, more);
  }
}

async function textOf(row: BudgetRow): Promise<string> {
  const [who, fields, ...cosigners] = await row.said(at);
  const event = at.world.stamped({ party: who.id, ...fields });
  return documentText([await signedEnvelope(event, [who.device, ...cosigners])], 'each');
}

/** Acts that must ask a record before they know what else they need: one message more, where that is. */
const asksLater: Readonly<Record<string, RegExp>> = {
  // The event does not say where its maker made the lot.
  activateCodes: new RegExp(`^${keyOf.hold(exampleDigest(4))}$`),
  // Nor what it corrects: of a dispatch the shipment.
  correct: /^shipment\//,
};

/** What is announced for the two multi-gets before anything is decided: of the engine, of the act. */
async function announced(text: string): Promise<Set<string>> {
  const { events } = await parseDocument(text, at.world.crypto);
  const [{ event, id } = expect.fail('a document without an event')] = events;
  const brings = await Promise.all(introducedKeys(event).map((key) => thumbprintOf(key, at.world.crypto)));
  const first = new Set<string>([
    ...[keyOf.network, keyOf.event(id), keyOf.party(event.party), ...brings.map(keyOf.device)],
    ...signersOf(event).flatMap((kid) => [keyOf.device(kid), keyOf.withdrawal(kid, id)]),
    ...keysOfEvent(event),
  ]);
  const read: Read = async <R extends object>(key: string): Promise<R | undefined> => {
    if (!asksLater[event.act]?.test(key))
      expect([...first], 'keysThatFollow reads what keys announced').toContain(key);
    return at.world.state.at(key) as R | undefined;
  };
  const follow = await keysThatFollow(event, read);
  const devices = signersOf(event).map((kid) => at.world.state.at(keyOf.device(kid)) as { party?: string });
  const parties = devices.flatMap((device) => device?.party ?? []).map(keyOf.party);
  return new Set([...first, ...follow, ...parties]);
}

const read = async (text: string, row: BudgetRow): Promise<string[]> => {
  const { state } = at.world;
  const keys: string[] = [];
  const { getMany } = state;
  state.getMany = (wanted) => {
    keys.push(...wanted);
    return getMany.call(state, wanted);
  };
  const { results } = await at.world.submit(text, row.submitter);
  expect(results.filter(({ status }) => status === 'refused')).toEqual([]);
  return keys;
};

/** A peer is asked twice for all that a document needs, however long it is: a key that nobody announced would cost a message of its own. */
describe('what an act reads', () => {
  it.each(budgetRows)('is announced before: $act, $of', async (row) => {
    await row.before?.(at);
    load();
    const text = await textOf(row);
    const known = await announced(text);
    const unknown = (await read(text, row)).filter((key) => !known.has(key));
    expect(unknown.filter((key) => !asksLater[row.act]?.test(key))).toEqual([]);
  });
});
