import { crc32, deflateSync } from 'node:zlib';
import { type QrMatrix, quietModules } from './qr.ts';

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A QR code as PNG with one bit a pixel (PNG specification, third edition): `scale` pixels a module. */
export function renderPng(matrix: QrMatrix, scale: number): Buffer {
  const side = (matrix.size + 2 * quietModules) * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // Bit depth 1, greyscale, deflate, adaptive filters, not interlaced.
  header.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(pixels(matrix, scale), { level: 9 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Rows of packed bits, 1 is white, each after its filter byte 0. */
function pixels(matrix: QrMatrix, scale: number): Buffer {
  const side = (matrix.size + 2 * quietModules) * scale;
  const rowBytes = 1 + Math.ceil(side / 8);
  const rows = Buffer.alloc(rowBytes * side, 0xff);
  for (let y = 0; y < side; y++) {
    rows[y * rowBytes] = 0;
    const row = Math.floor(y / scale) - quietModules;
    for (let x = 0; x < side; x++) {
      const column = Math.floor(x / scale) - quietModules;
      const inside = row >= 0 && column >= 0 && row < matrix.size && column < matrix.size;
      if (!inside || !matrix.isDark(row, column)) continue;
      const at = y * rowBytes + 1 + (x >> 3);
      rows[at] = (rows[at] ?? 0) & ~(0x80 >> (x & 7));
    }
  }
  return rows;
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
