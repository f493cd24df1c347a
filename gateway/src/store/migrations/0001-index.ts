import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { type ColumnTypes, columnTypes } from './columns.ts';
import { create, index } from './create-table.ts';

/** The tables of the index, as index-tables.ts describes them. */
export function indexMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  return {
    async up(db: Kysely<unknown>) {
      await createLedger(db, types);
      await createRegistry(db, types);
      await createGoods(db, types);
      await createLots(db, types);
      await createMovements(db, types);
      await createShipments(db, types);
    },
  };
}

async function createLedger(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await create(db, 'blocks', {
    types,
    key: ['number'],
    columns: { number: 'whole', hash: 'text', time: 'text?' },
  });
  await create(db, 'transactions', {
    types,
    key: ['block', 'tx'],
    columns: { block: 'whole', tx: 'whole', tx_id: 'text', code: 'whole', results: 'text?' },
  });
  await index(db, 'transactions', ['tx_id']);
  await create(db, 'events', {
    types,
    key: ['ordinal'],
    unique: ['id'],
    columns: {
      ordinal: 'whole',
      id: 'text',
      act: 'text',
      party: 'text',
      device: 'text',
      sequence: 'whole',
      previous: 'text?',
      said_at: 'text',
      recorded_at: 'text',
      block: 'whole',
      tx: 'whole',
      place: 'whole',
      cosigners: 'whole',
      breaches: 'text',
      site: 'text?',
      site_party: 'text?',
      counterparty: 'text?',
      shipment: 'text?',
      particulars: 'text?',
      envelope: 'text',
    },
  });
  await index(db, 'events', ['device', 'sequence']);
}

async function createRegistry(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const common = { types, event: true } as const;
  await create(db, 'organisations', {
    ...common,
    key: ['msp'],
    columns: {
      msp: 'text',
      network: 'text',
      party: 'text',
      registrar: 'text',
      log: 'text',
      service: 'text',
      event: 'whole',
    },
  });
  await create(db, 'parties', {
    ...common,
    key: ['id'],
    columns: {
      id: 'text',
      organisation: 'text',
      roles: 'text',
      division: 'text',
      names: 'text?',
      remits: 'text?',
      division_prefix: 'text?',
      event: 'whole',
    },
  });
  await create(db, 'devices', {
    ...common,
    key: ['kid'],
    columns: {
      kid: 'text',
      party: 'text',
      role: 'text',
      x: 'text',
      y: 'text',
      valid_from: 'text',
      valid_until: 'text?',
      person: 'text?',
      revoked_at: 'text?',
      event: 'whole',
    },
  });
  await index(db, 'devices', ['party']);
}

async function createGoods(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const common = { types, event: true } as const;
  await create(db, 'sites', {
    ...common,
    key: ['party', 'code'],
    columns: { party: 'text', code: 'text', kind: 'text', division: 'text', gln: 'text?', event: 'whole' },
  });
  await create(db, 'categories', {
    ...common,
    key: ['code'],
    columns: {
      code: 'text',
      commodity: 'text',
      names: 'text',
      measures: 'text',
      remits: 'text',
      event: 'whole',
    },
  });
  await create(db, 'products', {
    ...common,
    key: ['gtin'],
    columns: {
      gtin: 'text',
      owner: 'text',
      category: 'text',
      names: 'text',
      net_content: 'text?',
      shelf_life_days: 'whole?',
      standard: 'text?',
      event: 'whole',
    },
  });
}

async function createLots(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await create(db, 'lots', {
    types,
    event: true,
    key: ['id'],
    columns: {
      id: 'text',
      gtin: 'text',
      maker: 'text',
      site: 'text',
      created: 'text',
      best_before: 'text?',
      event: 'whole',
    },
  });
  await create(db, 'event_lots', {
    types,
    event: true,
    byKey: true,
    key: ['event', 'n'],
    columns: { event: 'whole', n: 'whole', side: 'text', lot: 'text', amount: 'text', outcome: 'text?' },
  });
  await index(db, 'event_lots', ['lot', 'side', 'event']);
}

async function createMovements(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  const balance = {
    lot: 'text',
    account: 'text',
    party: 'text',
    place: 'text',
    count: 'whole',
    mass_g: 'whole',
    volume_ml: 'whole',
  } as const;
  await create(db, 'entries', {
    types,
    event: true,
    byKey: true,
    key: ['event', 'n'],
    columns: { event: 'whole', n: 'whole', ...balance },
  });
  await create(db, 'balances', {
    types,
    byKey: true,
    key: ['lot', 'account', 'party', 'place'],
    columns: balance,
  });
}

async function createShipments(db: Kysely<unknown>, types: ColumnTypes): Promise<void> {
  await create(db, 'shipments', {
    types,
    event: true,
    key: ['id'],
    columns: {
      id: 'text',
      sender: 'text',
      addressee: 'text',
      site: 'text',
      carrier: 'text?',
      departure: 'text',
      state: 'text',
      event: 'whole',
    },
  });
  await create(db, 'shipment_lines', {
    types,
    byKey: true,
    key: ['shipment', 'n'],
    columns: { shipment: 'text', n: 'whole', lot: 'text', sent: 'text' },
  });
}
