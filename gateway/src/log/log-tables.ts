/** A complete subtree of the tree of events: the leaves `place`·2^`level` and following, 2^`level` of them (docs/proof.md). Part of the index. */
export interface LogNodeRow {
  level: number;
  place: number;
  /** base64url. */
  hash: string;
}

/** How a subject stands after the last block. Part of the index. */
export interface SubjectRow {
  kind: string;
  id: string;
  events: number;
  /** Chained digest of the events' ids. */
  digest: string;
  /** Canonical JSON. */
  state: string;
}

/** Which events touch a subject. Part of the index. */
export interface SubjectEventRow {
  kind: string;
  id: string;
  event: number;
}

/** A checkpoint that an organisation has signed and told on the ledger. Part of the index; nothing in it is verified. */
export interface CosignRow {
  event: number;
  party: string;
  device: string;
  size: number;
  note: string;
  signature: string;
}

/** How a subject stood after a block, until the map has taken it in. */
export interface StateChangeRow {
  block: number;
  kind: string;
  id: string;
  /** Canonical JSON `{digest, events, state}`. */
  value: string;
}

/** Sixteen places of the map under a prefix of its keys (state-page.ts). */
export interface StatePageRow {
  /** Hexadecimal digits of the keys below. */
  prefix: string;
  slots: string;
}

/** A page as it was before the map took in block `until`. */
export interface PastPageRow extends StatePageRow {
  until: number;
}

/** The map as it stood after a block, while it can still be asked. The last is the map as it is. */
export interface StateVersionRow {
  block: number;
  root: string;
}

/** What follows from the index and from when checkpoints were made: no part of the index's digest. */
export interface LogTables {
  state_changes: StateChangeRow;
  state_pages: StatePageRow;
  past_pages: PastPageRow;
  state_versions: StateVersionRow;
}

export const logTableNames = [
  'state_changes',
  'state_pages',
  'past_pages',
  'state_versions',
] as const satisfies readonly (keyof LogTables)[];
