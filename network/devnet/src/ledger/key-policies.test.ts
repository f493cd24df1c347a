import { peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commit, makeTestNetwork, type TestNetwork, withLedger } from '../testing/test-network.ts';
import { buildTransaction, type TestTransaction } from '../testing/test-transaction.ts';
import type { DevnetLedger } from './devnet-ledger.ts';
import { policyEnvelope } from './policy-envelope.ts';

const { VALID, ENDORSEMENT_POLICY_FAILURE, MVCC_READ_CONFLICT } = peer.TxValidationCode;

let network: TestNetwork;
let files = 0;

beforeAll(async () => {
  network = await makeTestNetwork();
});

afterAll(() => network.remove());

const set = (policy: string) => ({ VALIDATION_PARAMETER: policyEnvelope(policy).serializeBinary() });
const tradeAlone = set("OR('TradeMSP.peer')");
const [none, garbage] = [{}, { VALIDATION_PARAMETER: 'ffff' }];

type By = 'producers' | 'trade' | 'brand' | 'regulator';

function by(endorsers: readonly By[], changes: Partial<TestTransaction>): Uint8Array {
  return buildTransaction({
    creator: network.client('producers'),
    endorsers: endorsers.map((name) => network.peer(name)),
    ...changes,
  }).envelope;
}

const pair = (changes: Partial<TestTransaction>) => by(['producers', 'brand'], changes);

/** A ledger with the keys `a`, whose writes only Trade endorses, and `b`, which has no policy of its own. */
async function open(run: (ledger: DevnetLedger) => Promise<void>): Promise<void> {
  files += 1;
  await withLedger(network.ledgerParts(`key-policies-${files}`), async (ledger) => {
    await commit(ledger, pair({ writes: { a: '1', b: '1' }, metadata: { a: tradeAlone } }));
    await run(ledger);
  });
}

const codes = async (ledger: DevnetLedger, ...envelopes: Uint8Array[]) =>
  (await commit(ledger, ...envelopes)).transactions.map(({ code }) => code);

