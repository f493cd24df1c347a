import { common, peer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommittedBlock } from '../ports.ts';
import { signHighS } from '../testing/high-s.ts';
import { partsOf } from '../testing/recordings.ts';
import { commit, makeTestNetwork, type TestNetwork, withLedger } from '../testing/test-network.ts';
import { buildTransaction, type TestTransaction } from '../testing/test-transaction.ts';
import { dataHash, headerHash } from './block-hash.ts';
import { signedBlockBytes } from './block-metadata.ts';
import { makeIdentityVerifier } from './identity-verifier.ts';
import { policyEnvelope } from './policy-envelope.ts';
import { verifyLowS } from './signature.ts';

let network: TestNetwork;
let files = 0;

beforeAll(async () => {
  network = await makeTestNetwork();
});

afterAll(() => network.remove());

const { VALID, DUPLICATE_TXID, MVCC_READ_CONFLICT, ENDORSEMENT_POLICY_FAILURE } = peer.TxValidationCode;

function fresh(changes: Parameters<TestNetwork['ledgerParts']>[1] = {}) {
  files += 1;
  return network.ledgerParts(`ledger-${files}`, changes);
}

function right(changes: Partial<TestTransaction> = {}) {
  return buildTransaction({
    creator: network.client('producers'),
    endorsers: [network.peer('producers'), network.peer('brand')],
    ...changes,
  });
}

function codes(block: CommittedBlock): number[] {
  return block.transactions.map(({ code }) => code);
}

describe('a committed block', () => {
  it('links to the one before it and holds the envelopes as they were handed in', async () => {
    await withLedger(fresh(), async (ledger) => {
      const one = right({ writes: { a: '1' } });
      const other = right({ writes: { b: '2' } });
      const committed = await commit(ledger, one.envelope, other.envelope);
      const genesis = partsOf(ledger.block(0) ?? new common.Block());
      const block = partsOf(ledger.block(1) ?? new common.Block());
      expect(ledger.height).toBe(2);
      expect(committed.number).toBe(1);
      expect(block.header.getNumber()).toBe(1);
      expect(Buffer.from(block.header.getPreviousHash_asU8())).toEqual(headerHash(genesis.header));
      expect(Buffer.from(block.header.getDataHash_asU8())).toEqual(dataHash([one.envelope, other.envelope]));
      expect(block.envelopes.map((bytes) => Buffer.from(bytes))).toEqual([
        Buffer.from(one.envelope),
        Buffer.from(other.envelope),
      ]);
      expect(committed.bytes).toEqual(ledger.blockBytes(1));
    });
  });

  it('carries three orderers’ signatures, its flags and a commit hash, in Fabric’s places', async () => {
    await withLedger(fresh(), async (ledger) => {
      await commit(ledger, right({ writes: { a: '1' } }).envelope);
      const { header, metadata } = partsOf(ledger.block(1) ?? new common.Block());
      expect(metadata.map(({ length }) => length > 0)).toEqual([true, false, true, false, true]);
      expect([...(metadata[2] ?? [])]).toEqual([VALID]);
      expect(metadata[4]).toHaveLength(34);
      const signatures = common.Metadata.deserializeBinary(metadata[0] ?? new Uint8Array(0));
      const ids = signatures.getSignaturesList().map((signature) => {
        const identifier = signature.getIdentifierHeader_asU8();
        const id = common.IdentifierHeader.deserializeBinary(identifier).getIdentifier();
        const orderer = network.material.organisations[id - 1]?.orderer;
        const { publicKey } = network
          .ledgerParts('any')
          .verifier.identify(orderer?.serialized ?? new Uint8Array(0));
        const signed = signedBlockBytes(signatures.getValue_asU8(), identifier, header);
        expect(verifyLowS(publicKey, signed, signature.getSignature_asU8())).toBe(true);
        return id;
      });
      expect(new Set(ids).size).toBe(3);
    });
  });

  it('is cut by count before its time, and the rest follows', async () => {
    const limits = { batchTimeoutMs: 20, batchCountMax: 2, batchBytesMax: 1_000_000, poolCountMax: 10 };
    await withLedger(fresh({ limits }), async (ledger) => {
      const sizes: number[] = [];
      const done = new Promise<void>((resolve) => {
        ledger.onBlock(({ transactions }) => {
          sizes.push(transactions.length);
          if (sizes.length === 3) resolve();
        });
      });
      const envelopes = Array.from(
        { length: 5 },
        (_, index) => right({ writes: { [`k${index}`]: 'v' } }).envelope,
      );
      await Promise.all(envelopes.map((envelope) => ledger.broadcast(envelope)));
      await done;
      expect(sizes).toEqual([2, 2, 1]);
    });
  });
});

