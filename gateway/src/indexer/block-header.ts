import { createHash, hash } from 'node:crypto';

export interface HeaderFields {
  readonly number: number;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/** Fabric's header hash, hex: SHA-256 of DER SEQUENCE { INTEGER number, OCTET STRING previous_hash, OCTET STRING data_hash } (protoutil.BlockHeaderHash). */
export function headerHashOf({ number, previousHash, dataHash }: HeaderFields): string {
  const body = Buffer.concat([
    derElement(0x02, derInteger(number)),
    derElement(0x04, previousHash),
    derElement(0x04, dataHash),
  ]);
  return hash('sha256', derElement(0x30, body), 'hex');
}

/** SHA-256 over the concatenated transactions of a block. */
export function dataHashOf(transactions: readonly Uint8Array[]): Buffer {
  const digest = createHash('sha256');
  for (const transaction of transactions) digest.update(transaction);
  return digest.digest();
}

/** Short form of lengths only: a header has at most two hashes and a number. */
function derElement(tag: number, content: Uint8Array): Buffer {
  if (content.length > 127) throw new RangeError(`a header field has ${content.length} bytes`);
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}

/** Two's complement, big-endian, as short as it can be (X.690 §8.3). */
function derInteger(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}
