import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '@mengsu/network/programs';
import qrcode from 'qrcode';
import { bringUpFabric } from './run/fabric.ts';
import { type OwnGateway, startWitnesses } from './run/own-gateways.ts';
import { type Ledger, placesIn, placesOnFabric, type System, startSystem } from './run/system.ts';
import { tellStory } from './story/tell.ts';

/**
 * `npm start`: the whole system on the embedded ledger, or with `-- --network fabric` on Hyperledger Fabric, with the season of nine regional brands.
 * MENGSU_DATA: its folder (default .mengsu); MENGSU_FABRIC_DATA: Fabric's (default `fabric` in it). PORT: the gateway's (default 8080).
 */
async function main(): Promise<void> {
  const startedAt = Date.now();
  const say = (line: string): void =>
    console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const ledger = parseLedger();
  const data = path.resolve(projectRoot, process.env.MENGSU_DATA ?? '.mengsu');
  const network = path.resolve(projectRoot, process.env.MENGSU_FABRIC_DATA ?? path.join(data, 'fabric'));
  const places = ledger === 'fabric' ? placesOnFabric(network) : placesIn(data);
  const port = parsePort(process.env.PORT ?? '8080');
  if (ledger === 'fabric') await bringUpFabric(network);
  else say('starting two chaincode processes, the embedded ledger and the gateway');
  let system: System | undefined;
  let others: readonly OwnGateway[] = [];
  const stop = async (code: number): Promise<void> => {
    const running = system;
    system = undefined;
    await Promise.all(others.map((gateway) => gateway.stop()));
    await running?.stop();
    process.exit(code);
  };
  const fail = (error: Error): void => {
    console.error(error.message);
    void stop(1);
  };
  system = await startSystem({ places, ledger, port, isWitnessed: true, onFailure: fail });
  const { url } = system;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  try {
    const pages = await tellStory(places, url, say);
    say('ready\n');
    others = await startWitnesses(places);
    await announce(url, pages, { ledger, others });
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

async function announce(
  url: string,
  pages: readonly { readonly title: string; readonly path: string }[],
  { ledger, others }: { readonly ledger: Ledger; readonly others: readonly OwnGateway[] },
): Promise<void> {
  const [first] = pages;
  if (first)
    console.log(await qrcode.toString(`${url}${first.path}`, { type: 'utf8', errorCorrectionLevel: 'L' }));
  for (const page of pages) console.log(`  ${padded(page.title)} ${url}${page.path}`);
  console.log(`\n  ${padded('API')} ${url}/openapi.json`);
  for (const { mspId, url: other } of others) console.log(`  ${padded(mspId)} ${other}`);
  console.log(`\n  ${farewells[ledger]}`);
}

const farewells: Readonly<Record<Ledger, string>> = {
  devnet:
    'This is a demonstration network: one process holds the keys of all four organisations. Ctrl-C stops it; npm start continues it.',
  fabric:
    'This is a demonstration network: one machine holds the keys of all four organisations. Ctrl-C stops the gateway; npm run fabric:down stops the network.',
};

function parseLedger(): Ledger {
  const { network = 'devnet' } = parseArgs({ options: { network: { type: 'string' } } }).values;
  if (network === 'devnet' || network === 'fabric') return network;
  throw new Error(`--network must be devnet or fabric, not ${network}`);
}

/** A label 18 columns wide: a terminal gives a Chinese character two. */
const padded = (label: string): string =>
  label + ' '.repeat(18 - [...label].reduce((columns, letter) => columns + (letter > 'ÿ' ? 2 : 1), 0));

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65_535)
    throw new Error(`PORT must be a whole number from 1 to 65535, not ${text}`);
  return port;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
