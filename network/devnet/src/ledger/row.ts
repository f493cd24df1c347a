/** Reads typed columns of a SQLite row: what STRICT tables promise is checked once more where it enters. */
export type Row = Record<string, null | number | bigint | string | Uint8Array>;

export function readNumber(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== 'number') throw new TypeError(`column ${column} is no number`);
  return value;
}

export function readText(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`column ${column} is no text`);
  return value;
}

export function readBytes(row: Row, column: string): Uint8Array {
  const value = readBytesOrNull(row, column);
  if (value === undefined) throw new TypeError(`column ${column} is NULL`);
  return value;
}

export function readBytesOrNull(row: Row, column: string): Uint8Array | undefined {
  const value = row[column];
  if (value === null || value === undefined) return undefined;
  if (!(value instanceof Uint8Array)) throw new TypeError(`column ${column} is no blob`);
  return value;
}
