import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Config, ConfigError, parseConfig } from './config.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { StoreInUse } from './store/store-in-use.ts';

function readConfigOrExit(): Config {
  try {
    return parseConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(2);
  }
}

/** Whoever started us on any free port reads it here. */
function announce(config: Config, { port, url }: Gateway): string {
  const file = join(config.dataFolder, 'gateway.json');
  writeFileSync(`${file}.new`, `${JSON.stringify({ port, url })}\n`);
  renameSync(`${file}.new`, file);
  return file;
}

const config = readConfigOrExit();
const log = pino({ level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
const fail = (error: unknown): never => {
  log.fatal({ err: error }, 'the gateway cannot go on');
  process.exit(1);
};
const refuse = (error: unknown): never => {
  if (!(error instanceof StoreInUse)) return fail(error);
  console.error(error.message);
  process.exit(2);
};
const gateway = await startGateway(config, log, fail).catch(refuse);
const announced = announce(config, gateway);
log.info({ url: gateway.url, organisation: config.organisation }, 'listening');

let stopping = false;
const stop = (signal: NodeJS.Signals): void => {
  if (stopping) return;
  stopping = true;
  log.info({ signal }, 'stopping');
  rmSync(announced, { force: true });
  gateway.stop().then(() => process.exit(0), fail);
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
