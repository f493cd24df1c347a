import { inflateSync } from 'node:zlib';

const headerBytes = 44;
const entryBytes = 20;
const sfntHeaderBytes = 12;
const sfntEntryBytes = 16;
const tableBytesMax = 16 * 1024 * 1024;

/** The OpenType font inside a WOFF 1.0 file (W3C WOFF File Format 1.0 §3–5): its tables, inflated, in their order. Throws RangeError where it is no such file. */
export function sfntOfWoff(woff: Buffer): Buffer {
  if (woff.length < headerBytes || woff.toString('latin1', 0, 4) !== 'wOFF')
    throw new RangeError('is no WOFF file');
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) => tableOf(woff, headerBytes + index * entryBytes));
  const directory = Buffer.alloc(sfntHeaderBytes + count * sfntEntryBytes);
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  const power = Math.floor(Math.log2(count));
  directory.writeUInt16BE(2 ** power * sfntEntryBytes, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE((count - 2 ** power) * sfntEntryBytes, 10);
  let offset = directory.length;
  for (const [index, { tag, checksum, data }] of tables.entries()) {
    const at = sfntHeaderBytes + index * sfntEntryBytes;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum, at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(data.length, at + 12);
    offset += padded(data).length;
  }
  return Buffer.concat([directory, ...tables.map(({ data }) => padded(data))]);
}

function tableOf(woff: Buffer, at: number) {
  const offset = woff.readUInt32BE(at + 4);
  const length = woff.readUInt32BE(at + 8);
  const size = woff.readUInt32BE(at + 12);
  const stored = woff.subarray(offset, offset + length);
  const data = length < size ? inflateSync(stored, { maxOutputLength: tableBytesMax }) : stored;
  if (data.length !== size) throw new RangeError('a table of the WOFF file has another length');
  return { tag: woff.toString('latin1', at, at + 4), checksum: woff.readUInt32BE(at + 16), data };
}

/** Tables begin at multiples of four. */
const padded = (data: Buffer): Buffer => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
