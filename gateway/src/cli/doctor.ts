import type { Config } from '../config.ts';
import { certificateEnd, gatewayIdentity, readConnection } from '../ledger/index.ts';
import { openStore } from '../store/open-store.ts';
import { readHead } from '../store/queries/head.ts';
import { openLedger } from './index-commands.ts';

export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly says: string;
}

const expiryWarnMs = 30 * 86_400_000;

/** Looks at everything that the gateway needs, one thing after the other, and says what is wrong. */
export async function doctor(config: Config): Promise<readonly Finding[]> {
  return [
    await check('connection file', () => {
      const { channel, chaincode, gateway } = readConnection(config.connectionFile);
      return `channel ${channel}, chaincode ${chaincode}, at ${gateway.endpoint}`;
    }),
    await check('identity', () => certificateSays(config)),
    await check('ledger', () => ledgerSays(config)),
    await check('store', () => storeSays(config)),
  ];
}

function certificateSays(config: Config): string {
  const connection = readConnection(config.connectionFile);
  const end = certificateEnd(gatewayIdentity(connection, config.organisation));
  const leftMs = end.getTime() - Date.now();
  if (leftMs < 0) throw new Error(`the certificate ended on ${end.toISOString()}`);
  const soon = leftMs < expiryWarnMs ? ', renew it soon' : '';
  return `${config.organisation}, until ${end.toISOString()}${soon}`;
}

async function ledgerSays(config: Config): Promise<string> {
  const ledger = openLedger(config);
  try {
    const peers = await ledger.peers();
    await ledger.probe();
    const says = peers.map(({ endpoint, height, fault }) => `${endpoint} ${fault ?? `${height} blocks`}`);
    return `the law answers; ${says.join(', ')}`;
  } finally {
    ledger.close();
  }
}

async function storeSays(config: Config): Promise<string> {
  const store = await openStore(config.databaseUrl);
  try {
    const head = await store.read(readHead);
    return head ? `${store.engine}, indexed to block ${head.number}` : `${store.engine}, empty`;
  } finally {
    await store.close();
  }
}

/** A check that throws is a finding, whatever it throws. */
async function check(name: string, look: () => string | Promise<string>): Promise<Finding> {
  try {
    return { check: name, ok: true, says: await look() };
  } catch (error) {
    return { check: name, ok: false, says: error instanceof Error ? error.message : String(error) };
  }
}
