import type {
  BalanceRow,
  EventRow,
  IndexTables,
  OrganisationRow,
  ShipmentLineRow,
  ShipmentRow,
} from '../store/index-tables.ts';

/** The tables whose rows are only ever added. */
export type AddedTable = Exclude<
  keyof IndexTables,
  'blocks' | 'transactions' | 'parties' | 'organisations' | 'balances' | 'shipments'
>;

/** A shipment as the index has it, with its lines. */
export interface KnownShipment {
  readonly row: ShipmentRow;
  readonly lines: readonly ShipmentLineRow[];
}

/** What projecting events needs from the rows that are there already. */
export interface Facts {
  readonly nextOrdinal: number;
  readonly organisations: ReadonlyMap<string, OrganisationRow>;
  readonly shipments: ReadonlyMap<string, KnownShipment>;
}

/** The changes that follow from a run of events, ready to be written together. */
export interface Rows {
  readonly added: { readonly [T in AddedTable]: IndexTables[T][] };
  readonly parties: Map<string, IndexTables['parties']>;
  readonly organisations: Map<string, OrganisationRow>;
  /** Sums of the entries, to be added to the balances. */
  readonly balances: Map<string, BalanceRow>;
  /** Shipments that are new or stand otherwise than before. */
  readonly shipments: Map<string, ShipmentRow>;
  /** Key id → recorded time of its revocation. The first revocation stands. */
  readonly revoked: Map<string, string>;
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
    },
    parties: new Map(),
    organisations: new Map(),
    balances: new Map(),
    shipments: new Map(),
    revoked: new Map(),
  };
}

/** What an act sets in its event's own row. */
export type EventDetails = Partial<
  Pick<EventRow, 'site' | 'site_party' | 'counterparty' | 'shipment' | 'particulars'>
>;