describe('state', () => {
  it('answers values, ranges in the order of bytes, and history newest first', async () => {
    await withLedger(fresh(), async (ledger) => {
      const first = right({ writes: { 'a\u0000x': '1', b: '1', '\uffee': '1', '\u{1f40f}': '1' } });
      await commit(ledger, first.envelope);
      const second = right({ writes: { b: '2' } });
      await commit(ledger, second.envelope);
      const third = right({ writes: { b: undefined } });
      await commit(ledger, third.envelope);
      expect(ledger.get('mengsu', 'b')).toBeUndefined();
      expect(ledger.get('mengsu', 'a\u0000x')).toMatchObject({ version: { block: 1, tx: 0 } });
      expect(ledger.get('other', 'a\u0000x')).toBeUndefined();
      expect([...ledger.range('mengsu', '', '')].map(({ key }) => key)).toEqual([
        'a\u0000x',
        '\uffee',
        '\u{1f40f}',
      ]);
      expect([...ledger.range('mengsu', 'a', 'b')].map(({ key }) => key)).toEqual(['a\u0000x']);
      const history = [...ledger.history('mengsu', 'b')];
      expect(history.map(({ txId }) => txId)).toEqual([third.txId, second.txId, first.txId]);
      expect(history.map(({ isDelete }) => isDelete)).toEqual([true, false, false]);
      expect(history.map(({ value }) => Buffer.from(value).toString())).toEqual(['', '2', '1']);
      expect(Math.abs((history[0]?.timestamp.seconds ?? 0) * 1000 - Date.now())).toBeLessThan(60_000);
    });
  });

  it('of a snapshot stays as it was, whatever is committed after', async () => {
    await withLedger(fresh(), async (ledger) => {
      await commit(ledger, right({ writes: { a: '1', b: '1', c: '1' } }).envelope);
      const before = ledger.snapshot();
      const range = before.range('mengsu', '', '')[Symbol.iterator]();
      expect(range.next().value).toMatchObject({ key: 'a' });
      await commit(
        ledger,
        right({ writes: { b: '2', c: undefined, d: '1' } }).envelope,
        right({ writes: { b: '3' } }).envelope,
      );
      const text = (value: Uint8Array | undefined) => value && Buffer.from(value).toString();
      expect(text(before.get('mengsu', 'b')?.value)).toBe('1');
      expect(before.get('mengsu', 'b')?.version).toEqual({ block: 1, tx: 0 });
      expect(text(before.get('mengsu', 'c')?.value)).toBe('1');
      expect(before.get('mengsu', 'd')).toBeUndefined();
      expect([...before.range('mengsu', '', '')].map(({ key, value }) => [key, text(value)])).toEqual([
        ['a', '1'],
        ['b', '1'],
        ['c', '1'],
      ]);
      expect([...before.history('mengsu', 'b')]).toHaveLength(1);
      expect(text(ledger.snapshot().get('mengsu', 'b')?.value)).toBe('3');
      expect(ledger.snapshot().get('mengsu', 'b')?.version).toEqual({ block: 2, tx: 1 });
      expect([...ledger.history('mengsu', 'b')]).toHaveLength(3);
    });
  });

  it('pages through more keys than one read takes', async () => {
    await withLedger(fresh(), async (ledger) => {
      const names = Array.from({ length: 450 }, (_, index) => `k${String(index).padStart(4, '0')}`);
      const writes = Object.fromEntries(names.map((name) => [name, 'v']));
      await commit(ledger, right({ writes }).envelope);
      expect([...ledger.range('mengsu', 'k', '')].map(({ key }) => key)).toEqual(names);
    });
  });

  it('keeps a key’s metadata through a new value, loses them with the key, and ignores them without one', async () => {
    await withLedger(fresh(), async (ledger) => {
      const entries = { VALIDATION_PARAMETER: policyEnvelope("OR('BrandMSP.peer')").serializeBinary() };
      await commit(
        ledger,
        right({ metadata: { a: entries, nowhere: entries }, writes: { a: '1' } }).envelope,
      );
      await commit(ledger, right({ writes: { a: '2' } }).envelope);
      const names = () => [...ledger.getMetadata('mengsu', 'a').keys()];
      expect(names()).toEqual(['VALIDATION_PARAMETER']);
      expect([...ledger.getMetadata('mengsu', 'nowhere').keys()]).toEqual([]);
      expect(ledger.get('mengsu', 'nowhere')).toBeUndefined();
      await commit(ledger, right({ metadata: { a: {} } }).envelope);
      expect(names()).toEqual([]);
      expect(ledger.get('mengsu', 'a')?.version.block).toBe(3);
      expect([...ledger.history('mengsu', 'a')]).toHaveLength(2);
    });
  });
});

