import { setTimeout as sleep } from 'node:timers/promises';
import { keyOf, type Receipt } from '@mengsu/chaincode/model';
import { documentText, makeDevice, signedEnvelope } from '@mengsu/chaincode/model/testing';
import { expect, it } from 'vitest';
import {
  categoryFields,
  commissionFields,
  dayMs,
  dispatchFields,
  heads,
  lamb,
  say,
  type TradeWorld,
  tradeWorld,
} from '../../../chaincode/src/testing-trade.ts';
import { applyBlocks } from '../indexer/apply.ts';
import { decodeBlock } from '../indexer/decode.ts';
import { rebuild } from '../indexer/rebuild.ts';
import { recordTransaction, testChaincode } from '../indexer/testing-ledger.ts';
import { sourceOf } from '../indexer/testing-source.ts';
import type { LedgerWrite } from '../indexer/write-set.ts';
import type { Store } from '../store/open-store.ts';
import { describeStores } from '../store/testing.ts';
import type { AlarmRow } from './audit-tables.ts';
import { Auditor, type AuditorOptions } from './auditor.ts';
import { LawLedger } from './testing-law-ledger.ts';

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

interface LawWorld extends TradeWorld {
  readonly world: LawLedger;
}

/** 20 head at PASTURE-1, all of it lawful. */
async function lawWorld(): Promise<LawWorld> {
  const world = new LawLedger();
  const at = { ...(await tradeWorld(world)), world };
  await say(at, at.herder, commissionFields(lamb, heads(20)));
  return at;
}

const move = (count: number) => ({
  act: 'move',
  from: 'PASTURE-1',
  to: 'BARN-1',
  lines: [{ lot: lamb, amount: heads(count) }],
});

/** The next lawful move of the herder, and what the law writes for it; the world has not seen it yet. */
async function lawfulMove(at: LawWorld, count: number) {
  const document = await at.world.documentOf({ ...move(count), party: at.herder.id }, [at.herder.device]);
  const before = new Map(at.world.state.values);
  at.world.isHolding = true;
  const receipt = await at.world.submit(document);
  const { lastWrites: writes } = at.world.state;
  at.world.dropHeld();
  at.world.state.values.clear();
  for (const [key, value] of before) at.world.state.values.set(key, value);
  return { document, response: JSON.stringify(receipt), writes };
}

/** A transaction that says `recorded` of one event that the law would not take, with writes that look as if. */
async function letThrough(
  at: LawWorld,
  fields: Parameters<LawLedger['stamped']>[0],
  more: { readonly devices: Parameters<LawLedger['documentOf']>[1]; readonly writes?: LedgerWrite[] },
): Promise<string> {
  const envelope = await signedEnvelope(at.world.stamped(fields), more.devices);
  const transaction = recordTransaction([envelope]);
  at.world.appendUnlawful({ ...transaction, writes: more.writes ?? [{ key: 'any', value: bytes('{}') }] });
  return (JSON.parse(transaction.response) as Receipt).results[0]?.id ?? '';
}

async function index(store: Store, { ledger }: LawLedger): Promise<void> {
  const known = await store.read((db) => db.selectFrom('blocks').select('number').execute());
  for (const block of ledger.blocks.slice(known.length))
    await applyBlocks(store, [await decodeBlock(block, testChaincode)]);
}

interface Audit {
  readonly auditor: Auditor;
  readonly alarms: AlarmRow[];
  readonly faults: unknown[];
}

function makeAuditor(store: Store, world: LawLedger, options: Partial<AuditorOptions> = {}): Audit {
  const alarms: AlarmRow[] = [];
  const faults: unknown[] = [];
  const auditor = new Auditor({
    store,
    chaincode: testChaincode,
    blocks: (from, signal) => sourceOf(world.ledger.blocks)(from, signal),
    onAlarm: (alarm) => alarms.push(alarm),
    onFault: (error) => faults.push(error),
    ...options,
  });
  return { auditor, alarms, faults };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let wait = 0; wait < 1000 && !isSo(); wait++) await sleep(5);
  expect(isSo()).toBe(true);
}

