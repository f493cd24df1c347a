import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('devnet-chaincode.ts', import.meta.url));

/** A process of the conformance chaincode, which tests kill and start again at one address. */
export class ChaincodeProcess {
  readonly address: string;
  readonly #args: readonly string[];
  #child: ChildProcess | undefined;

  /** @param tlsFiles key, certificate and client CA; empty for plain text. */
  static async start(chaincodeId: string, tlsFiles: readonly string[]): Promise<ChaincodeProcess> {
    const process = new ChaincodeProcess(`127.0.0.1:${await freePort()}`, [chaincodeId, ...tlsFiles]);
    await process.start();
    return process;
  }

  private constructor(address: string, args: readonly string[]) {
    this.address = address;
    this.#args = args;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [program, this.address, ...this.#args], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        CORE_CHAINCODE_LOGGING_LEVEL: 'CRITICAL',
        CORE_CHAINCODE_LOGGING_SHIM: 'CRITICAL',
      },
    });
    this.#child = child;
    await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(() => Promise.reject(new Error('the chaincode process has exited'))),
    ]);
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