describe('concurrency', () => {
  it('accepts one of two transactions that read the same version, and gives the other code 11', async () => {
    await withLedger(fresh(), async (ledger) => {
      await commit(ledger, right({ writes: { a: '1' } }).envelope);
      const reads = { a: { block: 1, tx: 0 } };
      const block = await commit(
        ledger,
        right({ reads, writes: { a: '2' } }).envelope,
        right({ reads, writes: { a: '3' } }).envelope,
      );
      expect(codes(block)).toEqual([VALID, MVCC_READ_CONFLICT]);
      expect(Buffer.from(ledger.get('mengsu', 'a')?.value ?? []).toString()).toBe('2');
    });
  });

  it.each([
    ['an older version', { a: { block: 1, tx: 0 } }],
    ['a version that never was', { a: { block: 9, tx: 9 } }],
    ['nothing where there is something', { a: undefined }],
    ['something where there is nothing', { nowhere: { block: 1, tx: 0 } }],
  ])('refuses a read of %s', async (_name, reads) => {
    await withLedger(fresh(), async (ledger) => {
      await commit(ledger, right({ writes: { a: '1' } }).envelope);
      await commit(ledger, right({ writes: { a: '2' } }).envelope);
      const block = await commit(ledger, right({ reads, writes: { b: '1' } }).envelope);
      expect(codes(block)).toEqual([MVCC_READ_CONFLICT]);
      expect(ledger.get('mengsu', 'b')).toBeUndefined();
    });
  });

  it('accepts a read of nothing where there is nothing, again after a deletion', async () => {
    await withLedger(fresh(), async (ledger) => {
      expect(
        codes(await commit(ledger, right({ reads: { a: undefined }, writes: { a: '1' } }).envelope)),
      ).toEqual([0]);
      expect(codes(await commit(ledger, right({ writes: { a: undefined } }).envelope))).toEqual([0]);
      expect(codes(await commit(ledger, right({ reads: { a: undefined } }).envelope))).toEqual([0]);
    });
  });
});

describe('duplicates', () => {
  it('are refused by ordering while they wait and when they are committed', async () => {
    await withLedger(fresh(), async (ledger) => {
      const { envelope, txId } = right({ writes: { a: '1' } });
      const first = commit(ledger, envelope);
      await expect(ledger.broadcast(envelope)).rejects.toMatchObject({
        name: 'OrderingError',
        status: 503,
        statusName: 'SERVICE_UNAVAILABLE',
        message: 'failed to submit request: request already exists',
      });
      await first;
      await expect(ledger.broadcast(envelope)).rejects.toThrow(
        'failed to submit request: request already processed',
      );
      expect(ledger.transaction(txId)).toMatchObject({ code: VALID, block: 1, tx: 0 });
    });
  });

  it('that ordering has forgotten get code 9 and never hide the first one', async () => {
    await withLedger(fresh(), async (ledger) => {
      const { envelope, txId } = right({ writes: { a: '1' } });
      await commit(ledger, envelope);
      for (let round = 0; round < 3; round += 1) {
        const many = Array.from({ length: 400 }, () => right().envelope);
        await commit(ledger, ...many);
      }
      const block = await commit(ledger, envelope);
      expect(codes(block)).toEqual([DUPLICATE_TXID]);
      expect(ledger.transaction(txId)).toMatchObject({ code: VALID, block: 1 });
      expect(Buffer.from(ledger.transaction(txId)?.envelope ?? [])).toEqual(Buffer.from(envelope));
    });
  });

  it('are known again after a restart', async () => {
    const parts = fresh();
    const { envelope } = right({ writes: { a: '1' } });
    await withLedger(parts, (ledger) => commit(ledger, envelope));
    await withLedger(parts, async (ledger) => {
      await expect(ledger.broadcast(envelope)).rejects.toThrow('request already processed');
    });
  });
});

