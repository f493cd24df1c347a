import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { checkParameters } from './engine.ts';
import { columnsOf, indexTableNames } from './index-layout.ts';
import { openStore } from './open-store.ts';
import { describeStores } from './testing.ts';

const block = { number: 0, hash: 'ab', time: null };

describeStores('a store', (stores) => {
  it('has exactly the columns that the layout names', async () => {
    const store = await stores.open();
    const tables = await store.db.introspection.getTables();
    for (const name of indexTableNames) {
      const found = tables.find((table) => table.name === name)?.columns.map((column) => column.name);
      expect(found?.sort()).toEqual([...columnsOf(name)].sort());
    }
  });

  it('opens again what it closed, with its rows', async () => {
    const url = await stores.freshUrl();
    const first = await openStore(url);
    await first.db.insertInto('blocks').values(block).execute();
    await first.close();
    const second = await openStore(url);
    expect(await second.read((db) => db.selectFrom('blocks').selectAll().execute())).toEqual([block]);
    await second.close();
  });

  it('gives back whole numbers up to 2^53 − 1 as numbers, sums too', async () => {
    const store = await stores.open();
    const number = Number.MAX_SAFE_INTEGER;
    await store.db
      .insertInto('blocks')
      .values({ ...block, number })
      .execute();
    const row = await store.read((db) =>
      db
        .selectFrom('blocks')
        .select(({ fn }) => ['number', fn.sum<number>('number').as('sum')])
        .groupBy('number')
        .executeTakeFirstOrThrow(),
    );
    expect(row).toEqual({ number, sum: number });
  });

  it.each([
    ['a Date', new Date(0)],
    ['a fraction', 1.5],
    ['2^53', 2 ** 53],
    ['a boolean', true],
    ['undefined', undefined],
    ['an object', {}],
    ['a lone surrogate', '\ud800'],
    ['a NUL character', 'a\0b'],
  ])('refuses to bind %s', async (_, value) => {
    const store = await stores.open();
    const insert = sql`insert into blocks (number, hash, time) values (0, 'x', ${value})`.execute(store.db);
    await expect(insert).rejects.toThrow(TypeError);
    expect(await store.db.selectFrom('blocks').selectAll().execute()).toEqual([]);
  });

  it('refuses text where a number belongs', async () => {
    const store = await stores.open();
    const insert = sql`insert into blocks (number, hash, time) values (${'zero'}, 'x', null)`.execute(
      store.db,
    );
    await expect(insert).rejects.toThrow();
  });

  it('refuses a row whose event is not there', async () => {
    const store = await stores.open();
    const site = {
      party: 'P',
      code: 'S',
      kind: 'barn',
      division: '150000',
      gln: null,
      state: 'active',
      event: 7,
    };
    await expect(store.db.insertInto('sites').values(site).execute()).rejects.toThrow(/foreign key/i);
  });

  it('refuses to write where it only reads', async () => {
    const store = await stores.open();
    const write = store.read((db) => db.insertInto('blocks').values(block).execute());
    await expect(write).rejects.toThrow(/read-?only/i);
  });

  it('undoes a transaction that throws', async () => {
    const store = await stores.open();
    const failing = store.db.transaction().execute(async (db) => {
      await db.insertInto('blocks').values(block).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await store.db.selectFrom('blocks').selectAll().execute()).toEqual([]);
  });

  it('reads one snapshot while rows are written', async () => {
    const store = await stores.open();
    const counts = await store.readAtLength(async (db) => {
      const before = await db.selectFrom('blocks').selectAll().execute();
      await store.db.insertInto('blocks').values(block).execute();
      return [before.length, (await db.selectFrom('blocks').selectAll().execute()).length];
    });
    expect(counts).toEqual([0, 0]);
    expect(await store.read((db) => db.selectFrom('blocks').selectAll().execute())).toHaveLength(1);
  });

  it('sorts text byte by byte', async () => {
    const store = await stores.open();
    const names = ['a', 'B', '_', '-', '0', '蒙', 'Z'];
    await store.db
      .insertInto('blocks')
      .values(names.map((hash, number) => ({ ...block, number, hash })))
      .execute();
    const sorted = await store.read((db) => db.selectFrom('blocks').select('hash').orderBy('hash').execute());
    expect(sorted.map(({ hash }) => hash)).toEqual(['-', '0', 'B', 'Z', '_', 'a', '蒙']);
  });
});

describe('openStore', () => {
  it.each(['mysql://localhost/x', 'sqlite:', 'sqlite::memory:', '', '/x.db'])('refuses %j', async (url) => {
    await expect(openStore(url)).rejects.toThrow('DATABASE_URL');
  });
});

describe('checkParameters', () => {
  it('takes text, whole numbers, bytes and null', () => {
    const values = ['蒙', 0, -1, Number.MAX_SAFE_INTEGER, new Uint8Array([1]), null];
    expect(checkParameters(values)).toEqual(values);
  });
});