describe('a key with a policy of its own', () => {
  it.each([
    ['its value', { writes: { a: '2' } }],
    ['its deletion', { writes: { a: undefined } }],
    ['its policy', { metadata: { a: none } }],
  ] satisfies [string, Partial<TestTransaction>][])(
    'asks for it, and not the chaincode’s, for %s',
    async (_what, changes) => {
      await open(async (ledger) => {
        expect(await codes(ledger, pair(changes))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
        expect(await codes(ledger, by(['trade'], changes))).toEqual([VALID]);
      });
    },
  );

  it('does not speak for other keys of the same transaction', async () => {
    await open(async (ledger) => {
      const changes = { writes: { a: '2', b: '2' } };
      expect(await codes(ledger, by(['trade'], changes))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
      expect(await codes(ledger, pair(changes))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
      expect(await codes(ledger, by(['trade', 'brand'], changes))).toEqual([VALID]);
    });
  });

  it('may be read under the chaincode’s policy', async () => {
    await open(async (ledger) => {
      const reads = { a: { block: 1, tx: 0 } };
      expect(await codes(ledger, pair({ reads, writes: { b: '2' } }))).toEqual([VALID]);
      expect(await codes(ledger, by(['trade'], { reads }))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    });
  });

  it('keeps its policy through a new value, and loses it with the key', async () => {
    await open(async (ledger) => {
      await commit(ledger, by(['trade'], { writes: { a: '2' } }));
      expect(await codes(ledger, pair({ writes: { a: '3' } }))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
      await commit(ledger, by(['trade'], { writes: { a: undefined } }));
      expect(await codes(ledger, pair({ writes: { a: '3' } }))).toEqual([VALID]);
    });
  });

  it('returns to the chaincode’s policy with an empty one', async () => {
    await open(async (ledger) => {
      await commit(ledger, by(['trade'], { metadata: { a: { VALIDATION_PARAMETER: '' } } }));
      expect(await codes(ledger, by(['trade'], { writes: { a: '3' } }))).toEqual([
        ENDORSEMENT_POLICY_FAILURE,
      ]);
      expect(await codes(ledger, pair({ writes: { a: '3' } }))).toEqual([VALID]);
    });
  });

  it('whose policy cannot be read is written by nobody', async () => {
    await open(async (ledger) => {
      await commit(ledger, by(['trade'], { metadata: { a: garbage } }));
      const everybody = by(['producers', 'trade', 'brand', 'regulator'], { writes: { a: '2' } });
      expect(await codes(ledger, everybody)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    });
  });
});

describe('a policy', () => {
  it('that is set on a key that is not there yet is lost without a word', async () => {
    await open(async (ledger) => {
      expect(await codes(ledger, pair({ metadata: { c: tradeAlone } }))).toEqual([VALID]);
      expect(ledger.getMetadata('mengsu', 'c').size).toBe(0);
      expect(await codes(ledger, pair({ writes: { c: '1' } }))).toEqual([VALID]);
    });
  });

  it('that was changed in a block makes every later write of the key in that block invalid', async () => {
    await open(async (ledger) => {
      const everybody = ['producers', 'trade', 'brand', 'regulator'] as const;
      const change = by(['trade'], { metadata: { a: none } });
      const before = by(['trade'], { writes: { a: '2' } });
      const after = by(everybody, { writes: { a: '3' } });
      const afterNewKey = by(everybody, { writes: { c: '1' } });
      const onNewKey = pair({ metadata: { c: tradeAlone } });
      expect(await codes(ledger, before, change, after, onNewKey, afterNewKey)).toEqual([
        VALID,
        VALID,
        ENDORSEMENT_POLICY_FAILURE,
        VALID,
        ENDORSEMENT_POLICY_FAILURE,
      ]);
      expect(await codes(ledger, pair({ writes: { a: '4', c: '2' } }))).toEqual([VALID]);
    });
  });

  it('that was changed without the endorsements for it changes nothing for others', async () => {
    await open(async (ledger) => {
      const change = pair({ metadata: { a: none } });
      const write = by(['trade'], { writes: { a: '2' } });
      expect(await codes(ledger, change, write)).toEqual([ENDORSEMENT_POLICY_FAILURE, VALID]);
    });
  });

  it('that was changed by a reader of the past blocks others all the same, and changes nothing', async () => {
    await open(async (ledger) => {
      const change = by(['trade'], { reads: { a: { block: 0, tx: 9 } }, metadata: { a: none } });
      const write = by(['trade'], { writes: { a: '2' } });
      const both = by(['trade', 'brand'], { reads: { a: { block: 0, tx: 9 } }, metadata: { a: none } });
      expect(await codes(ledger, change, write)).toEqual([MVCC_READ_CONFLICT, ENDORSEMENT_POLICY_FAILURE]);
      expect(await codes(ledger, both)).toEqual([MVCC_READ_CONFLICT]);
      expect(await codes(ledger, pair({ writes: { a: '2' } }))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    });
  });

  it('counts from the next block on when the key itself is made with it', async () => {
    await open(async (ledger) => {
      const make = pair({ writes: { c: '1' }, metadata: { c: tradeAlone } });
      expect(await codes(ledger, make)).toEqual([VALID]);
      expect(await codes(ledger, pair({ writes: { c: '2' } }))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
      expect(await codes(ledger, by(['trade'], { writes: { c: '2' } }))).toEqual([VALID]);
    });
  });

  it('is found again after a restart', async () => {
    const parts = network.ledgerParts('key-policies-restart');
    await withLedger(parts, (ledger) =>
      commit(ledger, pair({ writes: { a: '1' }, metadata: { a: tradeAlone } })),
    );
    await withLedger(parts, async (ledger) => {
      expect(await codes(ledger, pair({ writes: { a: '2' } }))).toEqual([ENDORSEMENT_POLICY_FAILURE]);
    });
  });
});
