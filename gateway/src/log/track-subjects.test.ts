import { canonicalize } from '@mengsu/chaincode/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyBlocks } from '../indexer/apply.ts';
import { decodeBlock } from '../indexer/decode.ts';
import { historyOf } from '../indexer/testing-history.ts';
import { testChaincode } from '../indexer/testing-ledger.ts';
import type { Store } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import { foldStates } from './fold-states.ts';
import { chained, zeroHash } from './hashing.ts';
import { naiveLeaf, naiveRoot, naiveStatesRoot } from './testing-naive-log.ts';
import { subjectValue } from './track-subjects.ts';
import { rootOf } from './tree.ts';

const choices = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 20, maxLength: 120 });

async function indexOf(store: Store, blocks: readonly Uint8Array[], together: number): Promise<void> {
  for (let start = 0; start < blocks.length; start += together) {
    const some = blocks.slice(start, start + together).map((bytes) => decodeBlock(bytes, testChaincode));
    await applyBlocks(store, await Promise.all(some));
  }
}

describeStores('the log of random histories', (stores) => {
  it('has the leaves that its events say, and chains of the events that touch each subject', async () => {
    await fc.assert(
      fc.asyncProperty(choices, fc.integer({ min: 1, max: 9 }), async (numbers, together) => {
        const store = await stores.open();
        await indexOf(store, historyOf(numbers).blocks, together);
        const events = await store.db.selectFrom('events').selectAll().orderBy('ordinal').execute();
        const leaves = events.map(({ block, breaches, id, place, envelope, recorded_at: time, tx }) =>
          naiveLeaf(
            canonicalize({
              ...{ block, breaches: JSON.parse(breaches), id, place },
              ...{ signatures: JSON.parse(envelope).signatures, time, tx },
            }),
          ),
        );
        expect(await rootOf(store.db, events.length)).toBe(naiveRoot(leaves));
        const links = await store.db.selectFrom('subject_events').selectAll().orderBy('event').execute();
        const subjects = await store.db.selectFrom('subjects').selectAll().execute();
        for (const { kind, id, events: count, digest } of subjects) {
          const own = links.filter((link) => link.kind === kind && link.id === id);
          expect(own.length).toBe(count);
          const ids = own.map(({ event }) => events[event]?.id ?? '');
          expect(ids.reduce(chained, zeroHash)).toBe(digest);
        }
      }),
      { numRuns: 6 },
    );
  });

  it('says of a lot what the rows of the index say, whatever was written together', async () => {
    await fc.assert(
      fc.asyncProperty(choices, async (numbers) => {
        const [store, other] = [await stores.open(), await stores.open()];
        const { blocks } = historyOf(numbers);
        await indexOf(store, blocks, 1);
        await indexOf(other, blocks, 50);
        const subjects = await store.db
          .selectFrom('subjects')
          .selectAll()
          .orderBy('kind')
          .orderBy('id')
          .execute();
        expect(
          await other.db.selectFrom('subjects').selectAll().orderBy('kind').orderBy('id').execute(),
        ).toEqual(subjects);
        await expectStatesOfRows(store);
        const last = blocks.length - 1;
        const root = await store.db.transaction().execute((db) => foldStates(db, last, 0));
        const named = subjects.map((row) => ({ kind: row.kind, id: row.id, value: subjectValue(row) }));
        expect(root).toBe(naiveStatesRoot(named));
      }),
      { numRuns: 5 },
    );
  });
});

/** Every lot's entry beside the tables that pages are painted from. */
async function expectStatesOfRows({ db }: Store): Promise<void> {
  const lots = await db
    .selectFrom('lots')
    .innerJoin('events', 'events.ordinal', 'lots.event')
    .select(['lots.id', 'lots.best_before', 'events.id as madeBy', 'lots.event'])
    .execute();
  const [holds, carried, recalls, claims, reversed] = [
    await db.selectFrom('hold_lots').selectAll().execute(),
    await db.selectFrom('carried_holds').selectAll().execute(),
    await db
      .selectFrom('recall_lots')
      .innerJoin('recalls', 'recalls.id', 'recall_lots.recall')
      .select(['recall', 'lot'])
      .where('drill', '=', 0)
      .execute(),
    await db.selectFrom('lot_claims').selectAll().where('lost', '=', 0).execute(),
    await db.selectFrom('corrections').selectAll().where('reversed', '=', 1).execute(),
  ];
  for (const { id, best_before, madeBy, event } of lots) {
    const row = await db
      .selectFrom('subjects')
      .select('state')
      .where('kind', '=', 'lot')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const state = JSON.parse(row.state);
    expect(state.madeBy).toBe(madeBy);
    expect(state.bestBefore ?? null).toBe(best_before);
    const marks = [...holds, ...carried].filter(({ lot }) => lot === id).map(({ hold }) => hold);
    expect(new Set(state.holds)).toEqual(new Set(marks));
    expect(state.recalls.toSorted()).toEqual(
      recalls
        .filter(({ lot }) => lot === id)
        .map(({ recall }) => recall)
        .sort(),
    );
    expect(state.claims).toEqual(
      claims
        .filter(({ lot }) => lot === id)
        .map(({ scheme }) => scheme)
        .sort(),
    );
    expect(state.reversed ?? false).toBe(reversed.some(({ corrected }) => corrected === event));
  }
  for (const { id, released_at, scope } of await db.selectFrom('holds').selectAll().execute())
    expect(await stateOf(db, 'hold', id)).toEqual({ released: released_at !== null, scope });
  for (const { id, closed_at, drill, level } of await db.selectFrom('recalls').selectAll().execute())
    expect(await stateOf(db, 'recall', id)).toEqual({
      closed: closed_at !== null,
      drill: drill === 1,
      level,
    });
  for (const { kid, party, role, revoked_at } of await db.selectFrom('devices').selectAll().execute())
    expect(await stateOf(db, 'device', kid)).toMatchObject({ party, role, revoked: revoked_at !== null });
}

async function stateOf(db: Store['db'], kind: string, id: string): Promise<unknown> {
  const row = await db
    .selectFrom('subjects')
    .select('state')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return JSON.parse(row.state);
}
