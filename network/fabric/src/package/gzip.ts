import { crc32 } from 'node:zlib';

const storedBytesMax = 65_535;

/**
 * Gzip (RFC 1952) with stored blocks (RFC 1951, 3.2.4) and no time: the same bytes on every machine. A compressor's output depends on its version
 * and on the processor, and a chaincode's id is the digest of these bytes.
 */
export function gzipStored(content: Uint8Array): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(content), 0);
  trailer.writeUInt32LE(content.length % 2 ** 32, 4);
  return Buffer.concat([header, ...storedBlocks(content), trailer]);
}

function storedBlocks(content: Uint8Array): Buffer[] {
  const count = Math.max(1, Math.ceil(content.length / storedBytesMax));
  return Array.from({ length: count }, (_, index) => {
    const part = content.subarray(index * storedBytesMax, (index + 1) * storedBytesMax);
    const head = Buffer.alloc(5);
    head.writeUInt8(index === count - 1 ? 1 : 0, 0);
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(part.length ^ 0xffff, 3);
    return Buffer.concat([head, part]);
  });
}
