import path from 'node:path';
import { nodeCommand, type Program } from '../../../programs/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import type { Ground } from '../ground.ts';
import { runningKeepers, startKeeper, stopKeepers } from '../keeper/keepers.ts';
import type { ChaincodePackage, Slot } from '../package/chaincode-package.ts';
import { waitUntilListening } from '../ports.ts';
import type { Organisation } from '../topology.ts';
import { readServed, type Served } from './definition.ts';

const listenTimeoutMs = 20_000;

export const keeperOf = (slot: Slot): string => `chaincode-${slot}`;

/** Starts the processes of the committed chaincode where they do not run. Undefined when nothing is committed. @throws FabricError */
export async function serveCommitted(ground: Ground): Promise<Served | undefined> {
  const [first] = ground.topology.organisations;
  const served = first && (await readServed(ground, first));
  if (!served) return undefined;
  if (!runningKeepers(ground.places).some(({ name }) => name === keeperOf(served.slot)))
    await startChaincode(ground, { ...served, id: served.packageId });
  return served;
}

/** One process beside each peer, in the package's slot; what ran there before is stopped. @throws FabricError */
export async function startChaincode(
  ground: Ground,
  { label, slot, id }: Pick<ChaincodePackage, 'label' | 'slot' | 'id'>,
): Promise<void> {
  const { places, topology } = ground;
  await stopKeepers(places, [keeperOf(slot)]);
  const script = path.join(places.chaincode, label, 'src', 'main.ts');
  const programs = topology.organisations.map((organisation) =>
    chaincodeProgram(ground, organisation, { script, slot, id }),
  );
  await startKeeper(places, keeperOf(slot), programs);
  await Promise.all(
    topology.organisations.map(async ({ name, peer }) => {
      if (!(await waitUntilListening(peer.chaincodePorts[slot], listenTimeoutMs)))
        throw new FabricError(
          `the chaincode of ${name} does not listen: see ${places.logs}/chaincode-${name}-${slot}.log`,
        );
    }),
  );
}

function chaincodeProgram(
  { places, topology }: Ground,
  { name, peer }: Organisation,
  { script, slot, id }: { readonly script: string; readonly slot: Slot; readonly id: string },
): Program {
  return {
    name: `chaincode-${name}-${slot}`,
    command: nodeCommand(script),
    environment: chaincodeEnvironment({
      tls: path.join(places.identities, name, 'chaincode', 'tls'),
      port: peer.chaincodePorts[slot],
      id,
      chaincode: topology.chaincode,
    }),
  };
}

/** The settings of chaincode/src/main.ts: mutual TLS with the organisation's own authority, on loopback beside its peer. */
export function chaincodeEnvironment(settings: {
  readonly tls: string;
  readonly port: number;
  readonly id: string;
  readonly chaincode: string;
}): Record<string, string> {
  return {
    CHAINCODE_SERVER_ADDRESS: `127.0.0.1:${settings.port}`,
    CHAINCODE_ID: settings.id,
    CHAINCODE_NAME: settings.chaincode,
    CHAINCODE_TLS_KEY: path.join(settings.tls, 'server.key'),
    CHAINCODE_TLS_CERT: path.join(settings.tls, 'server.crt'),
    CHAINCODE_TLS_CLIENT_CA: path.join(settings.tls, 'ca.crt'),
    CORE_CHAINCODE_LOGGING_LEVEL: 'ERROR',
    CORE_CHAINCODE_LOGGING_SHIM: 'ERROR',
  };
}
