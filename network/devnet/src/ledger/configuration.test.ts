import { common, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryConfiguration } from '../system/cscc.ts';
import { adminOf, buildConfigUpdate, makeRevocationList, type TestUpdate } from '../testing/config-update.ts';
import { partsOf } from '../testing/recordings.ts';
import { commit, makeTestNetwork, type TestNetwork, withLedger } from '../testing/test-network.ts';
import { buildTransaction, type TestTransaction } from '../testing/test-transaction.ts';
import { configOf, lastConfigOf, revokedIn } from './channel-config.ts';
import type { DevnetLedger, LedgerParts } from './devnet-ledger.ts';

const { VALID, BAD_CREATOR_SIGNATURE, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;

let network: TestNetwork;
let list: Uint8Array;
let files = 0;

beforeAll(async () => {
  network = await makeTestNetwork();
  list = await makeRevocationList(network, 'trade', network.client('trade').certificatePem);
});

afterAll(() => network.remove());

function parts(): LedgerParts {
  files += 1;
  return network.ledgerParts(`configuration-${files}`);
}

const current = (ledger: DevnetLedger) => configOf(ledger.block(ledger.lastConfig) ?? new common.Block());

function update(ledger: DevnetLedger, changes: Partial<TestUpdate> = {}): Uint8Array {
  return buildConfigUpdate({
    current: current(ledger),
    mspId: 'TradeMSP',
    lists: [list],
    signers: [adminOf(network, 'trade')],
    creator: adminOf(network, 'trade'),
    ...changes,
  });
}

function by(creator: 'producers' | 'trade', changes: Partial<TestTransaction> = {}): Uint8Array {
  return buildTransaction({
    creator: network.client(creator),
    endorsers: [network.peer('producers'), network.peer('brand')],
    writes: { a: '1' },
    ...changes,
  }).envelope;
}

function refusalOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe('an update that revokes a certificate', () => {
  it('is a block of its own, with the new configuration, which the following blocks name', async () => {
    await withLedger(parts(), async (ledger) => {
      const before = current(ledger);
      const committed = await commit(ledger, update(ledger));
      expect(committed.transactions).toEqual(
        [{ txId: '', code: VALID }].map((one) => expect.objectContaining(one)),
      );
      const block = ledger.block(1) ?? new common.Block();
      const [bytes = new Uint8Array(0)] = partsOf(block).envelopes;
      const payload = common.Payload.deserializeBinary(
        common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
      );
      const header = common.ChannelHeader.deserializeBinary(
        payload.getHeader()?.getChannelHeader_asU8() ?? bytes,
      );
      expect(header.getType()).toBe(common.HeaderType.CONFIG);
      expect(common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).hasLastUpdate()).toBe(true);
      expect(current(ledger).getSequence()).toBe(before.getSequence() + 1);
      expect(revokedIn(current(ledger)).get('TradeMSP')?.size).toBe(1);
      await commit(ledger, by('producers'));
      expect([
        lastConfigOf(block),
        lastConfigOf(ledger.block(2) ?? new common.Block()),
        ledger.lastConfig,
      ]).toEqual([1, 1, 1]);
    });
  });

  it('has the holder refused by FORBIDDEN from then on, over a restart too, and nobody else', async () => {
    const settings = parts();
    await withLedger(settings, async (ledger) => {
      await commit(ledger, by('trade'));
      await commit(ledger, update(ledger));
      await expect(ledger.broadcast(by('trade'))).rejects.toMatchObject({ statusName: 'FORBIDDEN' });
      expect((await commit(ledger, by('producers'))).transactions[0]?.code).toBe(VALID);
    });
    const again = network.ledgerParts(`configuration-${files}`);
    await withLedger(again, async (ledger) => {
      await expect(ledger.broadcast(by('trade'))).rejects.toMatchObject({ statusName: 'FORBIDDEN' });
      expect(ledger.lastConfig).toBe(2);
      // By these words the gateway service answers 9 to evaluate and 10 to endorse, as to any untrusted certificate.
      expect(refusalOf(() => again.verifier.identify(network.client('trade').serialized))).toMatchObject({
        fault: 'untrusted',
        endorserMessage: 'access denied: channel [mengsu] creator org [TradeMSP]',
      });
    });
  });

  it('makes what its holder had ordered before, and after it in the queue, invalid with code 4', async () => {
    const limits = { batchTimeoutMs: 50, batchCountMax: 10, batchBytesMax: 1_000_000, poolCountMax: 10 };
    await withLedger({ ...parts(), limits }, async (ledger) => {
      const codes: number[][] = [];
      const done = new Promise<void>((resolve) => {
        ledger.onBlock(({ transactions }) => {
          codes.push(transactions.map(({ code }) => code));
          if (codes.length === 3) resolve();
        });
      });
      const [before, after] = [by('trade'), by('trade', { writes: { b: '1' } })];
      await ledger.broadcast(before);
      await ledger.broadcast(update(ledger));
      await ledger.broadcast(after);
      await done;
      expect(codes).toEqual([[VALID], [VALID], [BAD_CREATOR_SIGNATURE]]);
    });
  });

  it('makes a revoked peer’s endorsements count for nothing', async () => {
    await withLedger(parts(), async (ledger) => {
      const peerList = await makeRevocationList(network, 'trade', network.peer('trade').certificatePem);
      await commit(ledger, update(ledger, { lists: [peerList] }));
      const endorsers = [network.peer('trade'), network.peer('brand')];
      expect((await commit(ledger, by('producers', { endorsers }))).transactions[0]?.code).toBe(
        ENDORSEMENT_POLICY_FAILURE,
      );
    });
  });

  it('may be taken back by another update, which begins from the newer one', async () => {
    await withLedger(parts(), async (ledger) => {
      await commit(ledger, update(ledger));
      await commit(ledger, update(ledger, { lists: [] }));
      expect((await commit(ledger, by('trade'))).transactions[0]?.code).toBe(VALID);
      expect([ledger.lastConfig, current(ledger).getSequence()]).toEqual([2, 2]);
    });
  });

  it('of two that begin from one configuration is enacted once', async () => {
    await withLedger(parts(), async (ledger) => {
      const [one, other] = [update(ledger), update(ledger)];
      await Promise.all([ledger.broadcast(one), ledger.broadcast(other)]);
      await commit(ledger, by('producers'));
      await commit(ledger, by('producers', { writes: { c: '1' } }));
      expect(current(ledger).getSequence()).toBe(1);
    });
  });
});

