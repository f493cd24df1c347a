import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('main.ts', import.meta.url));

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  return address.port;
}

export interface ChaincodeProcess {
  readonly child: ChildProcess;
  readonly log: () => string;
}

/** Starts the chaincode's program; `flags` are Node's own. What it says on stderr is kept. */
export function startChaincode(
  environment: NodeJS.ProcessEnv,
  flags: readonly string[] = [],
): ChaincodeProcess {
  const child = spawn(process.execPath, [...flags, program], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH, CORE_CHAINCODE_LOGGING_LEVEL: 'CRITICAL', ...environment },
  });
  let log = '';
  child.stderr?.on('data', (chunk) => {
    log += chunk;
  });
  return { child, log: () => log };
}

export async function stopChaincode({ child }: ChaincodeProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}
