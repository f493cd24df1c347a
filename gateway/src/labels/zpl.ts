import { type Bitmap, drawParts } from './bitmap.ts';
import type { LabelLayout } from './label-layout.ts';
import type { OutlineFont } from './outline.ts';

export interface ZplOptions {
  readonly font: OutlineFont;
  /** 8 of a printer of 203 dpi, 12 of 300 dpi. */
  readonly dotsPerMm: number;
}

/**
 * Labels in ZPL II as pictures: what a printer prints is what was tested, whatever fonts and symbologies it knows. What all labels share is stored in
 * the printer once and recalled.
 */
export function zplLabels(layout: LabelLayout, options: ZplOptions) {
  const { size } = layout;
  const { dotsPerMm } = options;
  const draw = (parts: LabelLayout['fixed']): Bitmap => drawParts(parts, { size, ...options });
  const [width, height] = [Math.round(size.width * dotsPerMm), Math.round(size.height * dotsPerMm)];
  const fixed = draw(layout.fixed);
  return {
    head: `~DGR:MENGSU.GRF,${fixed.bytes.length},${fixed.rowBytes},${compressed(fixed)}\n`,
    label(serial: string | undefined): string {
      const own = draw(layout.partsOf(serial));
      const { length } = own.bytes;
      return `^XA^PW${width}^LL${height}^LH0,0^FO0,0^XGR:MENGSU.GRF,1,1^FS^FO0,0^GFA,${length},${length},${own.rowBytes},${compressed(own)}^FS^XZ\n`;
    },
    tail: '^XA^IDR:MENGSU.GRF^FS^XZ\n',
  };
}

/** ZPL's own compression of hexadecimal rows: `,` fills a row with white, `:` repeats the row before, G–Y and g–z count. */
function compressed(bitmap: Bitmap): string {
  let text = '';
  let before = '';
  for (let y = 0; y < bitmap.height; y++) {
    const row = bitmap.bytes.toString('hex', y * bitmap.rowBytes, (y + 1) * bitmap.rowBytes).toUpperCase();
    text += row === before ? ':' : compressedRow(row);
    before = row;
  }
  return text;
}

function compressedRow(row: string): string {
  const dark = row.replace(/0+$/, '');
  const runs = dark.replace(/(.)\1+/g, (run, digit: string) => countOf(run.length) + digit);
  return dark.length === row.length ? runs : `${runs},`;
}

/** `g` to `z` are 20 to 400, `G` to `Y` 1 to 19. */
function countOf(count: number): string {
  if (count > 419) return countOf(400) + countOf(count - 400);
  const [twenties, ones] = [Math.floor(count / 20), count % 20];
  const letter = (base: string, steps: number): string =>
    steps === 0 ? '' : String.fromCharCode(base.charCodeAt(0) + steps - 1);
  return letter('g', twenties) + letter('G', ones);
}
