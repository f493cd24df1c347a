import bwipjs from 'bwip-js/node';
import { type Elements, elementString } from './element-string.ts';
import type { QrMatrix } from './qr.ts';

/** Light modules around a Data Matrix (ISO/IEC 16022 §7.5): one. */
export const dataMatrixQuietModules = 1;

/** The GS1 DataMatrix (ECC 200, FNC1 first) of a label, square. */
export function dataMatrix(elements: Elements): QrMatrix {
  // GS1's own syntax with parentheses cannot write a lot number that holds some.
  const [symbol] = bwipjs.raw({
    bcid: 'datamatrix',
    text: elementString(elements, '^FNC1'),
    parsefnc: true,
  }) as readonly { readonly pixs: readonly number[]; readonly pixx: number }[];
  if (!symbol) throw new RangeError('the elements fit into no Data Matrix');
  const { pixs, pixx: size } = symbol;
  return { size, isDark: (row, column) => pixs[row * size + column] === 1 };
}
