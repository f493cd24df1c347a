import type { Config } from '../config.ts';
import { rebuild } from '../indexer/rebuild.ts';
import { FabricLedger, gatewayIdentity, readConnection } from '../ledger/index.ts';
import { digestIndex } from '../store/digest.ts';
import { openStore } from '../store/open-store.ts';
import { lockStore } from '../store/store-lock.ts';
import { ProgressLine } from './progress.ts';

/** SHA-256 over every row of the index, in one order for both databases. */
export async function digest(config: Config): Promise<string> {
  const store = await openStore(config.databaseUrl);
  try {
    return await digestIndex(store);
  } finally {
    await store.close();
  }
}

/** Empties the index and reads the ledger again from block 0. Returns the digest. Throws StoreInUse while a gateway runs on this store. */
export async function rebuildIndex(config: Config, output: NodeJS.WriteStream): Promise<string> {
  const lost = Promise.withResolvers<never>();
  const lock = await lockStore(config.databaseUrl, lost.reject);
  try {
    return await Promise.race([rebuildLocked(config, output), lost.promise]);
  } finally {
    await lock.release();
  }
}

async function rebuildLocked(config: Config, output: NodeJS.WriteStream): Promise<string> {
  const connection = readConnection(config.connectionFile);
  const store = await openStore(config.databaseUrl);
  const ledger = openLedger(config);
  const line = new ProgressLine(output);
  try {
    const untilBlock = (await ledger.height()) - 1;
    const startedAt = performance.now();
    const { events } = await rebuild({
      store,
      chaincode: connection.chaincode,
      blocks: (from, signal) => ledger.blocks(from, signal),
      untilBlock,
      onProgress: (so) => line.show(so.block + 1, untilBlock + 1, `block ${so.block}, ${so.events} events`),
    });
    const seconds = (performance.now() - startedAt) / 1000;
    line.end(`${untilBlock + 1} blocks, ${events} events in ${seconds.toFixed(1)} s`);
    return await digestIndex(store);
  } finally {
    ledger.close();
    await store.close();
  }
}

/** The ledger as the gateway sees it, for commands. A stream's fault is shown on the error output; it is opened anew. */
export function openLedger(config: Config): FabricLedger {
  const connection = readConnection(config.connectionFile);
  return new FabricLedger(connection, {
    identity: gatewayIdentity(connection, config.organisation),
    endorseDeadlineMs: config.endorseDeadlineMs,
    submitDeadlineMs: config.submitDeadlineMs,
    streamSilenceMs: config.streamSilenceMs,
    onStreamFault: (fault) => console.error(fault.message),
  });
}
