import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { indexMigration } from './0001-index.ts';
import { outboxMigration } from './0002-outbox.ts';
import { outboxStrangersMigration } from './0003-outbox-strangers.ts';

/** Every migration, in its order for ever: a number is never used again and what was released is never changed. */
export function migrations(engine: Engine): Record<string, Migration> {
  return {
    '0001-index': indexMigration(engine),
    '0002-outbox': outboxMigration(engine),
    '0003-outbox-strangers': outboxStrangersMigration(engine),
  };
}
