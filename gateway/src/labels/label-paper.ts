import * as z from 'zod';
import { type LabelSize, labelLimits } from './label-layout.ts';

/** What labels are printed on: an A4 sheet of columns × rows, or a roll with one label a page. */
export type Paper =
  | { readonly kind: 'sheet'; readonly columns: number; readonly rows: number }
  | { readonly kind: 'roll'; readonly size: LabelSize };

export const a4: LabelSize = { width: 210, height: 297 };

/** `a4:3x8` (also `a4`), or `50x30` in millimetres. */
export const PaperSchema = z
  .string()
  .regex(/^(a4(:[1-9]\d?x[1-9]\d?)?|[1-9]\d{1,2}x[1-9]\d{1,2})$/)
  .transform(parsePaper)
  .refine((paper) => fits(labelSizeOf(paper)), { error: 'size' });

function parsePaper(text: string): Paper {
  const [first = 3, second = 8] = (text === 'a4' ? '3x8' : text.replace(/^a4:/, '')).split('x').map(Number);
  return text.startsWith('a4')
    ? { kind: 'sheet', columns: first, rows: second }
    : { kind: 'roll', size: { width: first, height: second } };
}

/** The size of one label. Labels of a sheet lie side by side over its whole width; what the rows leave is margin, half above and half below. */
export function labelSizeOf(paper: Paper): LabelSize {
  if (paper.kind === 'roll') return paper.size;
  return { width: a4.width / paper.columns, height: Math.floor(a4.height / paper.rows) };
}

const fits = ({ width, height }: LabelSize): boolean =>
  [width, height].every((side) => side >= labelLimits.sideMin && side <= labelLimits.sideMax);
