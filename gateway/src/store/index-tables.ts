import type { AuditColumns } from '../audit/audit-tables.ts';
import type { CosignRow, LogNodeRow, SubjectEventRow, SubjectRow } from '../log/log-tables.ts';
import type { LawTables } from './law-tables.ts';

/**
 * The rows of the index. All of them follow from the blocks alone, so a rebuild gives the same ones (digest.ts).
 * Instants are RFC 3339 in UTC with milliseconds; amounts, names and lists are canonical JSON text; `event` is the event's ordinal.
 */
export interface BlockRow {
  number: number;
  /** SHA-256 of the header, hex. */
  hash: string;
  /** The latest timestamp of a VALID transaction up to here; null before the first. */
  time: string | null;
}
/** Every transaction of ours, the invalid ones too, and VALID ones of others that write to our namespace. */
export interface TransactionRow extends AuditColumns {
  block: number;
  tx: number;
  tx_id: string;
  /** Fabric's TxValidationCode; 0 is VALID. */
  code: number;
  /** The endorsed results, JSON text; null where the code is not 0. */
  results: string | null;
}
export interface EventRow {
  /** Place among all recorded events in ledger order, from 0: the leaf's index in the log (proof.md §2). */
  ordinal: number;
  id: string;
  act: string;
  party: string;
  device: string;
  sequence: number;
  previous: string | null;
  said_at: string;
  recorded_at: string;
  block: number;
  tx: number;
  place: number;
  cosigners: number;
  breaches: string;
  site: string | null;
  site_party: string | null;
  counterparty: string | null;
  shipment: string | null;
  /** What the act says beside its lots: operation, soldTo, reason. */
  particulars: string | null;
  envelope: string;
}
/** A founded organisation and its present keys. */
export interface OrganisationRow {
  msp: string;
  network: string;
  party: string;
  registrar: string;
  log: string;
  service: string;
  event: number;
}
export interface PartyRow {
  id: string;
  organisation: string;
  roles: string;
  division: string;
  names: string | null;
  remits: string | null;
  division_prefix: string | null;
  /** active, suspended or withdrawn. */
  state: string;
  event: number;
}
export interface DeviceRow {
  kid: string;
  party: string;
  role: string;
  x: string;
  y: string;
  valid_from: string;
  valid_until: string | null;
  person: string | null;
  revoked_at: string | null;
  event: number;
}
export interface SiteRow {
  party: string;
  code: string;
  kind: string;
  division: string;
  gln: string | null;
  state: string;
  event: number;
}
export interface CategoryRow {
  code: string;
  commodity: string;
  names: string;
  measures: string;
  remits: string;
  /** What the law asks of such goods: stage, use, declared, papers, tests, recountPermille, ceilings. */
  rules: string;
  event: number;
}
export interface ProductRow {
  gtin: string;
  owner: string;
  category: string;
  names: string;
  net_content: string | null;
  shelf_life_days: number | null;
  standard: string | null;
  net_content_permille: number | null;
  contains: string | null;
  event: number;
}
export interface LotRow {
  id: string;
  gtin: string;
  maker: string;
  site: string;
  created: string;
  best_before: string | null;
  /** The event that made it; the lots that this event used are its parents. */
  event: number;
}
/** Which lots an event touches, and the lineage: a transform's `in` lots are the parents of its `out` lots. */
export interface EventLotRow {
  event: number;
  n: number;
  side: 'in' | 'out' | 'line';
  lot: string;
  amount: string;
  /** What became of a shipment's line: accepted, refused, missing, takenBack, writtenOff, returned. */
  outcome: string | null;
}
/**
 * Where an amount of a lot can be. `made` and `recounted` are contra accounts: minus what was created, and minus what counting found
 * beyond the books (so positive for what it missed); with them a lot's accounts sum to 0.
 */
export type Account =
  | 'made'
  | 'held'
  | 'loaded'
  | 'returned'
  | 'transit'
  | 'used'
  | 'sold'
  | 'disposed'
  | 'recounted';
export interface BalanceRow {
  lot: string;
  account: Account;
  party: string;
  /** The party's site; in transit the shipment's number, loaded the unit's SSCC. */
  place: string;
  /** 0 where the lot is not counted in the measure. */
  count: number;
  mass_g: number;
  volume_ml: number;
}
/** One movement into (positive) or out of (negative) an account; the entries of one event and lot sum to 0. */
export interface EntryRow extends BalanceRow {
  event: number;
  n: number;
}
export interface ShipmentRow {
  id: string;
  sender: string;
  addressee: string;
  site: string;
  carrier: string | null;
  departure: string;
  state: string;
  event: number;
}
export interface ShipmentLineRow {
  shipment: string;
  n: number;
  lot: string;
  sent: string;
  /** 1 for goods that customers gave back. */
  returned: number;
}

export interface IndexTables extends LawTables {
  blocks: BlockRow;
  transactions: TransactionRow;
  events: EventRow;
  organisations: OrganisationRow;
  parties: PartyRow;
  devices: DeviceRow;
  sites: SiteRow;
  categories: CategoryRow;
  products: ProductRow;
  lots: LotRow;
  event_lots: EventLotRow;
  entries: EntryRow;
  balances: BalanceRow;
  shipments: ShipmentRow;
  shipment_lines: ShipmentLineRow;
  log_nodes: LogNodeRow;
  subjects: SubjectRow;
  subject_events: SubjectEventRow;
  cosigns: CosignRow;
}
