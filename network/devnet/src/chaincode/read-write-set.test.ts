import { common, gateway, ledger, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from './bytes.ts';
import { ReadWriteSet } from './read-write-set.ts';
import { bytesOf, type GatewayRecording, readRecording } from './testing-recordings.ts';

/** The TxReadWriteSet of each endorsed transaction of a recording. */
function recordedSets(name: string): { label: string; results: Uint8Array }[] {
  return readRecording<GatewayRecording>(name).calls.flatMap(({ label, path, response }) => {
    if (path !== '/gateway.Gateway/Endorse' || !response) return [];
    const envelope = gateway.EndorseResponse.deserializeBinary(bytesOf(response)).getPreparedTransaction();
    const payload = common.Payload.deserializeBinary(envelope?.getPayload_asU8() ?? new Uint8Array());
    const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
    const endorsed = peer.ChaincodeActionPayload.deserializeBinary(
      action?.getPayload_asU8() ?? new Uint8Array(),
    );
    const answer = peer.ProposalResponsePayload.deserializeBinary(
      endorsed.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
    );
    return [
      {
        label,
        results: peer.ChaincodeAction.deserializeBinary(answer.getExtension_asU8()).getResults_asU8(),
      },
    ];
  });
}

/** Reads and writes again what a recorded set says was read and written, in another order. */
function rebuild(results: Uint8Array): Uint8Array {
  const set = new ReadWriteSet();
  for (const namespace of ledger.rwset.TxReadWriteSet.deserializeBinary(results).getNsRwsetList().reverse()) {
    const name = namespace.getNamespace();
    const recorded = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8());
    for (const write of recorded.getWritesList().reverse()) {
      set.write(name, write.getKey(), new Uint8Array([1, 2, 3]));
      set.write(name, write.getKey(), write.getIsDelete() ? undefined : write.getValue_asU8());
    }
    for (const read of recorded.getReadsList().reverse())
      set.read(name, read.getKey(), versionOf(read.getVersion()));
    for (const range of recorded.getRangeQueriesInfoList()) {
      const reads = set.openRange(name, range.getStartKey());
      for (const read of range.getRawReads()?.getKvReadsList() ?? [])
        reads.add(read.getKey(), versionOf(read.getVersion()) ?? { block: 0, tx: 0 });
      if (range.getItrExhausted()) reads.exhaust(range.getEndKey());
    }
    for (const write of recorded.getMetadataWritesList())
      set.writeMetadata(
        name,
        write.getKey(),
        new Map(write.getEntriesList().map((entry) => [entry.getName(), entry.getValue_asU8()])),
      );
  }
  return set.serialize();
}

function versionOf(version: ledger.rwset.kvrwset.Version | undefined) {
  return version && { block: version.getBlockNum(), tx: version.getTxNum() };
}

describe('a read and write set', () => {
  for (const name of ['gateway_main', 'gateway_range_raft']) {
    const sets = recordedSets(name);
    it(`has the very bytes of Fabric's, for all ${sets.length} transactions of ${name}`, () => {
      expect(sets.length).toBeGreaterThan(4);
      for (const { label, results } of sets)
        expect(Buffer.from(rebuild(results)).toString('hex'), label).toBe(
          Buffer.from(results).toString('hex'),
        );
    });
  }

  it('keeps the last write of a key, and a deletion has no value', () => {
    const set = new ReadWriteSet();
    set.write('law', 'a', new Uint8Array([1]));
    set.write('law', 'a', undefined);
    const [namespace] = ledger.rwset.TxReadWriteSet.deserializeBinary(set.serialize()).getNsRwsetList();
    const writes = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(
      namespace?.getRwset_asU8() ?? new Uint8Array(),
    ).getWritesList();
    expect(writes.map((write) => write.toObject())).toEqual([{ key: 'a', isDelete: true, value: '' }]);
  });

  it('sorts keys as Go does, by UTF-8 bytes and not by code units', () => {
    const keys = ['\u{1f40e}', '\uff21', 'b', 'a', 'ab', ''];
    expect(keys.toSorted(compareUtf8)).toEqual(['', 'a', 'ab', 'b', '\uff21', '\u{1f40e}']);
  });
});

describe('the reads of a range', () => {
  const summaryOf = (rows: number) => {
    const set = new ReadWriteSet();
    const reads = set.openRange('law', 'k');
    for (let row = 0; row < rows; row += 1) reads.add(`k${row}`, { block: 7, tx: row });
    reads.exhaust('l');
    const [namespace] = ledger.rwset.TxReadWriteSet.deserializeBinary(set.serialize()).getNsRwsetList();
    const [range] = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(
      namespace?.getRwset_asU8() ?? new Uint8Array(),
    ).getRangeQueriesInfoList();
    return {
      raw: range?.getRawReads()?.getKvReadsList().length,
      level: range?.getReadsMerkleHashes()?.getMaxLevel(),
      hashes: range?.getReadsMerkleHashes()?.getMaxLevelHashesList().length,
    };
  };

  it('are listed up to 50 and become hashes of groups of 51 beyond', () => {
    expect(summaryOf(0)).toEqual({ raw: undefined, level: undefined, hashes: undefined });
    expect(summaryOf(50)).toEqual({ raw: 50, level: undefined, hashes: undefined });
    expect(summaryOf(51)).toEqual({ raw: undefined, level: 1, hashes: 1 });
    expect(summaryOf(130)).toEqual({ raw: undefined, level: 1, hashes: 3 });
  });

  it('grow by a level when 51 groups are full', () => {
    expect(summaryOf(51 * 50 + 1)).toEqual({ raw: undefined, level: 2, hashes: 1 });
    expect(summaryOf(51 * 51 + 1)).toEqual({ raw: undefined, level: 2, hashes: 2 });
  });
});