/** Audits everything that is in the index, then ends. */
async function auditAll(store: Store, world: LawLedger): Promise<Audit> {
  await index(store, world);
  const audit = makeAuditor(store, world);
  void audit.auditor.follow();
  await until(() => audit.auditor.state.block === world.ledger.height - 1 || audit.faults.length > 0);
  await audit.auditor.stop();
  return audit;
}

const stateOf = async (store: Store) =>
  new Map(
    (await store.db.selectFrom('law_state').selectAll().execute()).map(({ key, value }) => [
      key,
      text(value),
    ]),
  );
const peersState = ({ state }: LawLedger) =>
  new Map([...state.values].map(([key, value]) => [key, text(value)]));

/** One alarm of this kind, whatever comes after; and the shadow state is the peers' again. */
async function expectAlarm(
  store: Store,
  at: LawWorld,
  alarm: Partial<AlarmRow>,
): Promise<AlarmRow | undefined> {
  at.world.isHolding = false;
  at.world.cut();
  await say(at, at.herder, move(1));
  await say(at, at.herder, {
    act: 'dispose',
    site: 'BARN-1',
    reason: 'loss',
    lines: [{ lot: lamb, amount: heads(1) }],
  });
  const { alarms, faults } = await auditAll(store, at.world);
  expect(faults).toEqual([]);
  expect(alarms).toHaveLength(1);
  expect(alarms[0]).toMatchObject(alarm);
  expect(await stateOf(store)).toEqual(peersState(at.world));
  return alarms[0];
}

