import { ledger } from '@hyperledger/fabric-protos';

/** A key's metadata are stored as a KVMetadataWrite without its key. */
export function parseMetadata(stored: Uint8Array | undefined): ReadonlyMap<string, Uint8Array> {
  if (stored === undefined) return new Map();
  const entries = ledger.rwset.kvrwset.KVMetadataWrite.deserializeBinary(stored).getEntriesList();
  return new Map(entries.map((entry) => [entry.getName(), entry.getValue_asU8()]));
}

/** Undefined when there are no entries: that is how metadata are taken away. */
export function storeMetadata(write: ledger.rwset.kvrwset.KVMetadataWrite): Uint8Array | undefined {
  const entries = write.getEntriesList();
  if (entries.length === 0) return undefined;
  const stored = new ledger.rwset.kvrwset.KVMetadataWrite();
  stored.setEntriesList(entries);
  return stored.serializeBinary();
}
