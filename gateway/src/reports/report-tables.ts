/** What people told: 投诉 (complaint) and 举报 (disclosure). No part of the ledger and none of the index, so a rebuild leaves it. */
export interface ReportRow {
  /** `T` and 12 characters: all that is needed to ask how it stands. */
  receipt: string;
  /** SHA-256 of the form's nonce: the same form sent twice is one report. */
  nonce: string;
  kind: ReportKind;
  matter: string;
  /** Words and contact, sealed (seal.ts). */
  sealed: string;
  gtin: string | null;
  lot: string | null;
  serial: string | null;
  /** The division that it was routed by; null where the code is unknown or absent. */
  division: string | null;
  /** JSON list of the regulators over that division and such goods, the nearest first. */
  regulators: string;
  /** The maker whom a complaint goes to as well; null for every disclosure. */
  maker: string | null;
  received_at: string;
  /** The last day (北京时间) of the clock of a complaint. */
  due_on: string | null;
  keep_until: string;
  answered_at: string | null;
  /** The answer, sealed. */
  answer: string | null;
}

/** Who has looked at reports, and when. */
export interface ReportLookRow {
  id: string;
  at: string;
  /** The name of the account on the machine. */
  who: string;
  what: 'list' | 'show' | 'answer';
  /** '' for a list. */
  receipt: string;
}

export type ReportKind = 'complaint' | 'disclosure';

export interface ReportTables {
  reports: ReportRow;
  report_looks: ReportLookRow;
}
