import type { Migration } from 'kysely/migration';
import type { Engine } from '../engine.ts';
import { indexMigration } from './0001-index.ts';
import { outboxMigration } from './0002-outbox.ts';
import { outboxStrangersMigration } from './0003-outbox-strangers.ts';
import { lawMigration } from './0004-law.ts';
import { auditMigration } from './0005-audit.ts';
import { spreadMigration } from './0006-spread.ts';
import { indexVersionMigration } from './0007-index-version.ts';
import { logMigration } from './0008-log.ts';
import { codesMigration } from './0009-codes.ts';
import { reportsMigration } from './0010-reports.ts';

/** Every migration, in its order for ever: a number is never used again and what was released is never changed. */
export function migrations(engine: Engine): Record<string, Migration> {
  return {
    '0001-index': indexMigration(engine),
    '0002-outbox': outboxMigration(engine),
    '0003-outbox-strangers': outboxStrangersMigration(engine),
    '0004-law': lawMigration(engine),
    '0005-audit': auditMigration(engine),
    '0006-spread': spreadMigration(engine),
    '0007-index-version': indexVersionMigration(engine),
    '0008-log': logMigration(engine),
    '0009-codes': codesMigration(engine),
    '0010-reports': reportsMigration(engine),
  };
}