describeStores('an audit', (stores) => {
  it('agrees with a lawful ledger, and has its state', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    await say(at, at.herder, dispatchFields(at.plant.id, [{ lot: lamb, amount: heads(5) }], at.world));
    // One is taken, one refused, in one document; then a document of which nothing is taken.
    const each = [move(3), move(99)].map(
      (fields) => [{ party: at.herder.id, ...fields }, [at.herder.device]] as const,
    );
    await at.world.sayAll(each, 'each');
    await at.world.sayAll(each.slice(1), 'each');
    at.world.nowMs += 20 * dayMs;
    const early = {
      ...move(1),
      party: at.herder.id,
      eventTime: new Date(at.world.nowMs - 16 * dayMs).toISOString(),
    };
    await at.world.sayAll([[early, [at.herder.device]]]);
    const { auditor, alarms } = await auditAll(store, at.world);
    expect(alarms).toEqual([]);
    expect(auditor.state).toEqual({ status: 'stopped', block: at.world.ledger.height - 1, alarms: 0 });
    expect(await stateOf(store)).toEqual(peersState(at.world));
    const late = await store.db
      .selectFrom('events')
      .select('breaches')
      .orderBy('ordinal', 'desc')
      .executeTakeFirst();
    expect(late?.breaches).toBe('["LATE"]');
  });

  it('goes on where it was, and does a batch again that a crash cut short', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    await auditAll(store, at.world);
    await say(at, at.herder, move(2));
    await index(store, at.world);
    const broken = Object.create(store, {
      db: { value: { transaction: () => ({ execute: () => Promise.reject(new Error('killed')) }) } },
    }) as Store;
    const cut = makeAuditor(broken, at.world);
    void cut.auditor.follow();
    await until(() => cut.auditor.state.status === 'retrying');
    expect(cut.auditor.state.fault).toBe('Error: killed');
    await cut.auditor.stop();
    const { alarms } = await auditAll(store, at.world);
    expect(alarms).toEqual([]);
    expect(await stateOf(store)).toEqual(peersState(at.world));
  });

  it('leaves half of a batch undone when its last statement fails', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    at.world.append({
      ...recordTransaction([]),
      function: 'other',
      writes: [{ key: 'x', value: bytes('{}') }],
    });
    await index(store, at.world);
    await store.db.schema.alterTable('alarms').renameTo('alarms_gone').execute();
    const cut = makeAuditor(store, at.world);
    void cut.auditor.follow();
    await until(() => cut.auditor.state.status === 'retrying');
    await cut.auditor.stop();
    expect((await stateOf(store)).size).toBe(0);
    await store.db.schema.alterTable('alarms_gone').renameTo('alarms').execute();
    expect((await auditAll(store, at.world)).alarms).toMatchObject([{ kind: 'FOREIGN_WRITER', number: 1 }]);
  });

  it('follows an index that grows, in batches of more events than one takes', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    const { auditor, alarms } = makeAuditor(store, at.world);
    void auditor.follow();
    at.world.isHolding = true;
    for (let round = 0; round < 3; round++) {
      const events = Array.from(
        { length: 90 },
        () => [{ ...move(0), party: at.herder.id }, [at.herder.device]] as const,
      );
      const some = events.map(
        ([fields, devices]) =>
          [{ ...fields, lines: [{ lot: lamb, amount: { count: 0, massG: 1 } }] }, devices] as const,
      );
      await at.world.sayAll(some);
      at.world.cut();
      await index(store, at.world);
      auditor.wake();
    }
    await until(() => auditor.state.block === at.world.ledger.height - 1);
    await auditor.stop();
    expect(alarms).toEqual([]);
    expect(await stateOf(store)).toEqual(peersState(at.world));
  });

  it('raises WRITES_DIFFER for an amount that differs by one', async () => {
    const at = await lawWorld();
    const lawful = await lawfulMove(at, 2);
    const writes = lawful.writes.map(({ key, value }) => ({
      key,
      value: key.startsWith('holding/') ? bytes(text(value).replace('"count":2,', '"count":3,')) : value,
    }));
    expect(writes).not.toEqual(lawful.writes);
    at.world.appendUnlawful({ ...lawful, writes });
    await expectAlarm(await stores.open(), at, {
      number: 1,
      kind: 'WRITES_DIFFER',
      found: '1 otherwise (holding)',
      event: (JSON.parse(lawful.response) as Receipt).results[0]?.id ?? '',
    });
  });

  it('raises WRITES_DIFFER for a key beyond, a key missing, and one deleted', async () => {
    const changes: [found: string, (writes: readonly LedgerWrite[], at: LawWorld) => LedgerWrite[]][] = [
      [
        '1 beyond ours (party)',
        (writes, at) => [
          ...writes,
          { key: keyOf.party(at.shop.id), value: at.world.state.values.get(keyOf.party(at.plant.id)) },
        ],
      ],
      ['1 missing (event)', (writes) => writes.filter(({ key }) => !key.startsWith('event/'))],
      [
        '1 otherwise (event)',
        (writes) =>
          writes.map((write) => (write.key.startsWith('event/') ? { ...write, value: undefined } : write)),
      ],
      [
        '1 beyond ours (unknown)',
        (writes) => [...writes, { key: '\u0000composite\u0000', value: bytes('x') }],
      ],
    ];
    for (const [found, change] of changes) {
      const at = await lawWorld();
      const lawful = await lawfulMove(at, 2);
      at.world.appendUnlawful({ ...lawful, writes: change(lawful.writes, at) });
      if (found.includes('unknown')) at.world.state.values.delete('\u0000composite\u0000');
      await expectAlarm(await stores.open(), at, { kind: 'WRITES_DIFFER', found });
    }
  });

  it('raises WRITES_DIFFER for a change of a key’s endorsement policy', async () => {
    const at = await lawWorld();
    const lawful = await lawfulMove(at, 2);
    at.world.appendUnlawful({ ...lawful, policies: [keyOf.party(at.shop.id)] });
    await expectAlarm(await stores.open(), at, {
      kind: 'WRITES_DIFFER',
      found: '1 of metadata or private data',
    });
  });

  it('raises WRITES_DIFFER where a transaction that recorded nothing wrote', async () => {
    const at = await lawWorld();
    const lawful = await lawfulMove(at, 99);
    expect(lawful.writes).toEqual([]);
    at.world.appendUnlawful({ ...lawful, writes: [{ key: 'lot/x', value: bytes('{}') }] });
    await expectAlarm(await stores.open(), at, {
      kind: 'WRITES_DIFFER',
      event: null,
      found: '1 beyond ours (lot)',
    });
  });

  it('raises EVENT_REFUSED for a bad signature that endorsers let through', async () => {
    const at = await lawWorld();
    const lawful = await lawfulMove(at, 2);
    const document = JSON.parse(lawful.document) as { events: { signatures: { signature: string }[] }[] };
    for (const entry of document.events[0]?.signatures ?? [])
      entry.signature = `AAAA${entry.signature.slice(4)}`;
    at.world.appendUnlawful({ ...lawful, document: JSON.stringify(document) });
    await expectAlarm(await stores.open(), at, {
      kind: 'EVENT_REFUSED',
      found: 'recorded',
      expected: 'refused: SIGNATURE_INVALID',
    });
  });

  it('raises EVENT_REFUSED for a grant without the regulator’s signature', async () => {
    const at = await lawWorld();
    const { certifier } = at;
    const fields = { ...categoryFields('gold', ['massG']), party: certifier.id };
    const event = await letThrough(at, fields, { devices: [certifier.device] });
    await expectAlarm(await stores.open(), at, {
      kind: 'EVENT_REFUSED',
      event,
      expected: 'refused: COSIGNER_MISSING',
    });
  });

  it('raises EVENT_REFUSED for a founding that no admin has submitted', async () => {
    const at = await lawWorld();
    const { party } = at.network.TradeMSP;
    const [registrar, log, service] = await Promise.all([makeDevice(), makeDevice(), makeDevice()]);
    const fields = {
      act: 'found',
      party,
      organisation: 'TradeMSP',
      names: { zh: '登记处' },
      division: '150000',
      registrarKey: registrar.publicKey,
      logKey: log.publicKey,
      serviceKey: service.publicKey,
    };
    const event = await letThrough(at, fields, { devices: [registrar] });
    await expectAlarm(await stores.open(), at, {
      kind: 'EVENT_REFUSED',
      event,
      expected: 'refused: ROLE_NOT_ALLOWED',
    });
  });

  it('raises EVENT_REFUSED for a sum that does not hold, once for a whole transaction', async () => {
    const at = await lawWorld();
    const events = [];
    for (const count of [21, 22])
      events.push(
        await signedEnvelope(at.world.stamped({ ...move(count), party: at.herder.id }), [at.herder.device]),
      );
    at.world.appendUnlawful(recordTransaction(events));
    await expectAlarm(await stores.open(), at, {
      kind: 'EVENT_REFUSED',
      expected: 'refused: HOLDING_TOO_SMALL (and 1 more events of this transaction differ)',
    });
  });

  it('raises BREACHES_DIFFER for breaches that were left out', async () => {
    const at = await lawWorld();
    at.world.nowMs += 20 * dayMs;
    const fields = {
      ...move(1),
      party: at.herder.id,
      eventTime: new Date(at.world.nowMs - 16 * dayMs).toISOString(),
    };
    const envelope = await signedEnvelope(at.world.stamped(fields), [at.herder.device]);
    at.world.isHolding = true;
    await at.world.submit(documentText([envelope], 'each'));
    const writes = at.world.state.lastWrites.map(({ key, value }) => ({
      key,
      value: bytes(text(value).replace('"LATE"', '')),
    }));
    at.world.dropHeld();
    at.world.appendUnlawful({ ...recordTransaction([envelope]), writes });
    await expectAlarm(await stores.open(), at, {
      kind: 'BREACHES_DIFFER',
      found: 'breaches: none',
      expected: 'breaches: LATE',
    });
  });

  it('raises FOREIGN_WRITER for whatever else writes to our namespace', async () => {
    const writes = [{ key: 'lot/x', value: bytes('{}') }];
    const others = [
      { chaincode: 'other', function: 'steal', found: 'other steal writes to the namespace' },
      { function: 'init', found: 'mengsu init writes to the namespace' },
      { chaincode: '_lifecycle', function: 'Commit蒙', found: '_lifecycle Commit? writes to the namespace' },
    ];
    for (const { found, ...call } of others) {
      const at = await lawWorld();
      at.world.append({ ...recordTransaction([]), ...call });
      at.world.append({ ...recordTransaction([]), ...call, writes, code: 11 });
      at.world.appendUnlawful({ ...recordTransaction([]), ...call, writes });
      await expectAlarm(await stores.open(), at, { kind: 'FOREIGN_WRITER', event: null, found });
    }
  });

  it('raises LAW_FAILED where the ledger holds what the law cannot read', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    const key = keyOf.party(at.herder.id);
    const lawful = await lawfulMove(at, 1);
    at.world.append({
      ...recordTransaction([]),
      function: 'spoil',
      writes: [{ key, value: bytes('no JSON') }],
    });
    at.world.append(lawful);
    const { alarms, faults } = await auditAll(store, at.world);
    expect(alarms.map(({ kind }) => kind)).toEqual(['FOREIGN_WRITER', 'LAW_FAILED']);
    expect(faults).toHaveLength(1);
  });

  it('stands still after as many alarms as it keeps', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    for (let count = 0; count < 3; count++)
      at.world.append({
        ...recordTransaction([]),
        function: 'x',
        writes: [{ key: 'x', value: bytes('{}') }],
      });
    await index(store, at.world);
    const { auditor, alarms } = makeAuditor(store, at.world, { alarmsMax: 2 });
    await auditor.follow();
    expect(auditor.state).toMatchObject({ status: 'full', alarms: 2 });
    expect(alarms).toHaveLength(2);
  });

  it('is left as it is by a rebuild, and begins anew on another ledger', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    at.world.append({ ...recordTransaction([]), function: 'x', writes: [{ key: 'x', value: bytes('{}') }] });
    await auditAll(store, at.world);
    const onto = ({ ledger }: LawLedger) =>
      rebuild({
        store,
        chaincode: testChaincode,
        blocks: sourceOf(ledger.blocks),
        untilBlock: ledger.height - 1,
      });
    await onto(at.world);
    expect((await auditAll(store, at.world)).alarms).toEqual([]);
    expect(await store.db.selectFrom('alarms').select('number').execute()).toHaveLength(1);
    const other = await lawWorld();
    await say(other, other.herder, move(1));
    await onto(other.world);
    const { auditor, faults } = makeAuditor(store, other.world);
    void auditor.follow();
    await until(() => auditor.state.block === other.world.ledger.height - 1 && auditor.state.alarms === 0);
    await auditor.stop();
    expect(String(faults[0])).toContain('another ledger');
    expect(await stateOf(store)).toEqual(peersState(other.world));
  });

  it('asks for a rebuild where the index was written before it kept what the audit needs', async () => {
    const store = await stores.open();
    const at = await lawWorld();
    await index(store, at.world);
    await store.db.updateTable('transactions').set({ writes_digest: null }).execute();
    const { auditor, faults } = makeAuditor(store, at.world);
    void auditor.follow();
    await until(() => auditor.state.status === 'retrying');
    // Once, however often it looks again.
    await sleep(1_700);
    await auditor.stop();
    expect(faults).toHaveLength(1);
    expect(auditor.state.fault).toContain('mengsu rebuild');
  });
});
