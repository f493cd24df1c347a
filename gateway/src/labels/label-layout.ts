import type { Names } from '@mengsu/chaincode/model';
import { dataMatrix, dataMatrixQuietModules } from './data-matrix.ts';
import { itemUri, lotUri } from './digital-link.ts';
import { readableLines } from './element-string.ts';
import type { LabelFonts } from './fonts.ts';
import { type Outline, turned } from './outline.ts';
import { type QrMatrix, qrMatrix, quietModules } from './qr.ts';

/** Millimetres throughout; y goes down. */
export interface LabelSize {
  readonly width: number;
  readonly height: number;
}
/** What all labels of a lot say. */
export interface LabelSubject {
  readonly gtin: string;
  readonly lot: string;
  readonly names: Names;
  readonly bestBefore?: string | undefined;
}

/** Something to be drawn, wherever it is drawn. */
export type LabelPart =
  | {
      readonly kind: 'matrix';
      readonly matrix: QrMatrix;
      readonly quiet: number;
      readonly x: number;
      readonly y: number;
      readonly side: number;
    }
  | {
      readonly kind: 'outline';
      readonly outline: Outline;
      readonly x: number;
      readonly y: number;
      readonly size: number;
    }
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly x: number;
      readonly y: number;
      readonly size: number;
    };

export interface LabelLayout {
  readonly size: LabelSize;
  /** The same on every label of the run. */
  readonly fixed: readonly LabelPart[];
  /** What differs: the symbols and the line beneath them; without a serial that of the lot. */
  partsOf(serial: string | undefined): readonly LabelPart[];
}

/** A label cannot hold what it must say; the message is one sentence. */
export class LabelTooSmall extends Error {
  override readonly name = 'LabelTooSmall';
}

export const labelLimits = { sideMin: 15, sideMax: 300 } as const;
const margin = 1.5;
const gap = 1;
const qrSideMax = 24;
const matrixSideMax = 13;
/** What a phone still reads from a hand's breadth (GS1 General Specifications §5.12.3: 0.396 mm, 0.24 mm for Data Matrix are the least). */
const qrModuleMin = 0.3;
const matrixModuleMin = 0.24;
const nameSize = 3.4;
const dateSize = 2.3;
/** From what is read with ease to 3.4 points. */
const readableSizes = [1.8, 1.6, 1.4, 1.2] as const;
const linePitch = 1.2;
const mongolianSize = 3.2;
/** Widest advance of a digit or capital of Helvetica and its kin, in units of the size. */
const letterWidth = 0.7;

/** Where everything goes: the QR code at the left, the names and dates beside it, the Data Matrix and the readable line below. Throws LabelTooSmall or FontError. */
export async function layoutLabel(
  subject: LabelSubject,
  how: { readonly size: LabelSize; readonly fonts: LabelFonts; readonly publicUrl: string },
): Promise<LabelLayout> {
  const { size, fonts, publicUrl } = how;
  const qrSide = Math.min(size.height - 2 * margin, size.width * 0.45, qrSideMax);
  const mongolian = subject.names['mn-Mong'];
  const left = margin + qrSide + gap;
  const right = size.width - margin - (mongolian === undefined ? 0 : mongolianSize + gap);
  const fixed = chineseParts(subject, fonts, { left, width: right - left });
  const below = margin + fixed.height + gap;
  const room = { left, width: right - left, top: below, height: size.height - margin - below };
  const layout: LabelLayout = {
    size,
    fixed: [
      ...fixed.parts,
      ...(mongolian === undefined ? [] : [await mongolianPart(mongolian, fonts, size)]),
    ],
    partsOf(serial) {
      const { gtin, lot, bestBefore } = subject;
      const uri =
        serial === undefined ? lotUri(publicUrl, subject) : itemUri(publicUrl, { gtin, lot, serial });
      const qr = {
        matrix: qrMatrix(uri),
        quiet: quietModules,
        x: margin,
        y: (size.height - qrSide) / 2,
        side: qrSide,
      };
      requireModule(qr, qrModuleMin);
      return [{ kind: 'matrix', ...qr }, ...lowerParts({ gtin, lot, bestBefore, serial }, room)];
    },
  };
  layout.partsOf('0'.repeat(20));
  return layout;
}

