import { X509Certificate } from 'node:crypto';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import {
  channelGroupOf,
  decodeBlock,
  partsOf,
  type RecordedBlock,
  readRecording,
} from '../testing/recordings.ts';
import { dataHash, headerBytes, headerHash } from './block-hash.ts';
import { signedBlockBytes } from './block-metadata.ts';
import { commitHash, updateBytes } from './commit-hash.ts';
import { parseEnvelope } from './parse-envelope.ts';
import { parseTransaction } from './parse-transaction.ts';
import { verifyLowS } from './signature.ts';
import { transactionId } from './transaction-id.ts';
import { UpdateBatch } from './update-batch.ts';

/** Every rule of ours against the blocks of a real Fabric 3.1.5. */
const runs = { BFT: 'blocks', raft: 'blocks_raft' };
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe.each(Object.entries(runs))('recorded blocks of the %s network', (_name, file) => {
  const recorded = readRecording<RecordedBlock[]>(file);

  it('have our header bytes, header hash and data hash', () => {
    expect(recorded.length).toBeGreaterThan(6);
    for (const one of recorded) {
      const { header, envelopes } = partsOf(decodeBlock(one.raw));
      expect(hex(headerBytes(header))).toBe(one.headerAsn1);
      expect(hex(headerHash(header))).toBe(one.headerHash);
      expect(hex(dataHash(envelopes))).toBe(one.dataHash);
      expect(hex(header.getDataHash_asU8())).toBe(one.dataHash);
    }
  });

  it('name the header hash before them as their previous hash', () => {
    const hashes = new Map(recorded.map((one) => [one.number, one.headerHash]));
    const linked = recorded.filter(({ number }) => hashes.has(number - 1));
    expect(linked.length).toBeGreaterThan(0);
    for (const one of linked) expect(one.previousHash).toBe(hashes.get(one.number - 1));
  });

  it('have transaction ids, proposal hashes and read-write sets that our parser accepts', () => {
    let parsed = 0;
    for (const one of recorded.filter(({ number }) => number > 0)) {
      for (const [index, bytes] of partsOf(decodeBlock(one.raw)).envelopes.entries()) {
        const envelope = parseEnvelope(bytes);
        const transaction = parseTransaction(envelope);
        expect(transaction.txId).toBe(one.txs[index]?.txid);
        expect(transactionId(envelope.nonce, envelope.creator)).toBe(transaction.txId);
        expect(transaction.namespaces.length).toBeGreaterThan(0);
        parsed += 1;
      }
    }
    expect(parsed).toBeGreaterThan(7);
  });

  it('have a commit hash that is ours where a block follows another', () => {
    const byNumber = new Map(recorded.map((one) => [one.number, one]));
    const pairs = recorded.flatMap((one) => {
      const before = byNumber.get(one.number - 1);
      return before === undefined || one.number < 2 ? [] : [{ before, one }];
    });
    expect(pairs.length).toBeGreaterThan(0);
    for (const { before, one } of pairs) {
      const block = decodeBlock(one.raw);
      expect(hex(computeCommitHash(block, commitHashOf(decodeBlock(before.raw))))).toBe(
        hex(commitHashOf(block)),
      );
    }
  });
});

describe('recorded blocks that carry writes', () => {
  it('have our update bytes in their commit hash', () => {
    const streams = readRecording<{ responses?: { block?: number; raw?: string }[] }[]>('streams');
    const blocks = new Map<number, common.Block>();
    for (const { block, raw } of streams.flatMap(({ responses }) => responses ?? [])) {
      if (block === undefined || raw === undefined) continue;
      const decoded = peer.DeliverResponse.deserializeBinary(Buffer.from(raw, 'base64')).getBlock();
      if (decoded !== undefined) blocks.set(block, decoded);
    }
    const before = blocks.get(36);
    const block = blocks.get(37);
    if (before === undefined || block === undefined) throw new Error('blocks 36 and 37 were expected');
    expect(hex(computeCommitHash(block, commitHashOf(before)))).toBe(hex(commitHashOf(block)));
  });
});

