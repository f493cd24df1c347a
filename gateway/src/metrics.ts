import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a running gateway can be asked for its gauges. */
export interface GaugeSources {
  readonly outbox: () => { readonly events: number; readonly bytes: number; readonly inFlight: number };
  readonly indexedBlock: () => number;
  readonly ledgerHeight: () => number | undefined;
  /** Undefined where there is no audit. */
  readonly audit?: () => { readonly block: number; readonly alarms: number } | undefined;
}

/** Prometheus metrics. Labels are closed sets: no identifier, no address, no path. */
export class Metrics {
  readonly registry = new Registry();
  readonly #events = new Counter({
    name: 'mengsu_events_total',
    help: 'Events answered, by status',
    labelNames: ['status'],
    registers: [this.registry],
  });
  readonly #steps = new Counter({
    name: 'mengsu_outbox_steps_total',
    help: 'What happened to transactions, in the words of the retry table',
    labelNames: ['step'],
    registers: [this.registry],
  });
  readonly #spreads = new Counter({
    name: 'mengsu_spreads_total',
    help: 'Spreads that this gateway has said, by status',
    labelNames: ['status'],
    registers: [this.registry],
  });
  readonly #requestSeconds = new Histogram({
    name: 'mengsu_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.registry],
  });
  readonly #indexLagSeconds = new Histogram({
    name: 'mengsu_index_lag_seconds',
    help: 'From the arrival of a block to its rows',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers: [this.registry],
  });
  readonly #streamFaults = new Counter({
    name: 'mengsu_stream_faults_total',
    help: 'Block streams that broke, went silent or were refused',
    registers: [this.registry],
  });

  constructor(sources: GaugeSources) {
    const gauge = (name: string, help: string, read: () => number): void => {
      const made: Gauge = new Gauge({
        name,
        help,
        registers: [this.registry],
        collect: () => made.set(read()),
      });
    };
    gauge('mengsu_outbox_events', 'Events that wait for the ledger', () => sources.outbox().events);
    gauge('mengsu_outbox_bytes', 'Bytes of events that wait for the ledger', () => sources.outbox().bytes);
    gauge('mengsu_transactions_in_flight', 'Transactions under way', () => sources.outbox().inFlight);
    gauge('mengsu_index_block', 'Last block in the index', sources.indexedBlock);
    gauge('mengsu_ledger_height', 'Blocks on the ledger', () => sources.ledgerHeight() ?? 0);
    const audit = () => sources.audit?.() ?? { block: sources.indexedBlock(), alarms: 0 };
    gauge('mengsu_law_alarms', 'Transactions that the law does not give', () => audit().alarms);
    gauge('mengsu_audit_lag_blocks', 'Blocks in the index that are not audited yet', () =>
      Math.max(0, sources.indexedBlock() - audit().block),
    );
    collectDefaultMetrics({ register: this.registry });
  }

  /** A word of the outbox: `event_recorded`, `endorse_retry`, `commit_11`. */
  countStep(what: string): void {
    if (what.startsWith('event_')) this.#events.inc({ status: what.slice('event_'.length) });
    else this.#steps.inc({ step: what });
  }

  countSpread(status: string): void {
    this.#spreads.inc({ status });
  }

  countStreamFault(): void {
    this.#streamFaults.inc();
  }

  sawIndexLag(lagMs: number): void {
    this.#indexLagSeconds.observe(lagMs / 1000);
  }

  sawRequest(said: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly ms: number;
  }): void {
    const { method, route, status, ms } = said;
    this.#requestSeconds.observe({ method, route, status: String(status) }, ms / 1000);
  }
}
