import { deflateSync } from 'node:zlib';
import type { LabelLayout, LabelPart } from './label-layout.ts';
import type { Command, OutlineFont } from './outline.ts';
import { pngChunk, pngSignature } from './png.ts';

/** A picture of one bit a pixel, 1 is black; rows are packed, the first pixel highest. */
export class Bitmap {
  readonly width: number;
  readonly height: number;
  readonly rowBytes: number;
  readonly bytes: Buffer;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.rowBytes = Math.ceil(width / 8);
    this.bytes = Buffer.alloc(this.rowBytes * height);
  }

  isBlack = (x: number, y: number): boolean =>
    (((this.bytes[y * this.rowBytes + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1;

  blacken(x: number, y: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = y * this.rowBytes + (x >> 3);
    this.bytes[at] = (this.bytes[at] ?? 0) | (0x80 >> (x & 7));
  }

  /** PNG, one bit a pixel. */
  toPng(): Buffer {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([1, 0, 0, 0, 0], 8);
    const rows = Array.from({ length: this.height }, (_, y) => [
      Buffer.of(0),
      Buffer.from(this.bytes.subarray(y * this.rowBytes, (y + 1) * this.rowBytes).map((byte) => ~byte)),
    ]);
    return Buffer.concat([
      pngSignature,
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(Buffer.concat(rows.flat()), { level: 9 })),
      pngChunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

/** Draws parts in so many dots a millimetre. Modules are whole numbers of dots, so that every one is as wide as the others. */
export function drawParts(
  parts: readonly LabelPart[],
  {
    size,
    dotsPerMm,
    font,
  }: Pick<LabelLayout, 'size'> & { readonly dotsPerMm: number; readonly font: OutlineFont },
): Bitmap {
  const bitmap = new Bitmap(Math.round(size.width * dotsPerMm), Math.round(size.height * dotsPerMm));
  for (const part of parts) {
    if (part.kind === 'matrix') drawMatrix(bitmap, part, dotsPerMm);
    else {
      const outline = part.kind === 'outline' ? part.outline : font.outline(part.text);
      const scale = part.size * dotsPerMm;
      fill(bitmap, polygonsOf(outline.commands, { scale, x: part.x * dotsPerMm, y: part.y * dotsPerMm }));
    }
  }
  return bitmap;
}

function drawMatrix(
  bitmap: Bitmap,
  { matrix, quiet, x, y, side }: Extract<LabelPart, { kind: 'matrix' }>,
  dotsPerMm: number,
): void {
  const modules = matrix.size + 2 * quiet;
  const dots = Math.max(1, Math.floor((side * dotsPerMm) / modules));
  const slack = (side * dotsPerMm - dots * modules) / 2;
  const [left, top] = [Math.round(x * dotsPerMm + slack), Math.round(y * dotsPerMm + slack)];
  for (let row = 0; row < matrix.size; row++)
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.isDark(row, column)) continue;
      for (let dot = 0; dot < dots * dots; dot++)
        bitmap.blacken(
          left + (column + quiet) * dots + (dot % dots),
          top + (row + quiet) * dots + Math.floor(dot / dots),
        );
    }
}

type Point = readonly [x: number, y: number];
const curveSteps = 6;

function polygonsOf(
  commands: readonly Command[],
  { scale, x, y }: { readonly scale: number; readonly x: number; readonly y: number },
): Point[][] {
  const polygons: Point[][] = [];
  for (const { draw, points } of commands) {
    if (draw === 'Z') continue;
    const list: Point[] = [];
    for (let index = 0; index < points.length; index += 2)
      list.push([x + (points[index] ?? 0) * scale, y + (points[index + 1] ?? 0) * scale]);
    if (draw === 'M') polygons.push(list);
    else polygons.at(-1)?.push(...curve([polygons.at(-1)?.at(-1) ?? [0, 0], ...list]));
  }
  return polygons;
}

/** Points on the Bézier curve of these control points, without its beginning (de Casteljau). */
function curve(control: readonly Point[]): Point[] {
  if (control.length === 2) return [control[1] ?? [0, 0]];
  return Array.from({ length: curveSteps }, (_, step) => pointOn(control, (step + 1) / curveSteps));
}

function pointOn([first = [0, 0], ...rest]: readonly Point[], t: number): Point {
  if (rest.length === 0) return first;
  const all = [first, ...rest];
  const between = rest.map(
    (to, index): Point => [
      (all[index]?.[0] ?? 0) * (1 - t) + to[0] * t,
      (all[index]?.[1] ?? 0) * (1 - t) + to[1] * t,
    ],
  );
  return pointOn(between, t);
}

interface Crossing {
  readonly x: number;
  readonly winding: 1 | -1;
}

/** Blackens the dots whose centre lies inside, by the non-zero winding rule. */
function fill(bitmap: Bitmap, polygons: readonly Point[][]): void {
  const rows = new Map<number, Crossing[]>();
  for (const polygon of polygons)
    for (const [index, from] of polygon.entries())
      addCrossings(rows, from, polygon[(index + 1) % polygon.length] ?? from);
  for (const [y, crossings] of rows) fillRow(bitmap, y, crossings);
}

/** Where an edge crosses the middles of rows of dots. */
function addCrossings(rows: Map<number, Crossing[]>, [x1, y1]: Point, [x2, y2]: Point): void {
  const bottom = Math.max(y1, y2);
  for (let y = Math.ceil(Math.min(y1, y2) - 0.5); y + 0.5 < bottom; y++) {
    const row = rows.get(y) ?? [];
    row.push({ x: x1 + ((y + 0.5 - y1) * (x2 - x1)) / (y2 - y1), winding: y2 > y1 ? 1 : -1 });
    rows.set(y, row);
  }
}

function fillRow(bitmap: Bitmap, y: number, crossings: readonly Crossing[]): void {
  const sorted = crossings.toSorted((left, right) => left.x - right.x);
  let winding = 0;
  for (const [index, crossing] of sorted.entries()) {
    winding += crossing.winding;
    const end = sorted[index + 1]?.x;
    if (winding === 0 || end === undefined) continue;
    for (let x = Math.ceil(crossing.x - 0.5); x + 0.5 < end; x++) bitmap.blacken(x, y);
  }
}
