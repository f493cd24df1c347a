import { mkdirSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Auditor } from './audit/auditor.ts';
import { awaitConnection } from './await-connection.ts';
import { type Items, makeItems } from './codes/make-items.ts';
import type { Config } from './config.ts';
import { makeAuditor, makeLedger, makeSpreader, makeWitness } from './followers.ts';
import { makeApp } from './http/app.ts';
import { type Listening, listen } from './http/listen.ts';
import type { HttpParts } from './http/parts.ts';
import { Indexer } from './indexer/follow.ts';
import { type Connection, certificateEnd, type FabricLedger, gatewayIdentity } from './ledger/index.ts';
import { LedgerWatch } from './ledger-watch.ts';
import { storeProofs } from './log/proofs.ts';
import type { Witness } from './log/witness.ts';
import { Metrics } from './metrics.ts';
import { killAsFileSays, noFaults, Outbox, SqlOutboxStore } from './outbox/index.ts';
import { storeOutcomes, storeQuestions } from './questions.ts';
import { type Ground, judgeReadiness, type Readiness } from './readiness.ts';
import { openReportOffice, type ReportOffice } from './reports/report-office.ts';
import type { Spreader } from './spread/spreader.ts';
import { openStore, type Store } from './store/open-store.ts';
import type { StoreLock } from './store/store-in-use.ts';
import { lockStore } from './store/store-lock.ts';

/** A running gateway. */
export interface Gateway {
  readonly port: number;
  readonly url: string;
  /** Takes no more requests, finishes those under way, and leaves what waits for the ledger in the outbox. */
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly connection: Connection;
  readonly log: Logger;
  readonly lock: StoreLock;
  readonly store: Store;
  readonly ledger: FabricLedger;
  readonly watch: LedgerWatch;
  readonly indexer: Indexer;
  /** Undefined where it is turned off. */
  readonly auditor: Auditor | undefined;
  /** Undefined where there is no service key. */
  readonly spreader: Spreader | undefined;
  /** Undefined where there is no log key. */
  readonly witness: Witness | undefined;
  readonly outbox: Outbox;
  readonly reports: ReportOffice;
  readonly metrics: Metrics;
  readonly items: Items;
}

/** Configuration → parts → listening. `onFailure` is told of what the gateway cannot go on after. Throws StoreInUse when another process has the store. */
export async function startGateway(
  config: Config,
  log: Logger,
  onFailure: (error: unknown) => void,
): Promise<Gateway> {
  mkdirSync(config.dataFolder, { recursive: true, mode: 0o700 });
  const lock = await lockStore(config.databaseUrl, onFailure);
  const connection = await awaitConnection(config.connectionFile, log);
  const store = await openStore(config.databaseUrl);
  const reports = openReportOffice(config, store, log);
  const parts = assemble({ config, connection, log, lock, store, reports, onFailure });
  await parts.outbox.start();
  void followIndex(parts);
  void parts.auditor?.follow();
  void parts.spreader?.follow();
  void parts.witness?.follow();
  void parts.watch.ask();
  await parts.items.start();
  const stopping = new AbortController();
  const publicUrl = (): string => config.publicUrl ?? listening.url;
  const app = await makeApp(httpParts(parts, stopping.signal, publicUrl));
  const listening: Listening = await listen(app, {
    host: config.host,
    port: config.port,
    requestTimeoutMs: config.requestTimeoutMs,
  });
  return {
    port: listening.port,
    url: listening.url,
    async stop() {
      stopping.abort();
      await stopAll(parts, listening);
    },
  };
}

/** The index ends by a stop or by an alarm; an alarm is for a person, `/readyz` says so until then. */
async function followIndex({ indexer, log }: Parts): Promise<void> {
  await indexer.follow();
  const { alarm } = indexer.state;
  if (alarm) log.fatal({ err: alarm }, 'the index has stopped');
}

async function stopAll(parts: Parts, listening: Listening): Promise<void> {
  await listening.close(parts.config.stopTimeoutMs);
  await parts.spreader?.stop();
  await parts.witness?.stop();
  parts.reports.stop();
  await parts.items.stop();
  await parts.outbox.stop();
  await parts.auditor?.stop();
  await parts.indexer.stop();
  parts.watch.stop();
  parts.ledger.close();
  await parts.store.close();
  await parts.lock.release();
}

interface Given extends Pick<Parts, 'config' | 'connection' | 'log' | 'lock' | 'store' | 'reports'> {
  readonly onFailure: (error: unknown) => void;
}