describe('endorsement', () => {
  const pairs = (['producers', 'trade', 'brand', 'regulator'] as const).flatMap((one, index, all) =>
    all.slice(index + 1).map((other) => [one, other] as const),
  );

  it.each(pairs)('by %s and %s follows the policy', async (one, other) => {
    await withLedger(fresh(), async (ledger) => {
      const endorsers = [network.peer(one), network.peer(other)];
      const block = await commit(ledger, right({ endorsers, writes: { a: '1' } }).envelope);
      const refused = one === 'producers' && other === 'trade';
      expect(codes(block)).toEqual([refused ? ENDORSEMENT_POLICY_FAILURE : VALID]);
    });
  });

  it.each([
    ['nobody', () => []],
    ['one organisation', () => [network.peer('brand')]],
    ['one peer twice', () => [network.peer('brand'), network.peer('brand')]],
    ['a client beside a peer', () => [network.client('brand'), network.peer('producers')]],
    ['an orderer beside a peer', () => [orderer('brand'), network.peer('producers')]],
  ])('by %s is refused with code 10', async (_name, endorsers) => {
    await withLedger(fresh(), async (ledger) => {
      const block = await commit(ledger, right({ endorsers: endorsers(), writes: { a: '1' } }).envelope);
      expect(codes(block)).toEqual([ENDORSEMENT_POLICY_FAILURE]);
      expect(ledger.get('mengsu', 'a')).toBeUndefined();
    });
  });

  it('of other bytes, or with high S, counts for nothing', async () => {
    await withLedger(fresh(), async (ledger) => {
      const brand = network.peer('brand');
      const wrong = { ...brand, sign: () => brand.sign(Buffer.from('something else')) };
      const high = { ...brand, sign: (message: Uint8Array) => highS('brand', 'peer', message) };
      for (const endorser of [wrong, high]) {
        const endorsers = [network.peer('producers'), endorser];
        expect(codes(await commit(ledger, right({ endorsers }).envelope))).toEqual([
          ENDORSEMENT_POLICY_FAILURE,
        ]);
      }
    });
  });
});

describe('validation gives', () => {
  it.each([
    ['BAD_PROPOSAL_TXID to another id', { txId: 'ab'.repeat(32) }],
    [
      'INVALID_ENDORSER_TRANSACTION to another proposal hash',
      { tamper: (one) => one.setProposalHash(Buffer.alloc(32)) },
    ],
    ['INVALID_ENDORSER_TRANSACTION to an empty proposal', { proposalPayload: new Uint8Array(0) }],
    ['INVALID_CHAINCODE to a chaincode that is not defined', { chaincode: 'other' }],
    ['INVALID_CHAINCODE to an answer without a version', { chaincodeVersion: '' }],
    [
      'VALID to an answer of another version: what is read of the definition decides',
      { chaincodeVersion: '0.9' },
    ],
    [
      'ENDORSEMENT_POLICY_FAILURE to writes into _lifecycle by two',
      { namespace: '_lifecycle', writes: { a: '1' } },
    ],
    ['INVALID_CHAINCODE to writes into another namespace', { namespace: 'other', writes: { a: '1' } }],
  ] satisfies [string, Partial<TestTransaction>][])('%s', async (name, changes) => {
    await withLedger(fresh(), async (ledger) => {
      const block = await commit(ledger, right(changes).envelope);
      const code = peer.TxValidationCode[name.split(' ')[0] as keyof typeof peer.TxValidationCode];
      expect(codes(block)).toEqual([code]);
    });
  });
});

