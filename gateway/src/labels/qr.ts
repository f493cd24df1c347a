import { create, type QRCodeSegment } from 'qrcode';

/** A QR code as its modules, row by row; true is dark. */
export interface QrMatrix {
  readonly size: number;
  isDark(row: number, column: number): boolean;
}

/** Light modules around the symbol (ISO/IEC 18004 §5.3.8). */
export const quietModules = 4;

/** Level M: a label may lose 15 % and still be read. Throws where the text does not fit into a symbol. */
export function qrMatrix(text: string): QrMatrix {
  const { modules } = create(segmentsOf(text), { errorCorrectionLevel: 'M' });
  return { size: modules.size, isDark: (row, column) => modules.get(row, column) === 1 };
}

/** Host in bytes, path in the alphanumeric mode where it can be: what the library finds after a long search, for the price of a look. */
function segmentsOf(text: string): string | QRCodeSegment[] {
  const [, host, path] = /^(https?:\/\/[^/]+)([0-9A-Z $%*+\-./:]+)$/.exec(text) ?? [];
  if (host === undefined || path === undefined) return text;
  return [
    { data: Buffer.from(host), mode: 'byte' },
    { data: path, mode: 'alphanumeric' },
  ];
}
