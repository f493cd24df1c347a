import type { Logger } from 'pino';
import { Auditor } from './audit/auditor.ts';
import type { Config } from './config.ts';
import { type Connection, FabricLedger, type gatewayIdentity } from './ledger/index.ts';
import { Witness } from './log/witness.ts';
import type { Metrics } from './metrics.ts';
import type { Outbox } from './outbox/index.ts';
import { Spreader } from './spread/spreader.ts';
import type { Store } from './store/open-store.ts';

type GatewayIdentity = ReturnType<typeof gatewayIdentity>;

/** What those who follow the index are made of. */
interface Given {
  readonly config: Config;
  readonly connection: Connection;
  readonly log: Logger;
  readonly store: Store;
}

export function makeLedger(
  { config, connection, log }: Omit<Given, 'store'>,
  { identity, metrics }: { readonly identity: GatewayIdentity; readonly metrics: Metrics },
): FabricLedger {
  return new FabricLedger(connection, {
    identity,
    endorseDeadlineMs: config.endorseDeadlineMs,
    submitDeadlineMs: config.submitDeadlineMs,
    streamSilenceMs: config.streamSilenceMs,
    onStreamFault: (fault) => {
      metrics.countStreamFault();
      log.warn({ fault: fault.message }, 'the block stream is opened anew');
    },
  });
}

export function makeAuditor(
  { config, connection, log, store }: Given,
  { ledger, isBusy }: { readonly ledger: FabricLedger; readonly isBusy: () => boolean },
): Auditor | undefined {
  if (config.audit === 'off') return undefined;
  return new Auditor({
    store,
    chaincode: connection.chaincode,
    blocks: (from, signal) => ledger.blocks(from, signal),
    isBusy,
    onAlarm: (alarm) => log.error({ alarm }, 'the ledger holds what the law does not give'),
    onFault: (error) => log.error({ err: error }, 'the audit of the ledger has met a fault'),
  });
}

export function makeSpreader(
  { config, log, store }: Omit<Given, 'connection'>,
  { outbox, metrics }: { readonly outbox: Outbox; readonly metrics: Metrics },
): Spreader | undefined {
  const { serviceKeyFile: keyFile } = config;
  if (keyFile === undefined) return undefined;
  return new Spreader({
    store,
    keyFile,
    post: (document) => outbox.post(document),
    onSpread(spread) {
      metrics.countSpread(spread.status);
      log.info({ spread }, 'spread');
    },
    onOff: (code) => log.warn({ code }, 'nothing is spread'),
    onFault: (error, code) => log.error({ err: error, code }, 'a spread has met a fault'),
  });
}

export function makeWitness(
  { config, log, store }: Omit<Given, 'connection'>,
  { outbox, isCurrent }: { readonly outbox: Outbox; readonly isCurrent: () => boolean },
): Witness | undefined {
  const { logKeyFile: keyFile } = config;
  if (keyFile === undefined) return undefined;
  return new Witness({
    store,
    keyFile,
    threshold: config.witnesses,
    isCurrent,
    post: (document) => outbox.post(document),
    onSigned: (signed) => log.debug({ signed }, 'a checkpoint is signed'),
    onContradiction: (detail) => log.error({ detail }, 'another organisation’s checkpoint is not signed'),
    onOff: (code) => log.warn({ code }, 'no checkpoint is signed'),
    onFault: (error) => log.error({ err: error }, 'the witness has met a fault'),
  });
}
