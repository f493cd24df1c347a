import type { LabelLayout, LabelPart } from './label-layout.ts';
import type { QrMatrix } from './qr.ts';

/** One label as SVG in millimetres. Names are shapes; the readable line, which is ASCII, is text. */
export function renderSvgLabel({ size, fixed, partsOf }: LabelLayout, serial: string | undefined): string {
  const { width, height } = size;
  const parts = [...fixed, ...partsOf(serial)].map(partOf).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}"><path fill="#fff" d="M0 0h${width}v${height}H0z"/>${parts}</svg>`;
}

function partOf(part: LabelPart): string {
  const { x, y } = part;
  if (part.kind === 'text')
    return `<text x="${short(x)}" y="${short(y)}" font-size="${short(part.size)}" font-family="Helvetica,Arial,sans-serif">${escapeXml(part.text)}</text>`;
  if (part.kind === 'outline') {
    const data = part.outline.commands.map(({ draw, points }) => draw + points.map(short).join(' ')).join('');
    return `<path transform="translate(${short(x)} ${short(y)}) scale(${short(part.size)})" d="${data}"/>`;
  }
  const { matrix, quiet, side } = part;
  const module = side / (matrix.size + 2 * quiet);
  return `<path shape-rendering="crispEdges" transform="translate(${short(x + quiet * module)} ${short(y + quiet * module)}) scale(${module})" d="${runsOf(matrix)}"/>`;
}

/** One rectangle for each run of dark modules, one unit a module. */
function runsOf(matrix: QrMatrix): string {
  let data = '';
  for (let row = 0; row < matrix.size; row++)
    for (let column = 0; column < matrix.size; column++) {
      if (!matrix.isDark(row, column)) continue;
      const start = column;
      while (column + 1 < matrix.size && matrix.isDark(row, column + 1)) column++;
      data += `M${start} ${row}h${column - start + 1}v1H${start}z`;
    }
  return data;
}

/** Thousandths are finer than any printer. */
const short = (value: number): string => String(Math.round(value * 1000) / 1000);

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