interface Room {
  readonly left: number;
  readonly width: number;
}

/** The name, in two lines where it is long, and the date. */
function chineseParts({ names, bestBefore }: LabelSubject, { chinese }: LabelFonts, room: Room) {
  const [year = '', month = '', day = ''] = bestBefore?.split('-') ?? [];
  const lines = [
    ...linesOf(names.zh, Math.floor(room.width / nameSize)).map((text) => ({ text, size: nameSize })),
    ...(bestBefore === undefined
      ? []
      : [{ text: `保质期至 ${year}年${Number(month)}月${Number(day)}日`, size: dateSize }]),
  ];
  let height = 0;
  const parts = lines.map(({ text, size }): LabelPart => {
    const outline = chinese.outline(text);
    height += size * 1.25;
    return {
      kind: 'outline',
      outline,
      x: room.left,
      y: margin + height - size * 0.3,
      size: Math.min(size, room.width / outline.width),
    };
  });
  return { parts, height };
}

function linesOf(name: string, lettersInLine: number): readonly string[] {
  const letters = [...name];
  if (letters.length <= lettersInLine) return [name];
  const half = Math.ceil(letters.length / 2);
  return [letters.slice(0, half).join(''), letters.slice(half).join('')];
}

/** One column at the right edge, from top to bottom. */
async function mongolianPart(name: string, fonts: LabelFonts, size: LabelSize): Promise<LabelPart> {
  const outline = (await fonts.mongolian()).outline(name);
  const fitting = Math.min(mongolianSize, (size.height - 2 * margin) / outline.width);
  return {
    kind: 'outline',
    outline: turned(outline),
    x: size.width - margin - fitting * 0.8,
    y: margin,
    size: fitting,
  };
}

/** The Data Matrix at the right and the readable lines at its left. */
function lowerParts(
  elements: Parameters<typeof dataMatrix>[0],
  room: Room & { readonly top: number; readonly height: number },
): LabelPart[] {
  const side = Math.min(matrixSideMax, room.height, room.width * 0.45);
  const symbol = {
    matrix: dataMatrix(elements),
    quiet: dataMatrixQuietModules,
    x: room.left + room.width - side,
    y: room.top + room.height - side,
    side,
  };
  requireModule(symbol, matrixModuleMin);
  const { lines, size } = readableFor(readableLines(elements), {
    width: room.width - side - gap,
    height: room.height,
  });
  const pitch = size * linePitch;
  const texts = lines.map(
    (text, index): LabelPart => ({
      kind: 'text',
      text,
      x: room.left,
      y: room.top + room.height - (lines.length - 1 - index) * pitch - pitch * 0.2,
      size,
    }),
  );
  return [{ kind: 'matrix', ...symbol }, ...texts];
}

function requireModule(symbol: { matrix: QrMatrix; quiet: number; side: number }, least: number): void {
  const module = symbol.side / (symbol.matrix.size + 2 * symbol.quiet);
  if (module < least)
    throw new LabelTooSmall(
      `a module would be ${Math.max(0, module).toFixed(2)} mm, at least ${least} mm can be read`,
    );
}

/** The readable lines, broken where they are too wide, in the largest size in which all fit. */
function readableFor(
  lines: readonly string[],
  room: LabelSize,
): { readonly lines: readonly string[]; readonly size: number } {
  for (const size of readableSizes) {
    const letters = Math.max(1, Math.floor(room.width / (size * letterWidth)));
    const broken = lines.flatMap((line) => line.match(new RegExp(`.{1,${letters}}`, 'g')) ?? []);
    if (broken.length * size * linePitch <= room.height) return { lines: broken, size };
  }
  throw new LabelTooSmall('there is no room for the line that people read');
}
