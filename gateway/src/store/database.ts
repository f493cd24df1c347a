import type { Kysely, Transaction } from 'kysely';
import type { AuditTables } from '../audit/audit-tables.ts';
import type { ScanTables } from '../codes/scan-tables.ts';
import type { LogTables } from '../log/log-tables.ts';
import type { OutboxTables } from '../outbox/outbox-tables.ts';
import type { ReportTables } from '../reports/report-tables.ts';
import type { SpreadTables } from '../spread/spread-tables.ts';
import type { IndexTables } from './index-tables.ts';
import type { IndexVersionTables } from './index-version.ts';

/** Every table of the gateway's store. */
export interface Database
  extends IndexTables,
    IndexVersionTables,
    LogTables,
    OutboxTables,
    AuditTables,
    SpreadTables,
    ScanTables,
    ReportTables {}

/** A connection or a transaction: what queries take. */
export type Queryable = Kysely<Database> | Transaction<Database>;
