import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Program } from '../../../programs/src/index.ts';
import { restartLoneComplainer } from '../complaint.ts';
import { ordererEnvironment } from '../config/orderer-config.ts';
import { peerEnvironment } from '../config/peer-config.ts';
import { writeConnections } from '../connections.ts';
import { FabricError } from '../fabric-error.ts';
import { forEach, type Ground } from '../ground.ts';
import { runningKeepers, startKeeper, stopKeepers } from '../keeper/keepers.ts';
import { serveCommitted } from '../lifecycle/serve.ts';
import { readMade, requireSameTopology } from '../made.ts';
import { requireFreePorts, waitUntilListening } from '../ports.ts';
import { makeIdentities, prepareNetwork } from '../prepare.ts';
import { runOrdererAdmin, runPeer, tryPeer } from '../tools.ts';
import type { Organisation } from '../topology.ts';

const listenTimeoutMs = 30_000;
const joinTimeoutMs = 30_000;
const pollMs = 200;
const nodes = 'nodes';

/** Four orderers and four peers, running and joined to the channel, and the chaincode that was deployed before. What runs already is left as it is. @throws FabricError */
export async function up(ground: Ground): Promise<void> {
  const { topology, places, say } = ground;
  requireSameTopology(readMade(places), topology, places);
  if (runningKeepers(places).some(({ name }) => name === nodes)) {
    say('the nodes run already');
    await restartLoneComplainer(ground);
    await forEach(ground, (organisation) => requireListening(ground, organisation));
  } else {
    await stopKeepers(places);
    await requireFreePorts(topology);
    say('certificates, channel block and configuration');
    await writeConnections(ground, await prepareNetwork(ground));
    await startNodes(ground);
  }
  say(`joining channel ${topology.channel}`);
  await forEach(ground, (organisation) => joinOrderer(ground, organisation));
  await forEach(ground, (organisation) => joinPeer(ground, organisation));
  await writeConnections(ground, await makeIdentities(topology, places));
  const served = await serveCommitted(ground);
  say(
    served
      ? `chaincode ${served.label} is served, sequence ${served.sequence}`
      : 'no chaincode is deployed yet',
  );
}

/** Nodes that do not all come are stopped again. */
async function startNodes(ground: Ground): Promise<void> {
  const { topology, places, say } = ground;
  say('starting four orderers and four peers');
  // The builder's results hold copies of certificates: each start makes them anew from the packages that the peer has.
  await forEach(ground, ({ name }) =>
    rm(path.join(places.node(name, 'peer').data, 'externalbuilder', 'builds'), {
      recursive: true,
      force: true,
    }),
  );
  const programs = topology.organisations.flatMap((organisation) => nodePrograms(ground, organisation));
  await startKeeper(places, nodes, programs);
  try {
    await forEach(ground, (organisation) => requireListening(ground, organisation));
  } catch (error) {
    await stopKeepers(places, [nodes]);
    throw error;
  }
}

function nodePrograms({ binaries, places }: Ground, organisation: Organisation): Program[] {
  return [
    {
      name: `orderer-${organisation.name}`,
      command: [binaries.orderer],
      environment: ordererEnvironment(organisation, places),
    },
    {
      name: `peer-${organisation.name}`,
      command: [binaries.peer, 'node', 'start'],
      environment: peerEnvironment(organisation, places),
    },
  ];
}

async function requireListening({ places }: Ground, { name, peer, orderer }: Organisation): Promise<void> {
  const wanted = [
    [`orderer-${name}`, orderer.adminPort],
    [`orderer-${name}`, orderer.port],
    [`peer-${name}`, peer.port],
  ] as const;
  const isGivenUp = (node: string) => () =>
    runningKeepers(places).some(({ failures }) => failures.some((failure) => failure.startsWith(`${node} `)));
  await Promise.all(
    wanted.map(async ([node, port]) => {
      if (!(await waitUntilListening(port, listenTimeoutMs, isGivenUp(node))))
        throw new FabricError(
          `${node} does not listen on ${port}: see ${path.join(places.logs, `${node}.log`)}`,
        );
    }),
  );
}

async function joinOrderer(ground: Ground, organisation: Organisation): Promise<void> {
  const { topology, places } = ground;
  const channel = ['--channelID', topology.channel];
  if ((await runOrdererAdmin(ground, organisation, ['list', ...channel])).status === 200) return;
  const joining = ['join', ...channel, '--config-block', places.channelBlock];
  const { status, text } = await runOrdererAdmin(ground, organisation, joining);
  if (status !== 201)
    throw new FabricError(
      `the orderer of ${organisation.name} did not join: ${text.replaceAll(/\s+/g, ' ').slice(0, 300)}`,
    );
}

/** A peer answers a moment after it listens. */
async function joinPeer(ground: Ground, organisation: Organisation): Promise<void> {
  const { topology, places } = ground;
  const until = Date.now() + joinTimeoutMs;
  for (;;) {
    const listed = await tryPeer(ground, organisation, ['channel', 'list']);
    if (listed.ok) {
      if (listed.output.split('\n').includes(topology.channel)) return;
      await runPeer(ground, organisation, ['channel', 'join', '-b', places.channelBlock]);
      return;
    }
    if (Date.now() > until)
      throw new FabricError(
        `the peer of ${organisation.name} does not answer: ${listed.errors.trim().slice(-300)}`,
      );
    await pause(pollMs);
  }
}
