/**
 * A known code was scanned: at most one row an hour and place, for 30 days. No part of the index: it is not on the ledger, and a rebuild leaves it.
 * It names nobody: `place` is a keyed digest of a large part of the network.
 */
export interface ScanRow {
  serial: string;
  /** Hours since 1970. */
  hour: number;
  place: string;
  /** Which salt `place` was made with: places of two salts cannot be compared. */
  salt: number;
}
/** The salt in use: one row, of `one` = 0. When it is replaced the old one is gone. */
export interface ScanSaltRow {
  one: number;
  number: number;
  salt: string;
  /** Hour since which it is in use. */
  since: number;
}

export interface ScanTables {
  scans: ScanRow;
  scan_salt: ScanSaltRow;
}
