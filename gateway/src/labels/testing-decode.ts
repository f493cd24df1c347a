import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { Bitmap } from './bitmap.ts';

const wasm = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
// Without it the library would fetch itself from elsewhere.
prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(wasm)).buffer } });

/** Test utility: reads the symbols of a picture with another implementation than drew them. */
export async function symbolsIn(bitmap: Bitmap): Promise<Record<string, string>> {
  const found = await readBarcodes(imageOf(bitmap), {
    formats: ['QRCode', 'DataMatrix'],
    tryHarder: true,
    maxNumberOfSymbols: 4,
  });
  return Object.fromEntries(
    found.map(({ format, contentType, bytes }) => [
      `${format} ${contentType}`,
      Buffer.from(bytes).toString('latin1'),
    ]),
  );
}

function imageOf(bitmap: Bitmap): ImageData {
  const data = new Uint8ClampedArray(bitmap.width * bitmap.height * 4).fill(255);
  for (let y = 0; y < bitmap.height; y++)
    for (let x = 0; x < bitmap.width; x++)
      if (bitmap.isBlack(x, y)) data.fill(0, (y * bitmap.width + x) * 4, (y * bitmap.width + x) * 4 + 3);
  return { data, width: bitmap.width, height: bitmap.height, colorSpace: 'srgb' } as ImageData;
}

/** The picture of a one-bit PNG without filters. */
export function bitmapOfPng(png: Buffer): Bitmap {
  const bitmap = new Bitmap(png.readUInt32BE(16), png.readUInt32BE(20));
  const rows = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  for (let y = 0; y < bitmap.height; y++)
    for (let x = 0; x < bitmap.width; x++) {
      const byte = rows[y * (1 + bitmap.rowBytes) + 1 + (x >> 3)] ?? 0;
      if (((byte >> (7 - (x & 7))) & 1) === 0) bitmap.blacken(x, y);
    }
  return bitmap;
}

/** The objects of a PDF by their numbers, found by its own table; streams are inflated. */
export function objectsOfPdf(pdf: Buffer): ReadonlyMap<number, string> {
  const text = pdf.toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
  const rows = [...text.slice(table).matchAll(/(\d{10}) \d{5} n \n/g)];
  return new Map(
    rows.map(([, offset = ''], index) => {
      const number = index + 1;
      const body = text.slice(Number(offset));
      if (!body.startsWith(`${number} 0 obj\n`))
        throw new Error(`object ${number} is not where the table says`);
      const length = /^\d+ 0 obj\n<<[^\n]*\/Length (\d+)>>\nstream\n/.exec(body);
      if (!length) return [number, body.slice(0, body.indexOf('endobj'))];
      const from = Number(offset) + length[0].length;
      return [number, inflateSync(pdf.subarray(from, from + Number(length[1]))).toString('latin1')];
    }),
  );
}

/** Draws the one-bit pictures of a page's content, each as large as its matrix says, in so many dots a millimetre. */
export function picturesOfPage(
  content: string,
  size: { readonly width: number; readonly height: number },
  dotsPerMm: number,
): Bitmap {
  const bitmap = new Bitmap(Math.round(size.width * dotsPerMm), Math.round(size.height * dotsPerMm));
  const picture =
    /q 1 0 0 1 (\S+) (\S+) cm|q (\S+) 0 0 -\S+ (\S+) (\S+) cm\nBI \/W (\d+) \/H \d+ [^I]*IM true \/BPC 1 \/D \[1 0\] \/F \/AHx ID ([0-9a-f]+)>/g;
  let [left, top] = [0, 0];
  for (const [, x, y, side = '', px = '', py = '', width = '', hex = ''] of content.matchAll(picture)) {
    if (x !== undefined && y !== undefined) [left, top] = [Number(x), Number(y)];
    else
      paint(bitmap, {
        x: left + Number(px),
        y: top + Number(py) - Number(side),
        side: Number(side),
        modules: Number(width),
        hex,
        dotsPerMm,
      });
  }
  return bitmap;
}

function paint(
  bitmap: Bitmap,
  at: { x: number; y: number; side: number; modules: number; hex: string; dotsPerMm: number },
): void {
  const bytes = Buffer.from(at.hex, 'hex');
  const rowBytes = Math.ceil(at.modules / 8);
  const dots = at.side * at.dotsPerMm;
  for (let y = 0; y < dots; y++)
    for (let x = 0; x < dots; x++) {
      const [row, column] = [Math.floor((y / dots) * at.modules), Math.floor((x / dots) * at.modules)];
      const byte = bytes[row * rowBytes + (column >> 3)] ?? 0;
      if ((byte >> (7 - (column & 7))) & 1)
        bitmap.blacken(Math.round(at.x * at.dotsPerMm + x), Math.round(at.y * at.dotsPerMm + y));
    }
}

/** The picture of the last ^GFA field of a ZPL label. */
export function bitmapOfZpl(zpl: string): Bitmap {
  const [, total = '', row = '', data = ''] = /\^GFA,\d+,(\d+),(\d+),([^^]*)\^FS\^XZ\n$/.exec(zpl) ?? [];
  const digits = Number(row) * 2;
  const rows: string[] = [];
  let [current, count] = ['', 0];
  for (const letter of data) {
    if (letter === ':') rows.push(rows.at(-1) ?? '');
    else if (letter === ',') current = current.padEnd(digits, '0');
    else if (/[G-Y]/.test(letter)) count += letter.charCodeAt(0) - 70;
    else if (/[g-z]/.test(letter)) count += (letter.charCodeAt(0) - 102) * 20;
    else {
      current += letter.repeat(count || 1);
      count = 0;
    }
    if (current.length < digits) continue;
    rows.push(current);
    current = '';
  }
  const bitmap = new Bitmap(Number(row) * 8, Number(total) / Number(row));
  Buffer.from(rows.join(''), 'hex').copy(bitmap.bytes);
  return bitmap;
}
