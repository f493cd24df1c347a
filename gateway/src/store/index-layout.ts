import { auditColumns } from '../audit/audit-tables.ts';
import type { IndexTables } from './index-tables.ts';
import { lawLayout } from './law-layout.ts';

type Layout = {
  [T in keyof IndexTables]: {
    key: readonly (keyof IndexTables[T])[];
    rest: readonly (keyof IndexTables[T])[];
  };
};

/** The columns of every table, its key first, in the order of foreign keys: what inserts and the digest go by. */
export const indexLayout = {
  blocks: { key: ['number'], rest: ['hash', 'time'] },
  transactions: { key: ['block', 'tx'], rest: ['tx_id', 'code', 'results', ...auditColumns] },
  events: {
    key: ['ordinal'],
    rest: [
      'id',
      'act',
      'party',
      'device',
      'sequence',
      'previous',
      'said_at',
      'recorded_at',
      'block',
      'tx',
      'place',
      'cosigners',
      'breaches',
      'site',
      'site_party',
      'counterparty',
      'shipment',
      'particulars',
      'envelope',
    ],
  },
  organisations: { key: ['msp'], rest: ['network', 'party', 'registrar', 'log', 'service', 'event'] },
  parties: {
    key: ['id'],
    rest: ['organisation', 'roles', 'division', 'names', 'remits', 'division_prefix', 'state', 'event'],
  },
  devices: {
    key: ['kid'],
    rest: ['party', 'role', 'x', 'y', 'valid_from', 'valid_until', 'person', 'revoked_at', 'event'],
  },
  sites: { key: ['party', 'code'], rest: ['kind', 'division', 'gln', 'state', 'event'] },
  categories: { key: ['code'], rest: ['commodity', 'names', 'measures', 'remits', 'rules', 'event'] },
  products: {
    key: ['gtin'],
    rest: [
      'owner',
      'category',
      'names',
      'net_content',
      'shelf_life_days',
      'standard',
      'net_content_permille',
      'contains',
      'event',
    ],
  },
  lots: { key: ['id'], rest: ['gtin', 'maker', 'site', 'created', 'best_before', 'event'] },
  event_lots: { key: ['event', 'n'], rest: ['side', 'lot', 'amount', 'outcome'] },
  entries: {
    key: ['event', 'n'],
    rest: ['lot', 'account', 'party', 'place', 'count', 'mass_g', 'volume_ml'],
  },
  balances: { key: ['lot', 'account', 'party', 'place'], rest: ['count', 'mass_g', 'volume_ml'] },
  shipments: {
    key: ['id'],
    rest: ['sender', 'addressee', 'site', 'carrier', 'departure', 'state', 'event'],
  },
  shipment_lines: { key: ['shipment', 'n'], rest: ['lot', 'sent', 'returned'] },
  ...lawLayout,
  log_nodes: { key: ['level', 'place'], rest: ['hash'] },
  subjects: { key: ['kind', 'id'], rest: ['events', 'digest', 'state'] },
  subject_events: { key: ['kind', 'id', 'event'], rest: [] },
  cosigns: { key: ['event'], rest: ['party', 'device', 'size', 'note', 'signature'] },
} as const satisfies Layout;

export const indexTableNames = Object.keys(indexLayout) as readonly (keyof IndexTables)[];

/** The columns of a table, its key first. */
export function columnsOf(table: keyof IndexTables): readonly string[] {
  return [...indexLayout[table].key, ...indexLayout[table].rest];
}
