#!/usr/bin/env node
import { startDevnet } from './devnet.ts';
import { helpText, parseSettings, SettingsError } from './settings.ts';

/** The program: settings → devnet → listen → stop. Exit code 2 for a wrong setting, 1 for a failure. */
async function main(): Promise<void> {
  const settings = parseSettings(process.argv.slice(2), process.env);
  if (settings === 'help') {
    process.stdout.write(helpText());
    return;
  }
  log(
    'a demonstration network: one process holds the keys of all organisations and proves nothing between them',
  );
  if (settings.chaincode.addresses.length === 1) {
    log('one chaincode process: give two, or a chaincode that is not deterministic is never found out');
  }
  const devnet = await startDevnet({
    ...settings,
    now: () => new Date(),
    log,
    onFailure: (error) => {
      log(`stopping, the ledger cannot be written: ${describe(error)}`);
      process.exit(1);
    },
  });
  log(`listening on 127.0.0.1:${devnet.port}, channel ${settings.channel} at height ${devnet.ledger.height}`);
  log(`connection: ${devnet.connectionFile}`);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(signal, devnet.stop));
  }
}

async function stop(signal: string, close: () => Promise<void>): Promise<void> {
  log(`${signal}: stopping`);
  try {
    await close();
    process.exit(0);
  } catch (error) {
    log(`could not stop in order: ${describe(error)}`);
    process.exit(1);
  }
}

/** Errors of our own classes say all in their message; any other is a fault, and its stack is wanted. */
function isExpected(error: unknown): error is Error {
  return error instanceof Error && /^(IdentityFolder|FolderInUse|OtherNetwork|Policy)Error$/.test(error.name);
}

function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} devnet: ${line}\n`);
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

try {
  await main();
} catch (error) {
  if (error instanceof SettingsError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  log(isExpected(error) ? error.message : describe(error));
  process.exit(1);
}