describe('an update is refused by BAD_REQUEST', () => {
  const mspOf = (group: common.ConfigGroup) =>
    group.getGroupsMap().get('Application')?.getGroupsMap().get('TradeMSP')?.getValuesMap().get('MSP');

  it.each([
    [
      'without an admin’s signature',
      () => ({ signers: [network.client('trade')] }),
      /not satisfied: an admin of TradeMSP/,
    ],
    [
      'signed by another organisation’s admin',
      () => ({ signers: [adminOf(network, 'brand')] }),
      /not satisfied/,
    ],
    ['signed by nobody', () => ({ signers: [] }), /not satisfied/],
    ['in one of the groups alone', () => ({ groups: ['Application'] }), /two versions of MSP TradeMSP/],
    ['of another channel', () => ({ channel: 'other' }), /for channel other/],
    [
      'of an older version',
      () => ({ tamper: (group) => mspOf(group)?.setVersion(0) }),
      /two versions|changes nothing/,
    ],
    [
      'of a version too far',
      () => ({ tamper: (group) => mspOf(group)?.setVersion(7) }),
      /at version 7, it is at version 0/,
    ],
    ['of a group', () => ({ tamper: (group) => group.setVersion(1) }), /\[Group\] \/Channel at version 1/],
    [
      'that changes more of the MSP',
      () => ({ tamper: (group) => mspOf(group)?.setModPolicy('Writers') }),
      /only the revocation lists/,
    ],
    ['with a list that is none', () => ({ lists: [Buffer.from('no list')] }), /X509 CRL was expected/],
    ['that changes nothing', () => ({ groups: [] }), /changes nothing/],
  ] satisfies [string, () => Partial<TestUpdate>, RegExp][])('%s', async (_what, changes, message) => {
    await withLedger(parts(), async (ledger) => {
      const refusal = ledger.broadcast(update(ledger, changes()));
      await expect(refusal).rejects.toMatchObject({ statusName: 'BAD_REQUEST' });
      await expect(refusal).rejects.toThrow(message);
      expect(ledger.height).toBe(1);
    });
  });

  it('with a list of another authority', async () => {
    await withLedger(parts(), async (ledger) => {
      const foreign = await makeRevocationList(network, 'brand', network.client('brand').certificatePem);
      await expect(ledger.broadcast(update(ledger, { lists: [foreign] }))).rejects.toThrow(/not signed by/);
    });
  });
});

describe('cscc', () => {
  const ask = (ledger: DevnetLedger, ...args: string[]) =>
    queryConfiguration(
      ledger,
      args.map((one) => Buffer.from(one)),
    );

  it('tells the newest config block and the channel', async () => {
    await withLedger(parts(), async (ledger) => {
      expect(ask(ledger, 'GetConfigBlock', 'mengsu').payload).toEqual(ledger.blockBytes(0));
      await commit(ledger, update(ledger));
      await commit(ledger, by('producers'));
      expect(ask(ledger, 'GetConfigBlock', 'mengsu').payload).toEqual(ledger.blockBytes(1));
      const channels = peer.ChannelQueryResponse.deserializeBinary(ask(ledger, 'GetChannels').payload);
      expect(channels.getChannelsList().map((one) => one.getChannelId())).toEqual(['mengsu']);
      expect(ask(ledger, 'GetConfigBlock', 'other').status).toBe(500);
      expect(ask(ledger, 'JoinChain', 'mengsu').status).toBe(500);
    });
  });
});
