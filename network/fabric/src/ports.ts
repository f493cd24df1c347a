import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { FabricError } from './fabric-error.ts';
import { portsOf, type Topology } from './topology.ts';

const answerTimeoutMs = 1_000;
const pollMs = 50;

/** @throws FabricError that names the first port of the topology where somebody listens already on this machine. */
export async function requireFreePorts({ organisations }: Topology): Promise<void> {
  const taken = await Promise.all(
    organisations
      .flatMap(portsOf)
      .map(async ({ port, use }) => ((await listens(port)) ? [{ port, use }] : [])),
  );
  const [first] = taken.flat();
  if (first)
    throw new FabricError(
      `port ${first.port} (${first.use}) is in use: stop what listens there, or change it in the topology`,
    );
}

/** True when somebody listens on the port of this machine; false after the deadline, or when `isHopeless`. */
export async function waitUntilListening(
  port: number,
  timeoutMs: number,
  isHopeless: () => boolean = () => false,
): Promise<boolean> {
  const until = Date.now() + timeoutMs;
  while (!(await listens(port))) {
    if (Date.now() > until || isHopeless()) return false;
    await pause(pollMs);
  }
  return true;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: answerTimeoutMs });
    const answer = (yes: boolean) => () => {
      socket.destroy();
      resolve(yes);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}
