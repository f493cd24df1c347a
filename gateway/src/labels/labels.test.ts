import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lotUri } from './digital-link.ts';
import { renderPng } from './png.ts';
import { qrMatrix, quietModules } from './qr.ts';
import { renderSvg } from './svg.ts';

const uri = lotUri('https://s.example', { gtin: '09521500000129', lot: `A/1"%'()*!` });
const matrix = qrMatrix(uri);
const side = matrix.size + 2 * quietModules;
const dark = (row: number, column: number): boolean => {
  const [r, c] = [row - quietModules, column - quietModules];
  return r >= 0 && c >= 0 && r < matrix.size && c < matrix.size && matrix.isDark(r, c);
};

describe('the address on a label', () => {
  it('is one path segment for any lot number, and decodes to it', () => {
    expect(uri).toBe('https://s.example/01/09521500000129/10/A%2F1%22%25%27%28%29%2A%21');
    expect(decodeURIComponent(new URL(uri).pathname.split('/')[4] ?? '')).toBe(`A/1"%'()*!`);
  });
});

describe('the QR code', () => {
  it('has its three finder patterns', () => {
    for (const [row, column] of [
      [0, 0],
      [0, matrix.size - 7],
      [matrix.size - 7, 0],
    ] as const) {
      const edge = Array.from({ length: 7 }, (_, index) => matrix.isDark(row, column + index));
      expect(edge).toEqual(Array(7).fill(true));
      expect(matrix.isDark(row + 1, column + 1)).toBe(false);
      expect(matrix.isDark(row + 3, column + 3)).toBe(true);
    }
  });

  it('is drawn as PNG to the pixel, with its quiet zone', () => {
    const scale = 3;
    const png = renderPng(matrix, scale);
    const width = png.readUInt32BE(16);
    expect([width, png.readUInt32BE(20), png[24], png[25]]).toEqual([side * scale, side * scale, 1, 0]);
    const length = png.readUInt32BE(33);
    expect(png.subarray(37, 41).toString()).toBe('IDAT');
    const rows = inflateSync(png.subarray(41, 41 + length));
    const rowBytes = 1 + Math.ceil(width / 8);
    for (let y = 0; y < width; y++) {
      for (let x = 0; x < width; x++) {
        const bit = ((rows[y * rowBytes + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
        expect(bit === 0).toBe(dark(Math.floor(y / scale), Math.floor(x / scale)));
      }
    }
  });

  it('is drawn as SVG to the module', () => {
    const drawn = new Set<string>();
    for (const [, x, y, width] of renderSvg(matrix).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
      for (let index = 0; index < Number(width); index++) drawn.add(`${y} ${Number(x) + index}`);
    }
    const wanted = new Set<string>();
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) if (dark(row, column)) wanted.add(`${row} ${column}`);
    expect(drawn).toEqual(wanted);
  });
});
