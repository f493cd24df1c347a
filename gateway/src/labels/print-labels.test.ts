import { describe, expect, it } from 'vitest';
import { drawParts } from './bitmap.ts';
import { itemUri, lotUri } from './digital-link.ts';
import { elementString, readableLines } from './element-string.ts';
import { type LabelFonts, openFonts } from './fonts.ts';
import { LabelTooSmall, layoutLabel } from './label-layout.ts';
import { a4, labelSizeOf, PaperSchema } from './label-paper.ts';
import { FontError, type OutlineFont } from './outline.ts';
import { type PrintFormat, printLabels } from './print-labels.ts';
import { renderSvgLabel } from './svg-label.ts';
import { bitmapOfPng, bitmapOfZpl, objectsOfPdf, picturesOfPage, symbolsIn } from './testing-decode.ts';

const publicUrl = 'https://s.example';
const item = { gtin: '09521500000129', lot: 'L2609(1)/%', serial: '0BN2PSJ6PBQRCC5A7VSA' };
const subject = {
  gtin: item.gtin,
  lot: item.lot,
  names: { zh: '兴安大米', 'mn-Mong': 'ᠲᠠᠷᠠᠭ' },
  bestBefore: '2027-09-01',
};
const uri = itemUri(publicUrl, item);
/** What a reader gives out: FNC1 at the head is told by the symbology, between elements it is GS. */
const elements = `01${item.gtin}1527090110${item.lot}\u001d21${item.serial}`;
const fonts = await fontsOrNone();
const without = fonts === undefined ? ' (skipped: no font for 中文 is installed)' : '';

async function fontsOrNone(): Promise<LabelFonts | undefined> {
  try {
    return await openFonts();
  } catch (error) {
    if (error instanceof FontError) return undefined;
    throw error;
  }
}

async function* serialsOf(...serials: (string | undefined)[]): AsyncGenerator<string | undefined> {
  yield* serials;
}

async function print(
  format: PrintFormat,
  paper: string,
  ...serials: (string | undefined)[]
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await printLabels({
    subject,
    serials: serialsOf(...serials),
    format,
    paper: PaperSchema.parse(paper),
    dotsPerMm: 12,
    fonts: fonts as LabelFonts,
    publicUrl,
    write: async (bytes) => void chunks.push(bytes),
  });
  return Buffer.concat(chunks);
}

describe('the elements of a label (GS1 General Specifications §7.8)', () => {
  it('begin with FNC1, those of fixed length first, with FNC1 behind a lot that is not last', () => {
    expect(elementString({ ...item, bestBefore: '2027-09-01' }, '#')).toBe(
      `#01${item.gtin}1527090110${item.lot}#21${item.serial}`,
    );
    expect(elementString({ gtin: item.gtin, lot: 'L1' }, '#')).toBe(`#01${item.gtin}10L1`);
  });

  it('say best before by AI 15, and are read with their AIs in parentheses', () => {
    expect(readableLines({ gtin: item.gtin, lot: 'L1', bestBefore: '2027-09-01' })).toEqual([
      '(01)09521500000129',
      '(15)270901',
      '(10)L1',
    ]);
  });
});

