import type { LabelPart } from './label-layout.ts';
import type { Command } from './outline.ts';
import type { QrMatrix } from './qr.ts';

/** Parts of a label as PDF operators (ISO 32000-1 §8, §9), in millimetres with y downwards. */
export const pdfParts = (parts: readonly LabelPart[]): string => parts.map(partOf).join('');

/** The same somewhere on a page. */
export const pdfAt = (x: number, y: number, content: string): string =>
  `q 1 0 0 1 ${short(x)} ${short(y)} cm\n${content}Q\n`;

function partOf(part: LabelPart): string {
  if (part.kind === 'text')
    return `BT /F ${short(part.size)} Tf 1 0 0 -1 ${short(part.x)} ${short(part.y)} Tm (${part.text.replace(/[\\()]/g, '\\$&')}) Tj ET\n`;
  if (part.kind === 'outline') {
    const { x, y, size, outline } = part;
    return `q ${short(size)} 0 0 ${short(size)} ${short(x)} ${short(y)} cm\n${pathOf(outline.commands)}f\nQ\n`;
  }
  const { matrix, quiet, x, y, side } = part;
  const module = side / (matrix.size + 2 * quiet);
  const inner = module * matrix.size;
  const [left, foot] = [x + quiet * module, y + quiet * module + inner];
  // A picture's first row is at the top of the unit square, whose y goes up.
  return `q ${short(inner)} 0 0 ${short(-inner)} ${short(left)} ${short(foot)} cm\nBI /W ${matrix.size} /H ${matrix.size} /IM true /BPC 1 /D [1 0] /F /AHx ID ${hexOf(matrix)}>\nEI\nQ\n`;
}

/** Rows of packed bits, 1 is dark. */
function hexOf(matrix: QrMatrix): string {
  const rowBytes = Math.ceil(matrix.size / 8);
  const bytes = Buffer.alloc(rowBytes * matrix.size);
  for (let row = 0; row < matrix.size; row++)
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.isDark(row, column)) continue;
      const at = row * rowBytes + (column >> 3);
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> (column & 7));
    }
  return bytes.toString('hex');
}

/** PDF knows cubic curves only: a quadratic one is raised. */
function pathOf(commands: readonly Command[]): string {
  let pen: readonly [number, number] = [0, 0];
  let text = '';
  for (const { draw, points } of commands) {
    text += `${operands(draw, points, pen)}${operators[draw]}\n`;
    if (points.length >= 2) pen = [points.at(-2) ?? 0, points.at(-1) ?? 0];
  }
  return text;
}

const operators = { M: 'm', L: 'l', Q: 'c', C: 'c', Z: 'h' } as const;

function operands(
  draw: Command['draw'],
  points: readonly number[],
  [x, y]: readonly [number, number],
): string {
  const [a = 0, b = 0, endX = 0, endY = 0] = points;
  const raised = [
    x + ((a - x) * 2) / 3,
    y + ((b - y) * 2) / 3,
    endX + ((a - endX) * 2) / 3,
    endY + ((b - endY) * 2) / 3,
    endX,
    endY,
  ];
  return (draw === 'Q' ? raised : points).map((value) => `${short(value)} `).join('');
}

const short = (value: number): string => String(Math.round(value * 10_000) / 10_000);