describe('orderer signatures', () => {
  it('of the BFT network verify over our bytes by the certificates of its configuration', () => {
    const recorded = readRecording<RecordedBlock[]>('blocks');
    const genesis = decodeBlock(readRecording<{ raw: string }>('genesis').raw);
    const keys = consenterKeys(genesis);
    let verified = 0;
    for (const one of recorded.filter(({ number }) => number > 0)) {
      const { header, metadata } = partsOf(decodeBlock(one.raw));
      const signatures = common.Metadata.deserializeBinary(metadata[0] ?? new Uint8Array(0));
      expect(signatures.getSignaturesList()).toHaveLength(3);
      for (const signature of signatures.getSignaturesList()) {
        const identifier = signature.getIdentifierHeader_asU8();
        const id = common.IdentifierHeader.deserializeBinary(identifier).getIdentifier();
        const key = keys.get(id);
        if (key === undefined) throw new Error(`consenter ${id} is not in the configuration`);
        const signed = signedBlockBytes(signatures.getValue_asU8(), identifier, header);
        expect(verifyLowS(key, signed, signature.getSignature_asU8())).toBe(true);
        header.setNumber(header.getNumber() + 1);
        const other = signedBlockBytes(signatures.getValue_asU8(), identifier, header);
        expect(verifyLowS(key, other, signature.getSignature_asU8())).toBe(false);
        header.setNumber(header.getNumber() - 1);
        verified += 1;
      }
    }
    expect(verified).toBe(21);
  });

  it('of the raft network verify by the certificate in their own signature header', () => {
    const recorded = readRecording<RecordedBlock[]>('blocks_raft').filter(({ number }) => number > 0);
    for (const one of recorded) {
      const { header, metadata } = partsOf(decodeBlock(one.raw));
      const signatures = common.Metadata.deserializeBinary(metadata[0] ?? new Uint8Array(0));
      const [signature, ...others] = signatures.getSignaturesList();
      const signatureHeader = signature?.getSignatureHeader_asU8() ?? new Uint8Array(0);
      const creator = common.SignatureHeader.deserializeBinary(signatureHeader).getCreator_asU8();
      const orderer = msp.SerializedIdentity.deserializeBinary(creator);
      const { publicKey } = new X509Certificate(orderer.getIdBytes_asU8());
      const signed = signedBlockBytes(signatures.getValue_asU8(), signatureHeader, header);
      expect(others).toEqual([]);
      expect(verifyLowS(publicKey, signed, signature?.getSignature_asU8() ?? new Uint8Array(0))).toBe(true);
    }
    expect(recorded).toHaveLength(7);
  });
});

function commitHashOf(block: common.Block): Uint8Array {
  return common.Metadata.deserializeBinary(partsOf(block).metadata[4] ?? new Uint8Array(0)).getValue_asU8();
}

function computeCommitHash(block: common.Block, previous: Uint8Array): Uint8Array {
  const { header, envelopes, metadata } = partsOf(block);
  const flags = metadata[2] ?? new Uint8Array(0);
  const updates = new UpdateBatch(() => undefined);
  for (const [tx, bytes] of envelopes.entries()) {
    if (flags[tx] !== 0) continue;
    updates.add(parseTransaction(parseEnvelope(bytes)).namespaces, { block: header.getNumber(), tx });
  }
  return commitHash(flags, updateBytes(updates.namespaces), previous);
}

function consenterKeys(genesis: common.Block) {
  const value = channelGroupOf(genesis).getGroupsMap().get('Orderer')?.getValuesMap().get('Orderers');
  const orderers = common.Orderers.deserializeBinary(value?.getValue_asU8() ?? new Uint8Array(0));
  return new Map(
    orderers
      .getConsenterMappingList()
      .map((one) => [one.getId(), new X509Certificate(one.getIdentity_asU8()).publicKey] as const),
  );
}