function assemble({ onFailure, ...given }: Given): Parts {
  const { config, connection, log, store } = given;
  const metrics: Metrics = new Metrics({
    outbox: () => outbox.depth,
    indexedBlock: () => indexer.state.block,
    ledgerHeight: () => watch.state.height,
    audit: () => auditor?.state,
  });
  const identity = gatewayIdentity(connection, config.organisation);
  const ledger = makeLedger(given, { identity, metrics });
  const watch: LedgerWatch = new LedgerWatch({
    ledger,
    indexedBlock: () => indexer.state.block,
    behindBlocksMax: config.indexBehindBlocksMax,
    certificateEnds: certificateEnd(identity),
    onAlarm: (detail) => log.error({ detail }, 'the ledger needs an operator'),
  });
  const indexer = new Indexer({
    store,
    chaincode: connection.chaincode,
    blocks: (from, signal) => ledger.blocks(from, signal),
  });
  const auditor: Auditor | undefined = makeAuditor(given, {
    ledger,
    isBusy: () => outbox.depth.events >= busyEventsMin,
  });
  const outbox: Outbox = new Outbox({
    ...config,
    ledger,
    store: new SqlOutboxStore(store.db),
    index: storeOutcomes(store),
    eventsMax: config.outboxEventsMax,
    bytesMax: config.outboxBytesMax,
    strangerEventsMax: config.outboxStrangerEventsMax,
    passFaultPoint: config.faultFile === undefined ? noFaults : killAsFileSays(config.faultFile),
    onAlarm: (detail) => log.error({ detail }, 'the outbox needs an operator'),
    onFailure,
    count: (what) => metrics.countStep(what),
  });
  const spreader = makeSpreader(given, { outbox, metrics });
  indexer.onCommit(({ outcomes, lagsMs }) => {
    auditor?.wake();
    for (const outcome of outcomes) outbox.see(outcome);
    spreader?.wake();
    for (const lagMs of lagsMs) metrics.sawIndexLag(lagMs);
  });
  const witness = makeWitness(given, {
    outbox,
    isCurrent: () => isCurrent(watch.state.height, indexer.state.block),
  });
  return {
    ...given,
    ...{ ledger, watch, indexer, auditor, spreader, witness, outbox, metrics },
    items: makeItems(given),
  };
}

/** Events that wait for the ledger: from here on the audit stands back. */
const busyEventsMin = 50;

/** The height is asked every five seconds, so the index may be beyond it. */
const isCurrent = (height: number | undefined, indexedBlock: number): boolean =>
  height !== undefined && indexedBlock >= height - 1;

function httpParts(parts: Parts, stopping: AbortSignal, publicUrl: () => string): HttpParts {
  const { config, connection, log, store, indexer, outbox, metrics } = parts;
  return {
    settings: { ...config, publicUrl },
    outbox,
    questions: storeQuestions(store, groundOf(connection)),
    proofs: storeProofs(store, config.witnesses),
    reports: parts.reports.desk,
    ...parts.items.http,
    indexedBlock: () => indexer.state.block,
    readiness: () => readinessOf(parts),
    metrics,
    log,
    stopping,
  };
}

/** One machine that holds every organisation's keys is a demonstration, whatever it runs. */
export function groundOf({
  demonstration,
  ground,
}: Pick<Connection, 'demonstration' | 'ground'>): Ground['kind'] {
  if (!demonstration) return 'fabric';
  return ground === 'fabric' ? 'fabric-one-machine' : 'devnet';
}

async function readinessOf(parts: Parts): Promise<Readiness> {
  const { config, connection, store, indexer, auditor, watch, outbox } = parts;
  const { status, block, alarm } = indexer.state;
  return judgeReadiness({
    ground: groundOf(connection),
    index: { status, block, alarm: alarm?.message },
    indexBehindBlocksMax: config.indexBehindBlocksMax,
    ledger: watch.state,
    audit: auditor?.state,
    outboxAlarm: outbox.alarm,
    outboxAgeMs: outbox.oldestMs,
    outboxAgeMaxMs: config.outboxAgeMaxMs,
    storeFault: await storeFaultOf(store),
  });
}

async function storeFaultOf(store: Store): Promise<string | undefined> {
  try {
    await store.read((db) => db.selectFrom('blocks').select('number').limit(1).execute());
    return undefined;
  } catch (error) {
    // Whatever a database throws, the answer is that it does not answer; its text may name hosts.
    return `does not answer (${error instanceof Error ? error.name : 'unknown'})`;
  }
}
