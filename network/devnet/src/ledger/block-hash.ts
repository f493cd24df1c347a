import { createHash } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';

/** DER SEQUENCE { INTEGER number, OCTET STRING previous_hash, OCTET STRING data_hash }, as Fabric's protoutil writes it. */
export function headerBytes(header: common.BlockHeader): Buffer {
  const body = Buffer.concat([
    tagged(0x02, encodeNumber(header.getNumber())),
    tagged(0x04, header.getPreviousHash_asU8()),
    tagged(0x04, header.getDataHash_asU8()),
  ]);
  return tagged(0x30, body);
}

export function headerHash(header: common.BlockHeader): Buffer {
  return createHash('sha256').update(headerBytes(header)).digest();
}

/** SHA-256 over the envelopes one after another: no lengths between them. */
export function dataHash(envelopes: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const envelope of envelopes) hash.update(envelope);
  return hash.digest();
}

/** Every part here is shorter than 128 bytes, so a length is one byte. */
function tagged(tag: number, content: Uint8Array): Buffer {
  if (content.length > 127) throw new RangeError(`a header part of ${content.length} bytes`);
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

function encodeNumber(number: number): Buffer {
  const hex = number.toString(16);
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits;
}
