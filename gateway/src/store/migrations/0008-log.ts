import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { columnTypes } from './columns.ts';
import { create, index } from './create-table.ts';

/** The tree of events, the subjects of the map of states, cosignatures, and the map itself, as log/log-tables.ts describes them. */
export function logMigration(engine: Engine): Migration {
  const types = columnTypes(engine);
  const subject = { kind: 'text', id: 'text' } as const;
  const page = { prefix: 'text', slots: 'text' } as const;
  return {
    async up(db: Kysely<unknown>) {
      await index(db, 'events', ['block', 'ordinal']);
      await create(db, 'log_nodes', {
        types,
        byKey: true,
        key: ['level', 'place'],
        columns: { level: 'whole', place: 'whole', hash: 'text' },
      });
      await create(db, 'subjects', {
        types,
        byKey: true,
        key: ['kind', 'id'],
        columns: { ...subject, events: 'whole', digest: 'text', state: 'text' },
      });
      await create(db, 'subject_events', {
        types,
        byKey: true,
        event: true,
        key: ['kind', 'id', 'event'],
        columns: { ...subject, event: 'whole' },
      });
      await create(db, 'cosigns', {
        types,
        event: true,
        key: ['event'],
        columns: {
          event: 'whole',
          party: 'text',
          device: 'text',
          size: 'whole',
          note: 'text',
          signature: 'text',
        },
      });
      await index(db, 'cosigns', ['size']);
      await create(db, 'state_changes', {
        types,
        byKey: true,
        key: ['block', 'kind', 'id'],
        columns: { block: 'whole', ...subject, value: 'text' },
      });
      await create(db, 'state_pages', { types, byKey: true, key: ['prefix'], columns: page });
      await create(db, 'past_pages', {
        types,
        byKey: true,
        key: ['prefix', 'until'],
        columns: { ...page, until: 'whole' },
      });
      await index(db, 'past_pages', ['until']);
      await create(db, 'state_versions', {
        types,
        key: ['block'],
        columns: { block: 'whole', root: 'text' },
      });
    },
  };
}