describe('ordering refuses', () => {
  it.each([
    ['what is no envelope', () => Buffer.from('garbage'), 'BAD_REQUEST'],
    ['nothing at all', () => new Uint8Array(0), 'BAD_REQUEST'],
    ['another channel', () => right({ channel: 'other' }).envelope, 'NOT_FOUND'],
    ['a configuration update', () => right({ type: 2 }).envelope, 'BAD_REQUEST'],
    ['a wrong signature', () => right({ signEnvelope: () => Buffer.alloc(70) }).envelope, 'FORBIDDEN'],
    [
      'a signature with high S',
      () => right({ signEnvelope: (payload) => highS('producers', 'gateway', payload) }).envelope,
      'FORBIDDEN',
    ],
    ['a creator of no organisation', () => right({ creator: stranger() }).envelope, 'FORBIDDEN'],
  ])('%s', async (_name, envelope, statusName) => {
    await withLedger(fresh(), async (ledger) => {
      await expect(ledger.broadcast(envelope())).rejects.toMatchObject({ name: 'OrderingError', statusName });
      expect(ledger.height).toBe(1);
    });
  });

  it('an envelope beyond the size of a block', async () => {
    const limits = { batchTimeoutMs: 5, batchCountMax: 10, batchBytesMax: 5000, poolCountMax: 10 };
    await withLedger(fresh({ limits }), async (ledger) => {
      const { envelope } = right({ writes: { a: 'x'.repeat(5000) } });
      await expect(ledger.broadcast(envelope)).rejects.toThrow(/exceeds maximum allowed 5000 bytes/);
    });
  });

  it('more than its pool holds', async () => {
    const limits = { batchTimeoutMs: 60_000, batchCountMax: 100, batchBytesMax: 1_000_000, poolCountMax: 2 };
    await withLedger(fresh({ limits }), async (ledger) => {
      await ledger.broadcast(right().envelope);
      await ledger.broadcast(right().envelope);
      await expect(ledger.broadcast(right().envelope)).rejects.toMatchObject({
        statusName: 'SERVICE_UNAVAILABLE',
      });
    });
  });

  it('a creator whose certificate is out of its time, by BAD_REQUEST', async () => {
    const parts = fresh();
    const late = () => new Date(Date.now() + 10 * 366 * 86_400_000);
    const authorities = new Map(network.material.organisations.map((one) => [one.mspId, one.identityCaPem]));
    const expired = makeIdentityVerifier({ channel: parts.channel, authorities, now: late });
    await withLedger({ ...parts, verifier: expired }, async (ledger) => {
      await expect(ledger.broadcast(right().envelope)).rejects.toMatchObject({ statusName: 'BAD_REQUEST' });
    });
  });
});

describe('a restart', () => {
  it('continues where the file ends, with the same state and the same hashes', async () => {
    const parts = fresh();
    await withLedger(parts, async (ledger) => {
      await commit(ledger, right({ writes: { a: '1' } }).envelope);
    });
    await withLedger(parts, async (ledger) => {
      expect(ledger.height).toBe(2);
      const reads = { a: { block: 1, tx: 0 } };
      expect(codes(await commit(ledger, right({ reads, writes: { a: '2' } }).envelope))).toEqual([VALID]);
      const before = partsOf(ledger.block(1) ?? new common.Block()).header;
      const after = partsOf(ledger.block(2) ?? new common.Block()).header;
      expect(Buffer.from(after.getPreviousHash_asU8())).toEqual(headerHash(before));
    });
  });

  it('commits what ordering had accepted before it stopped', async () => {
    const limits = {
      batchTimeoutMs: 60_000,
      batchCountMax: 100,
      batchBytesMax: 1_000_000,
      poolCountMax: 100,
    };
    const parts = fresh({ limits });
    const { envelope, txId } = right({ writes: { a: '1' } });
    await withLedger(parts, (ledger) => ledger.broadcast(envelope));
    await withLedger(parts, async (ledger) => {
      expect(ledger.transaction(txId)?.code).toBe(VALID);
    });
  });

  it('refuses another channel, another policy and other identities', async () => {
    const parts = fresh();
    await withLedger(parts, async () => undefined);
    await expect(withLedger({ ...parts, channel: 'other' }, async () => undefined)).rejects.toThrow(
      /other channel/,
    );
    await expect(withLedger({ ...parts, definitions: new Map() }, async () => undefined)).rejects.toThrow(
      /other chaincodes/,
    );
    const stranger = await makeTestNetwork();
    try {
      const changed = { ...parts, material: stranger.material };
      await expect(withLedger(changed, async () => undefined)).rejects.toThrow(/other identities/);
    } finally {
      await stranger.remove();
    }
  });
});

function orderer(name: string) {
  const found = network.material.organisations.find((one) => one.name === name)?.orderer;
  if (found === undefined) throw new Error(`there is no organisation ${name}`);
  return found;
}

function stranger() {
  const client = network.client('producers');
  const serialized = Buffer.from(client.serialized);
  serialized.write('X', serialized.indexOf('ProducersMSP'));
  return { ...client, serialized };
}

function highS(organisation: string, name: 'peer' | 'gateway', message: Uint8Array): Uint8Array {
  const pair = network.identities.organisations.find((one) => one.name === organisation)?.identities[name];
  return signHighS(pair?.privateKeyPem ?? '', message);
}
