import type { LabelFonts } from './fonts.ts';
import { type LabelLayout, type LabelSubject, layoutLabel } from './label-layout.ts';
import { a4, labelSizeOf, type Paper } from './label-paper.ts';
import { pdfAt, pdfParts } from './pdf-parts.ts';
import { PdfWriter, type Write } from './pdf-writer.ts';
import { zplLabels } from './zpl.ts';

export const printFormats = ['pdf', 'zpl'] as const;
export type PrintFormat = (typeof printFormats)[number];

export interface PrintRun {
  readonly subject: LabelSubject;
  /** Undefined for a label of the lot. */
  readonly serials: AsyncIterable<string | undefined>;
  readonly format: PrintFormat;
  readonly paper: Paper;
  readonly dotsPerMm: number;
  readonly fonts: LabelFonts;
  readonly publicUrl: string;
  readonly write: Write;
  readonly onProgress?: (done: number) => void;
}

/** Draws labels one after the other, in flat memory. Answers how many. Throws LabelTooSmall or FontError before anything is written. */
export async function printLabels(run: PrintRun): Promise<number> {
  const layout = await layoutLabel(run.subject, { ...run, size: labelSizeOf(run.paper) });
  return run.format === 'pdf' ? printPdf(run, layout) : printZpl(run, layout);
}

async function printZpl(run: PrintRun, layout: LabelLayout): Promise<number> {
  const zpl = zplLabels(layout, { font: run.fonts.chinese, dotsPerMm: run.dotsPerMm });
  await run.write(Buffer.from(zpl.head));
  let done = 0;
  for await (const serial of run.serials) {
    await run.write(Buffer.from(zpl.label(serial)));
    done += 1;
    run.onProgress?.(done);
  }
  await run.write(Buffer.from(zpl.tail));
  return done;
}

async function printPdf(run: PrintRun, layout: LabelLayout): Promise<number> {
  const { paper } = run;
  const places = placesOn(paper, layout);
  const pdf = new PdfWriter(run.write, paper.kind === 'sheet' ? a4 : layout.size);
  await pdf.begin(pdfParts(layout.fixed));
  let [done, page] = [0, ''];
  for await (const serial of run.serials) {
    const [x = 0, y = 0] = places[done % places.length] ?? [];
    page += pdfAt(x, y, `/Fixed Do\n${pdfParts(layout.partsOf(serial))}`);
    done += 1;
    if (done % places.length > 0) continue;
    await pdf.page(page);
    page = '';
    run.onProgress?.(done);
  }
  if (page !== '') await pdf.page(page);
  await pdf.end();
  return done;
}

/** Where the labels of a page begin, row by row. */
function placesOn(paper: Paper, { size }: LabelLayout): readonly (readonly [x: number, y: number])[] {
  if (paper.kind === 'roll') return [[0, 0]];
  const top = (a4.height - paper.rows * size.height) / 2;
  return Array.from({ length: paper.columns * paper.rows }, (_, index) => [
    (index % paper.columns) * size.width,
    top + Math.floor(index / paper.columns) * size.height,
  ]);
}
