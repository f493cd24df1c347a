import type { TraceEvent } from '@mengsu/chaincode/model';
import type {
  BalanceRow,
  EntryRow,
  EventRow,
  IndexTables,
  OrganisationRow,
  ShipmentLineRow,
  ShipmentRow,
} from '../store/index-tables.ts';
import type { LotClaimRow, QuotaUseRow } from '../store/law-tables.ts';

/** The tables whose rows a later event may replace whole. */
export type KeptTable = 'parties' | 'organisations' | 'shipments' | 'mandates' | 'capacities' | 'units';

/** The tables whose rows are only ever added; some of their columns may change later. */
export type AddedTable = Exclude<
  keyof IndexTables,
  'blocks' | 'transactions' | 'balances' | 'log_nodes' | 'subjects' | 'subject_events' | KeptTable
>;

/** The tables of which an event may set columns in a row of an earlier one. */
export type ChangedTable =
  | 'parties'
  | 'sites'
  | 'certificates'
  | 'quotas'
  | 'mandates'
  | 'declarations'
  | 'holds'
  | 'recalls'
  | 'orders'
  | 'units'
  | 'lot_claims';

/** Columns that are set in the row of a key. */
export interface Change {
  readonly table: ChangedTable;
  readonly key: Readonly<Record<string, string>>;
  readonly set: Readonly<Record<string, string | number | null>>;
}

/** A shipment as the index has it, with its lines. */
export interface KnownShipment {
  readonly row: ShipmentRow;
  readonly lines: readonly ShipmentLineRow[];
}

/** An event that a later one corrects or releases, with what it moved. */
export interface KnownEvent {
  readonly ordinal: number;
  readonly event: TraceEvent;
  readonly entries: readonly EntryRow[];
  readonly quotaUses: readonly QuotaUseRow[];
}

/** Rows of earlier blocks by their key, parts joined by strokes: those that judging claims needs. */
export interface ClaimFacts {
  readonly categories: ReadonlyMap<string, IndexTables['categories']>;
  readonly products: ReadonlyMap<string, IndexTables['products']>;
  readonly certificates: ReadonlyMap<string, IndexTables['certificates']>;
  readonly quotas: ReadonlyMap<string, IndexTables['quotas']>;
  readonly sites: ReadonlyMap<string, IndexTables['sites']>;
  readonly processes: ReadonlyMap<string, IndexTables['processes']>;
  readonly parties: ReadonlyMap<string, IndexTables['parties']>;
  readonly devices: ReadonlyMap<string, IndexTables['devices']>;
  readonly claims: ReadonlyMap<string, readonly LotClaimRow[]>;
}

/** What projecting events needs from the rows that are there already. */
export interface Facts extends ClaimFacts {
  readonly nextOrdinal: number;
  readonly organisations: ReadonlyMap<string, OrganisationRow>;
  readonly shipments: ReadonlyMap<string, KnownShipment>;
  /** Of recounted holdings. */
  readonly balances: ReadonlyMap<string, BalanceRow>;
  /** By id. */
  readonly corrected: ReadonlyMap<string, KnownEvent>;
  /** Lot → maker, of lots that their holders tested. */
  readonly makers: ReadonlyMap<string, string>;
  /** Parties under a hold that stands: by hold id. */
  readonly partyHolds: ReadonlyMap<string, string>;
}

/** The changes that follow from a run of events, ready to be written together. */
export interface Rows {
  readonly added: { readonly [T in AddedTable]: IndexTables[T][] };
  readonly parties: Map<string, IndexTables['parties']>;
  readonly organisations: Map<string, OrganisationRow>;
  readonly mandates: Map<string, IndexTables['mandates']>;
  readonly capacities: Map<string, IndexTables['capacities']>;
  readonly units: Map<string, IndexTables['units']>;
  /** Sums of the entries, to be added to the balances. */
  readonly balances: Map<string, BalanceRow>;
  /** Shipments that are new or stand otherwise than before. */
  readonly shipments: Map<string, ShipmentRow>;
  /** Key id → recorded time of its revocation. The first revocation stands. */
  readonly revoked: Map<string, string>;
  /** By table and key; they come after everything that is added. */
  readonly changes: Map<string, Change>;
}

export function noRows(): Rows {
  return {
    added: {
      events: [],
      devices: [],
      sites: [],
      categories: [],
      products: [],
      lots: [],
      event_lots: [],
      entries: [],
      shipment_lines: [],
      inputs: [],
      processes: [],
      certificates: [],
      quotas: [],
      quota_uses: [],
      lot_claims: [],
      treatments: [],
      samples: [],
      inspections: [],
      declarations: [],
      code_sets: [],
      code_ranges: [],
      holds: [],
      hold_lots: [],
      carried_holds: [],
      recalls: [],
      recall_lots: [],
      recall_responses: [],
      orders: [],
      corrections: [],
      cases: [],
      cosigns: [],
    },
    parties: new Map(),
    organisations: new Map(),
    mandates: new Map(),
    capacities: new Map(),
    units: new Map(),
    balances: new Map(),
    shipments: new Map(),
    revoked: new Map(),
    changes: new Map(),
  };
}

/** What an act sets in its event's own row. */
export type EventDetails = Partial<
  Pick<EventRow, 'site' | 'site_party' | 'counterparty' | 'shipment' | 'particulars'>
>;
