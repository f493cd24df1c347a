import { type QrMatrix, quietModules } from './qr.ts';

/** A QR code as SVG with one path, one unit a module; it can be printed in any size. */
export function renderSvg(matrix: QrMatrix): string {
  const side = matrix.size + 2 * quietModules;
  const path = Array.from({ length: matrix.size }, (_, row) => rowPath(matrix, row)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`;
}

/** One rectangle for each run of dark modules. */
function rowPath(matrix: QrMatrix, row: number): string {
  let path = '';
  for (let column = 0; column < matrix.size; column++) {
    if (!matrix.isDark(row, column)) continue;
    const start = column;
    while (column + 1 < matrix.size && matrix.isDark(row, column + 1)) column++;
    const width = column - start + 1;
    path += `M${start + quietModules} ${row + quietModules}h${width}v1h-${width}z`;
  }
  return path;
}