describe.skipIf(fonts === undefined)(`a label${without}`, () => {
  const size = { width: 70, height: 37 };
  const layoutOf = (over: Partial<typeof subject> = {}, at = size) =>
    layoutLabel({ ...subject, ...over }, { size: at, fonts: fonts as LabelFonts, publicUrl });
  const chinese = fonts?.chinese as OutlineFont;

  it.each([
    [70, 37],
    [50, 30],
    [100, 50],
  ])('of %i × %i mm is read by another implementation', async (width, height) => {
    const layout = await layoutOf({}, { width, height });
    const parts = [...layout.fixed, ...layout.partsOf(item.serial)];
    const bitmap = drawParts(parts, { size: layout.size, dotsPerMm: 24, font: chinese });
    expect(await symbolsIn(bitmapOfPng(bitmap.toPng()))).toEqual({
      'QRCode Text': uri,
      'DataMatrix GS1': elements,
    });
  });

  it('of a lot says no serial', async () => {
    const layout = await layoutOf();
    const bitmap = drawParts(layout.partsOf(undefined), { size, dotsPerMm: 12, font: chinese });
    expect(await symbolsIn(bitmap)).toEqual({
      'QRCode Text': lotUri(publicUrl, item),
      'DataMatrix GS1': `01${item.gtin}1527090110${item.lot}`,
    });
  });

  it('draws every letter of the name, each otherwise, and the Mongolian one from top to bottom', async () => {
    const { fixed } = await layoutOf();
    const outlines = fixed.flatMap((part) => (part.kind === 'outline' ? [part.outline] : []));
    expect(outlines).toHaveLength(3);
    const [name, , mongolian] = outlines;
    expect(name?.width).toBeCloseTo(4);
    expect(chinese.outline('大').commands).not.toEqual(chinese.outline('米').commands);
    const ys =
      mongolian?.commands.flatMap(({ points }) => points.filter((_, index) => index % 2 === 1)) ?? [];
    const xs =
      mongolian?.commands.flatMap(({ points }) => points.filter((_, index) => index % 2 === 0)) ?? [];
    const extent = (values: number[]): number => Math.max(...values) - Math.min(...values);
    expect(extent(ys)).toBeGreaterThan(2 * extent(xs));
  });

  it('joins Mongolian letters: a word is not the letters one by one', async () => {
    const mongolian = await (fonts as LabelFonts).mongolian();
    const alone = [...'ᠲᠠᠷᠠᠭ'].reduce((sum, letter) => sum + mongolian.outline(letter).width, 0);
    expect(mongolian.outline('ᠲᠠᠷᠠᠭ').width).not.toBeCloseTo(alone, 2);
  });

  it('is refused, never left blank, where the font lacks a letter', async () => {
    await expect(layoutOf({ names: { zh: '米\u{10ffff}', 'mn-Mong': 'ᠲᠠᠷᠠᠭ' } })).rejects.toThrow(FontError);
    await expect(layoutOf({ names: { zh: '米', 'mn-Mong': '米' } })).rejects.toThrow(
      'the font has no 「米」',
    );
  });

  it.each([
    [25, 15],
    [40, 20],
    [15, 40],
  ])('of %i × %i mm is refused: no phone would read it', async (width, height) => {
    await expect(layoutOf({}, { width, height })).rejects.toThrow(LabelTooSmall);
  });

  it('is an SVG with the name as shapes and the readable line as text', async () => {
    const svg = renderSvgLabel(await layoutOf(), item.serial);
    expect(svg).toMatch(/^<svg [^>]*width="70mm" height="37mm"/);
    const shown = [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).join('');
    expect(shown).toBe(readableLines({ ...item, bestBefore: '2027-09-01' }).join(''));
    expect(svg).not.toContain('大米');
  });

  it('is a PDF on a roll: each page is drawn and read, and its line is text', async () => {
    const other = '1111111111111111AAAA';
    const objects = objectsOfPdf(await print('pdf', '70x37', item.serial, other));
    expect(objects.get(2)).toContain('/Count 2');
    expect(objects.get(4)).toContain(' c\n');
    const contents = [objects.get(6) ?? '', objects.get(8) ?? ''];
    const read = await Promise.all(contents.map((content) => symbolsIn(picturesOfPage(content, size, 24))));
    expect(read.map((symbols) => symbols['QRCode Text'])).toEqual([uri, uri.replace(item.serial, other)]);
    expect(read[0]?.['DataMatrix GS1']).toBe(elements);
    const text = [...(contents[0] ?? '').matchAll(/\(((?:\\.|[^)\\])*)\) Tj/g)]
      .map(([, shown = '']) => shown.replaceAll('\\', ''))
      .join('');
    expect(text).toContain(`(21)${item.serial}`);
  });

  it('is a PDF on sheets: 24 on a page, the rest on the next, each inside the paper', async () => {
    const serials = Array.from({ length: 26 }, (_, index) => `${item.serial.slice(0, 18)}${10 + index}`);
    const objects = objectsOfPdf(await print('pdf', 'a4', ...serials));
    const [full = '', rest = ''] = [objects.get(6), objects.get(8)];
    const places = [...full.matchAll(/q 1 0 0 1 (\S+) (\S+) cm/g)].map(([, x, y]) => [Number(x), Number(y)]);
    expect(places).toHaveLength(24);
    expect(new Set(places.map(String)).size).toBe(24);
    for (const [x = 0, y = 0] of places) {
      expect(x + 70).toBeLessThanOrEqual(a4.width);
      expect(y + 37).toBeLessThanOrEqual(a4.height);
    }
    expect(rest.match(/Fixed Do/g)).toHaveLength(2);
  });

  it('is ZPL whose picture is read, with what all share stored once', async () => {
    const zpl = (await print('zpl', '70x37', item.serial, undefined)).toString();
    expect(zpl.match(/~DGR:MENGSU\.GRF/g)).toHaveLength(1);
    const [, first = '', second = ''] = zpl.split('\n');
    expect(first).toMatch(/^\^XA\^PW840\^LL444\^LH0,0\^FO0,0\^XGR:MENGSU\.GRF/);
    expect(await symbolsIn(bitmapOfZpl(`${first}\n`))).toEqual({
      'QRCode Text': uri,
      'DataMatrix GS1': elements,
    });
    expect((await symbolsIn(bitmapOfZpl(`${second}\n`)))['QRCode Text']).toBe(lotUri(publicUrl, item));
  });
});

describe('paper', () => {
  it('is a sheet of columns and rows, or a roll in millimetres', () => {
    expect(labelSizeOf(PaperSchema.parse('a4'))).toEqual({ width: 70, height: 37 });
    expect(labelSizeOf(PaperSchema.parse('a4:2x7'))).toEqual({ width: 105, height: 42 });
    expect(labelSizeOf(PaperSchema.parse('50x30'))).toEqual({ width: 50, height: 30 });
  });

  it.each(['', 'a5', 'a4:0x8', 'a4:99x1', '5x5', '14x50', '301x50', '50x30x2', '050x30'])(
    'is not %j',
    (text) => {
      expect(PaperSchema.safeParse(text).success).toBe(false);
    },
  );
});

describe('the font for 中文', () => {
  it('is asked for by name where it is missing, and no other one is taken', async () => {
    await expect(openFonts('/nowhere/font.ttf')).rejects.toThrow('there is no font file /nowhere/font.ttf');
    await expect(openFonts(new URL('fonts.ts', import.meta.url).pathname)).rejects.toThrow(FontError);
  });
});
