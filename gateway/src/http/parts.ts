import type { Organisation, PublicKey } from '@mengsu/chaincode/model';
import type { LotPageData, ProductPageData } from '@mengsu/web-scan/views';
import type { Logger } from 'pino';
import type { ItemDesk } from '../codes/item-desk.ts';
import type { LabelDesk } from '../labels/label-desk.ts';
import type { Proofs } from '../log/proofs.ts';
import type { Metrics } from '../metrics.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { RecordedStatus } from '../outbox/ports.ts';
import type { Readiness } from '../readiness.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import type { AlarmPage } from '../store/queries/alarms.ts';
import type { CasesAnswer, CasesQuestion } from '../store/queries/cases.ts';
import type { CertificateAnswer } from '../store/queries/certificates.ts';
import type { EventAnswer } from '../store/queries/event.ts';
import type { LotAnswer } from '../store/queries/lot.ts';
import type { QuotasAnswer } from '../store/queries/quotas.ts';
import type { TraceAnswer, TraceDirection } from '../store/queries/trace.ts';

export interface LotName {
  readonly gtin: string;
  readonly lot: string;
}

/** Everything that HTTP asks of the index. Undefined = not there. */
export interface Questions {
  keys(kids: readonly string[]): Promise<ReadonlyMap<string, PublicKey>>;
  recorded(ids: readonly string[]): Promise<ReadonlyMap<string, RecordedStatus>>;
  event(id: string): Promise<EventAnswer | undefined>;
  hasLot(lot: LotName): Promise<boolean>;
  lot(lot: LotName): Promise<LotAnswer | undefined>;
  /** `day`: that of reading, in 北京时间. */
  lotPage(lot: LotName, canonicalUrl: string, day: string): Promise<LotPageData | undefined>;
  /** `before`: lots made before this event; `day`: that of reading, in 北京时间. */
  productPage(question: {
    readonly gtin: string;
    readonly before: number | undefined;
    readonly day: string;
  }): Promise<ProductPageData | undefined>;
  cases(question: CasesQuestion): Promise<CasesAnswer>;
  certificate(id: string): Promise<CertificateAnswer | undefined>;
  /** Undefined where the party has no such site. */
  quotas(party: string, site: string): Promise<QuotasAnswer | undefined>;
  trace(
    lot: LotName,
    how: { readonly direction: TraceDirection; readonly depth: number | undefined },
  ): Promise<TraceAnswer | undefined>;
  /** Alarms of the audit after number `after`. */
  alarms(page: { readonly after: number; readonly limit: number }): Promise<AlarmPage>;
}

export interface HttpSettings {
  /** Asked for when it is needed: it may be the address that the server was given while starting. */
  readonly publicUrl: () => string;
  readonly waitMs: number;
  readonly waitMaxMs: number;
  readonly requestsPerMinuteMax: number;
  readonly trustedProxies: number;
  /** Number of the site's ICP filing. */
  readonly icp?: string | undefined;
  readonly organisation: Organisation;
  readonly reportsKeepDays: number;
  /** Who may have labels of pieces drawn. */
  readonly labels: 'loopback' | 'off' | 'open';
}

/** What the HTTP application is made of. */
export interface HttpParts {
  readonly settings: HttpSettings;
  readonly outbox: Pick<Outbox, 'post' | 'find' | 'waitingKey'>;
  readonly questions: Questions;
  /** Takes 投诉 and 举报 in; nothing here reads what one says. */
  readonly reports: Pick<ReportDesk, 'receive' | 'find'>;
  readonly items: ItemDesk;
  readonly labels: LabelDesk;
  /** Number of the last block in the index, −1 before the first. */
  readonly indexedBlock: () => number;
  readonly proofs: Proofs;
  readonly readiness: () => Promise<Readiness>;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Aborts when the gateway stops: requests that wait for the ledger are answered 202. */
  readonly stopping: AbortSignal;
}
