import { beforeEach, describe, expect, it } from 'vitest';
import type { Submitter } from './acts/index.ts';
import { actNames } from './model/event/index.ts';
import { keyOf } from './model/index.ts';
import { documentText, exampleDigest, signedEnvelope } from './model/testing.ts';
import { type BudgetWorld, budgetWorld, type Cost, type Said } from './testing-budget.ts';
import { budgetRows } from './testing-budget-rows.ts';
import { commissionFields, dayMs, heads, lamb, rewrite, say } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

let at: BudgetWorld;
beforeEach(async () => {
  at = await budgetWorld();
});

async function documentOf(said: readonly Said[]): Promise<string> {
  const envelopes = said.map(([who, fields, ...cosigners]) =>
    signedEnvelope(at.world.stamped({ party: who.id, ...fields }), [who.device, ...cosigners]),
  );
  return documentText(await Promise.all(envelopes), 'each');
}

/** What one document costs; nothing in it may be refused. */
async function costOf(text: string, submitter?: Submitter): Promise<Cost> {
  const { state } = at.world;
  state.messages = state.reads = state.writes = 0;
  const { results } = await at.world.submit(text, submitter);
  expect(results.filter(({ status }) => status === 'refused')).toEqual([]);
  return { messages: state.messages, reads: state.reads, writes: state.writes };
}

/**
 * What each act costs. Every event reads network, its id, party, device and withdrawal (5), a cosigner its device, withdrawal and party (3),
 * and writes its id (1). Two messages: one multi-get, one batch. Three: what was read names further keys (categories, holds, cosigners' parties).
 */
describe('the budget of an act', () => {
  it.each(budgetRows)('$act, $of: $messages messages, $reads reads, $writes writes', async (row) => {
    const { messages, reads, writes, said, before, submitter } = row;
    await before?.(at);
    const told = await said(at);
    expect(told[1].act).toBe(row.act);
    expect(await costOf(await documentOf([told]), submitter)).toEqual({ messages, reads, writes });
  });

  it('is written down for every act, and for no act twice over', () => {
    expect([...new Set(budgetRows.map(({ act }) => act))]).toEqual(actNames);
    expect(new Set(budgetRows.map(({ act, of }) => `${act}, ${of}`)).size).toBe(budgetRows.length);
  });

  it('is three messages at most, four where an undone dispatch asks its shipment first', () => {
    const dear = budgetRows.filter(({ messages }) => messages > 3);
    expect(dear.map(({ act, of }) => `${act}, ${of}`)).toEqual([
      'correct, a dispatch of one lot undone, with the addressee',
      'correct, a dispatch of 40 lots undone, with the addressee',
    ]);
  });
});

describe('the budget of a document', () => {
  const sale = { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines: [{ lot: lamb, amount: heads(1) }] };

  it('of 50 sales from one holding: 3 messages, each key read once and written once', async () => {
    const events = Array.from({ length: 50 }, (_, index): Said => {
      const lines = [{ lot: lamb, amount: { count: 0, massG: index + 1 } }];
      return [at.herder, { ...sale, lines }];
    });
    // network, party, device, site, lot, holding, category; and of each event its id and its withdrawal.
    const cost = { messages: 3, reads: 7 + 2 * 50, writes: 1 + 50 };
    expect(await costOf(await documentOf(events))).toEqual(cost);
  });

  it('of 50 new lots: 3 messages, and lot, holding and id written for each', async () => {
    const events = Array.from({ length: 50 }, (_, index): Said => {
      return [at.herder, commissionFields(`${gtin(1)}/N${index}`, heads(1))];
    });
    // network, party, device, site, treatment, product, category; and of each event its id, its withdrawal and its lot.
    const cost = { messages: 3, reads: 7 + 3 * 50, writes: 3 * 50 };
    expect(await costOf(await documentOf(events))).toEqual(cost);
  });

  it('of events that exist already: 2 messages, nothing to write', async () => {
    const text = await documentOf([[at.herder, sale]]);
    await at.world.submit(text);
    at.world.nowMs += dayMs;
    expect(await costOf(text)).toMatchObject({ messages: 2, writes: 0 });
  });

  it('of goods under holds: as many messages, and each hold read once', async () => {
    const key = keyOf.holding(at.herder.id, 'PASTURE-1', lamb);
    const plain = await costOf(await documentOf([[at.herder, sale]]));
    const holds = [exampleDigest(1), exampleDigest(2), exampleDigest(3)];
    rewrite(at, key, { holds });
    rewrite(at, keyOf.lot(lamb), { holds: holds.slice(1), recalls: holds.slice(0, 1) });
    const cost = { ...plain, reads: plain.reads + holds.length + 1 };
    expect(await costOf(await documentOf([[at.herder, sale]]))).toEqual(cost);
  });

  it('of a mandate: no message more', async () => {
    const until = new Date(at.world.nowMs + dayMs).toISOString();
    const mandate = { acts: ['sell'], gtins: [], until };
    rewrite(at, keyOf.mandate(at.herder.id, at.plant.id), mandate);
    const cost = await costOf(await documentOf([[{ ...at.herder, device: at.plant.device }, sale]]));
    // The mandate, and the delegate's party: a suspended one speaks for nobody.
    expect(cost).toEqual({ messages: 3, reads: 11, writes: 2 });
    expect(await say(at, at.herder, sale)).toBeDefined();
  });
});
