import type { ColumnDataType, Kysely, RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { type ColumnTypes, columnTypes } from './columns.ts';
import { create, index } from './create-table.ts';

/**
 * The tables of what the law grants, finds and orders, as law-tables.ts describes them, and new columns of older tables.
 * The older rows lack what these events say, so the index is emptied: the gateway then reads the ledger again from block 0.
 */
export function lawMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  return {
    async up(db: Kysely<unknown>) {
      await emptyIndex(db as Kysely<OlderTables>);
      await addColumns(db, types);
      for (const [name, shape] of Object.entries(tables)) {
        const columns = columnsOf(shape);
        const event = 'event' in columns;
        await create(db, name, { types, byKey: true, key: shape.key.split(' '), columns, event });
      }
      for (const [table, columns] of indexes) await index(db, table, columns);
    },
  };
}

/** Those that refer to others first. */
const olderTables = [
  'shipment_lines',
  'shipments',
  'balances',
  'entries',
  'event_lots',
  'lots',
  'products',
  'categories',
  'sites',
  'devices',
  'parties',
  'organisations',
  'events',
  'transactions',
  'blocks',
] as const;
type OlderTables = { readonly [T in (typeof olderTables)[number]]: object };

async function emptyIndex(db: Kysely<OlderTables>): Promise<void> {
  for (const table of olderTables) await db.deleteFrom(table).execute();
}

async function addColumns(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  // A raw type is the only way to name a collation.
  const as = (type: RawBuilder<unknown>) => type as RawBuilder<ColumnDataType>;
  const add = (table: string, column: string, kind: 'text' | 'whole', byDefault?: string | number) =>
    db.schema
      .alterTable(table)
      .addColumn(column, as(types[kind]), (built) =>
        byDefault === undefined ? built : built.notNull().defaultTo(byDefault),
      )
      .execute();
  await add('parties', 'state', 'text', 'active');
  await add('sites', 'state', 'text', 'active');
  await add('categories', 'rules', 'text', '{}');
  await add('products', 'net_content_permille', 'whole');
  await add('products', 'contains', 'text');
  await add('shipment_lines', 'returned', 'whole', 0);
}

/** `#` marks a whole number, `?` what may be null. */
interface Shape {
  readonly key: string;
  readonly columns: string;
}

const kinds = { '': 'text', '?': 'text?', '#': 'whole', '#?': 'whole?' } as const;

function columnsOf({ columns }: Shape): Record<string, (typeof kinds)[keyof typeof kinds]> {
  const named = columns.split(' ').map((column) => {
    const name = column.replace(/[#?]+$/, '');
    return [name, kinds[column.slice(name.length) as keyof typeof kinds]] as const;
  });
  return Object.fromEntries(named);
}

const tables: Readonly<Record<string, Shape>> = {
  mandates: {
    key: 'principal delegate',
    columns: 'principal delegate acts gtins until paper? ended_at? event#',
  },
  inputs: { key: 'number', columns: 'number kind names intervals event#' },
  processes: { key: 'id', columns: 'id names principal outputs additions? event#' },
  certificates: {
    key: 'id',
    columns: 'id issuer scheme holder products categories sites valid_from valid_until paper? state event#',
  },
  capacities: { key: 'party site commodity', columns: 'party site commodity classes event#' },
  quotas: {
    key: 'party site commodity season',
    columns: 'party site commodity season category valid_from valid_until granted state event#',
  },
  quota_uses: { key: 'event', columns: 'event# party site commodity season count# mass_g# volume_ml#' },
  lot_claims: { key: 'lot scheme', columns: 'lot scheme certificate lost# event#' },
  treatments: {
    key: 'event',
    columns: 'event# party site lot? input dose_milli# dose_unit used_from used_to',
  },
  samples: { key: 'id', columns: 'id lot inspector holder site amount purpose retained# event#' },
  inspections: { key: 'event', columns: 'event# lot party sample? certificate? verdict parameters? report' },
  declarations: { key: 'id', columns: 'id lot party site amount form# basis statements revoked_at? event#' },
  code_sets: { key: 'party lot number', columns: 'party lot number# count# root event#' },
  code_ranges: { key: 'event', columns: 'event# party lot number# first# last# reason?' },
  units: { key: 'party sscc', columns: 'party sscc site sent# event#' },
  holds: {
    key: 'id',
    columns:
      'id scope placed_by reason party? site? placed_at released_at? released_by? release_reason? event#',
  },
  hold_lots: { key: 'hold lot', columns: 'hold lot' },
  carried_holds: { key: 'hold lot', columns: 'hold lot' },
  recalls: {
    key: 'id',
    columns: 'id opened_by level# kind reason known_at drill# opened_at closed_at? outcome? event#',
  },
  recall_lots: { key: 'recall lot', columns: 'recall lot' },
  recall_responses: { key: 'event', columns: 'event# recall party site? found?' },
  orders: { key: 'id', columns: 'id ordered_by subject matter due document answered_at? answer? event#' },
  corrections: { key: 'corrected', columns: 'corrected# reason reversed# event#' },
  cases: { key: 'event', columns: 'event# act party lots breaches recorded_at' },
};

/** What is asked for by other columns than the key. */
const indexes: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['quota_uses', ['party', 'site', 'commodity', 'season']],
  ['treatments', ['lot']],
  ['treatments', ['party', 'site']],
  ['inspections', ['lot']],
  ['declarations', ['lot']],
  ['code_ranges', ['lot']],
  ['holds', ['party']],
  ['hold_lots', ['lot']],
  ['carried_holds', ['lot']],
  ['recall_lots', ['lot']],
  ['recall_responses', ['recall']],
];
