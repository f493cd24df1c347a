import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runOnce } from '../../demo/src/run/program.ts';
import { FabricLedger, gatewayIdentity, readConnection } from '../../gateway/src/ledger/index.ts';
import { LedgerCallError } from '../../gateway/src/ledger/ledger.ts';
import { getJson, type RunningSystem } from './running-system.ts';

/** A gateway's address and its files. */
type Told = Pick<RunningSystem, 'places' | 'url'>;

const caughtUpTimeoutMs = 30_000;

/**
 * Resolves when nothing is written any more and the index has the last block. A ledger that is away for a moment (a
 * fault may restart it) is asked again. Throws where that takes over 30 s.
 */
export async function untilQuiet(system: Told): Promise<void> {
  const ledger = openLedger(system);
  try {
    const until = Date.now() + caughtUpTimeoutMs;
    for (let height = -1; ; ) {
      const now = await heightOrFault(ledger);
      const { index } = await getJson<{ index: { block: number } }>(system, '/readyz');
      if (now === height && index.block === now - 1) return;
      if (Date.now() > until) throw new Error(`the index is at block ${index.block}, the ledger: ${now}`);
      height = typeof now === 'number' ? now : -1;
      await pause(300);
    }
  } finally {
    ledger.close();
  }
}

/** Height in blocks, or why it is not known for the moment. */
async function heightOrFault(ledger: FabricLedger): Promise<number | string> {
  try {
    return await ledger.height();
  } catch (error) {
    if (error instanceof LedgerCallError && error.failure.kind === 'retry') return error.message;
    throw error;
  }
}

export function openLedger({ places }: Told): FabricLedger {
  const connection = readConnection(places.connection);
  return new FabricLedger(connection, {
    identity: gatewayIdentity(connection, 'ProducersMSP'),
    endorseDeadlineMs: 5_000,
    submitDeadlineMs: 5_000,
    streamSilenceMs: 5_000,
    onStreamFault: () => undefined,
  });
}

/** Digest of the running gateway's index. */
export const liveDigest = (system: Pick<RunningSystem, 'places'>): Promise<string> =>
  mengsu(system, 'digest');

/** Digest of an index that is built from block 0 on, beside the running gateway's. */
export const rebuiltDigest = (system: Pick<RunningSystem, 'places'>): Promise<string> =>
  mengsu(system, 'rebuild', `sqlite:${path.join(system.places.data, 'rebuilt.sqlite')}`);

async function mengsu(
  { places }: Pick<RunningSystem, 'places'>,
  command: 'digest' | 'rebuild',
  databaseUrl?: string,
): Promise<string> {
  const output = await runOnce({
    name: `mengsu ${command}`,
    script: 'gateway/src/cli.ts',
    arguments: [command],
    environment: {
      MENGSU_DATA: places.gateway,
      MENGSU_CONNECTION: places.connection,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    },
  });
  const digest = /^[0-9a-f]{64}$/m.exec(output)?.[0];
  if (digest === undefined) throw new Error(`mengsu ${command} printed no digest:\n${output}`);
  return digest;
}
