import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import { foldStates, lastVersion } from './fold-states.ts';
import { insertAll } from './insert-all.ts';
import { pruneStates } from './prune-states.ts';
import {
  hasIdleNode,
  type NaiveSubject,
  naiveStatesRoot,
  numbersIn,
  rootOfPruned,
} from './testing-naive-log.ts';

/** Subjects as some blocks leave them: by block, each once. */
type History = readonly (readonly NaiveSubject[])[];

async function tell(store: Store, block: number, subjects: readonly NaiveSubject[]): Promise<void> {
  const rows = subjects.map((subject) => ({ block, ...subject }));
  await store.db.transaction().execute((db) => insertAll(db, 'state_changes', rows));
}

const fold = (store: Store, block: number, keepFrom = 0): Promise<string> =>
  store.db.transaction().execute((db) => foldStates(db, block, keepFrom));

/** What stands after a block. */
function standing(history: History, block: number): NaiveSubject[] {
  const subjects = new Map(
    history
      .slice(0, block + 1)
      .flat()
      .map((subject) => [subject.id, subject]),
  );
  return [...subjects.values()];
}

const leafHash = (subject: NaiveSubject): string => naiveStatesRoot([subject]);

const block = (number: number, count: number, step: number): NaiveSubject[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'lot',
    id: `subject ${(index * step) % 400}`,
    value: `{"events":${number}}`,
  })).filter((subject, index, all) => all.findIndex(({ id }) => id === subject.id) === index);

describeStores('the map of states', (stores) => {
  it('has the root of its definition after every fold, whatever came between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 7 })), {
          minLength: 1,
          maxLength: 5,
        }),
        async (sizes) => {
          const store = await stores.open();
          const history = sizes.map(([count, step], number) => block(number, count, step));
          for (const [number, subjects] of history.entries()) await tell(store, number, subjects);
          for (const number of history.keys())
            expect(await fold(store, number)).toBe(naiveStatesRoot(standing(history, number)));
        },
      ),
      { numRuns: 8 },
    );
  });

  it('folds many blocks at once to the last word of each subject', async () => {
    const store = await stores.open();
    const history = [block(0, 300, 1), block(1, 40, 3), block(2, 40, 5)];
    for (const [number, subjects] of history.entries()) await tell(store, number, subjects);
    expect(await fold(store, 2)).toBe(naiveStatesRoot(standing(history, 2)));
    expect(await store.db.selectFrom('state_changes').selectAll().execute()).toEqual([]);
  });

  it('proves subjects of an older version while that is kept, and forgets it when told', async () => {
    const store = await stores.open();
    const history = [block(0, 200, 1), block(1, 60, 3), block(2, 90, 7), block(3, 5, 1)];
    for (const [number, subjects] of history.entries()) {
      await tell(store, number, subjects);
      await fold(store, number);
    }
    for (const number of history.keys()) {
      const there = standing(history, number);
      const wanted = there.filter((_, index) => index % 9 === 0);
      const { leaves, states } = await pruneStates(store.db, wanted, number);
      expect(leaves).toEqual(wanted);
      expect(rootOfPruned(states, leaves.map(leafHash))).toBe(naiveStatesRoot(there));
      expect(numbersIn(states).toSorted((one, other) => one - other)).toEqual([...wanted.keys()]);
      expect(hasIdleNode(states)).toBe(false);
    }
    await tell(store, 4, block(4, 3, 1));
    await fold(store, 4, 3);
    const versions = await store.db.selectFrom('state_versions').select('block').orderBy('block').execute();
    expect(versions.map((version) => version.block)).toEqual([3, 4]);
    const past = await store.db.selectFrom('past_pages').select('until').distinct().execute();
    expect(past).toEqual([{ until: 4 }]);
    const { leaves, states } = await pruneStates(store.db, block(3, 5, 1), 3);
    expect(rootOfPruned(states, leaves.map(leafHash))).toBe(naiveStatesRoot(standing(history, 3)));
  });

  it('is empty before the first fold, leaves out what it has not, and does not go back', async () => {
    const store = await stores.open();
    expect(await lastVersion(store.db)).toBeUndefined();
    expect(await fold(store, 0)).toBe(naiveStatesRoot([]));
    await tell(store, 1, block(1, 2, 1));
    const root = await fold(store, 1);
    expect(await fold(store, 1)).toBe(root);
    await expect(fold(store, 0)).rejects.toThrow(RangeError);
    const { leaves } = await pruneStates(store.db, [{ kind: 'lot', id: 'stranger' }, ...block(1, 1, 1)], 1);
    expect(leaves).toEqual(block(1, 1, 1));
  });
});
