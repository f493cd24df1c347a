/** What the index keeps of a transaction for the audit: columns of `transactions`, null where its code is not 0. */
export interface AuditColumns {
  /** Of what it wrote to our namespace: digestWrites, hex. */
  writes_digest: string | null;
  submitter_msp: string | null;
  /** 1 for an organisation's admin (OU=admin), else 0. */
  submitter_is_admin: number | null;
  /** `chaincode function` of a call that is not ours; null for ours. */
  foreign_call: string | null;
}

export const auditColumns = ['writes_digest', 'submitter_msp', 'submitter_is_admin', 'foreign_call'] as const;

// The audit's own tables: no part of the index, so a rebuild leaves them. They are as trusted as the machine that they are on.

/** The world state as our own execution of the law has made it. */
export interface LawStateRow {
  key: string;
  /** Canonical JSON, UTF-8: what the law puts under the key. */
  value: Uint8Array;
}

/** How far the audit has come: one row, of `one` = 0. */
export interface AuditPlaceRow {
  one: number;
  /** The next transaction to look at. */
  block: number;
  tx: number;
  /** The next event, by its ordinal. */
  ordinal: number;
  /** Hash of the last block of which something was audited, '' before the first: it tells another ledger. */
  hash: string;
}

/**
 * EVENT_REFUSED: the ledger recorded an event that the law refuses. BREACHES_DIFFER: with other breaches than the law finds.
 * WRITES_DIFFER: a transaction wrote something else than its events do. FOREIGN_WRITER: what wrote is no top-level call of `record`.
 * LAW_FAILED: our own execution has failed, so nothing is known of the transaction.
 */
export const alarmKinds = [
  'EVENT_REFUSED',
  'BREACHES_DIFFER',
  'WRITES_DIFFER',
  'FOREIGN_WRITER',
  'LAW_FAILED',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** One transaction that our execution does not agree with. At most one row each. */
export interface AlarmRow {
  /** 1 for the first. */
  number: number;
  block: number;
  tx: number;
  tx_id: string;
  /** The first event of the transaction that the alarm is about; null where it is about the transaction. */
  event: string | null;
  kind: AlarmKind;
  found: string;
  expected: string;
  raised_at: string;
}

export interface AuditTables {
  law_state: LawStateRow;
  audit_place: AuditPlaceRow;
  alarms: AlarmRow;
}
