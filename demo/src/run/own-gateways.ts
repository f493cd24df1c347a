import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Child, nodeCommand, patienceDefault } from '@mengsu/network/programs';
import { freePorts } from './free-port.ts';
import type { Places } from './system.ts';

type Msp = 'ProducersMSP' | 'TradeMSP' | 'BrandMSP' | 'RegulatorMSP';

export const otherOrganisations = ['TradeMSP', 'BrandMSP', 'RegulatorMSP'] as const;

/** An organisation's own gateway, with a store of its own and, on Fabric, its own peer. */
export interface OwnGateway {
  readonly mspId: Msp;
  readonly url: string;
  readonly places: Places;
  readonly pid: number;
  /** Resolves when it answers, as after a kill: it is started again. Throws where that takes over 30 s. */
  untilReady(): Promise<void>;
  stop(): Promise<void>;
}

const readyTimeoutMs = 30_000;

/** The other three organisations' gateways, each a witness of the log with its organisation's log key. They tell the audit to the first one. */
export const startWitnesses = (system: Places): Promise<OwnGateway[]> =>
  Promise.all(
    otherOrganisations.map((mspId) =>
      startOwnGateway(system, mspId, { MENGSU_LOG_KEY: logKeyOf(system, mspId), MENGSU_AUDIT: 'off' }),
    ),
  );

/** Where the keyring keeps an organisation's log key. */
export const logKeyOf = ({ story }: Places, mspId: Msp): string =>
  path.join(story, 'keys', `log-${mspId}.jwk.json`);

/** Starts it beside a running system and resolves when it answers. `environment` is added to its own. Throws where that takes over 30 s. */
export async function startOwnGateway(
  system: Places,
  mspId: Msp,
  environment: { readonly [name: string]: string } = {},
): Promise<OwnGateway> {
  const name = `gateway-${mspId.replace('MSP', '').toLowerCase()}`;
  const places = {
    ...system,
    gateway: path.join(system.data, name),
    connection: connectionOf(system, mspId),
  };
  await mkdir(places.gateway, { recursive: true, mode: 0o700 });
  const [port = 0] = await freePorts(1);
  let failure: Error | undefined;
  const child = new Child(
    {
      name,
      command: nodeCommand('gateway/src/main.ts'),
      environment: {
        PORT: `${port}`,
        MENGSU_DATA: places.gateway,
        MENGSU_CONNECTION: places.connection,
        MENGSU_ORGANISATION: mspId,
        ...environment,
      },
    },
    {
      logFolder: places.logs,
      patience: patienceDefault,
      onFailure: (error) => {
        failure = error;
      },
    },
  );
  const url = `http://127.0.0.1:${port}`;
  const untilReady = async (): Promise<void> => {
    const until = Date.now() + readyTimeoutMs;
    while (!(await answers(`${url}/healthz`))) {
      if (failure) throw failure;
      if (Date.now() > until) throw new Error(`${name} does not answer after ${readyTimeoutMs / 1000} s`);
      await pause(50);
    }
  };
  await untilReady();
  return {
    mspId,
    url,
    places,
    untilReady,
    get pid() {
      if (child.pid === undefined) throw new RangeError(`${name} does not run`);
      return child.pid;
    },
    stop: () => child.stop(),
  };
}

/** On devnet there is one address for all; on Fabric each organisation's file leads to its own peer. */
function connectionOf({ connection }: Places, mspId: Msp): string {
  if (path.basename(path.dirname(connection)) === 'devnet') return connection;
  const name = mspId.replace('MSP', '').toLowerCase();
  return path.join(path.dirname(connection), 'connections', `${name}.json`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch (error) {
    // Nobody listens yet, or not in time.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false;
    throw error;
  }
}
