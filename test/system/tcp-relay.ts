import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { DelayLine } from './delay-line.ts';

/** A port of the loopback interface that leads to another one, until a test cuts, freezes or slows it. */
export class TcpRelay {
  readonly #target: { readonly host: string; readonly port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #frozen = false;
  /** How long everything is under way, in each direction: a slow link. */
  delayMs = 0;
  /** Connections that were taken so far. */
  accepted = 0;

  private constructor(endpoint: string) {
    const at = endpoint.lastIndexOf(':');
    this.#target = { host: endpoint.slice(0, at), port: Number(endpoint.slice(at + 1)) };
  }

  /** `endpoint`: `host:port`. */
  static async to(endpoint: string): Promise<TcpRelay> {
    const relay = new TcpRelay(endpoint);
    await relay.open();
    return relay;
  }

  get endpoint(): string {
    return `127.0.0.1:${this.#port}`;
  }

  /** Leads on again, on the same port. */
  async open(): Promise<void> {
    this.#frozen = false;
    const server = createServer((near) => this.#join(near));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (address !== null && typeof address === 'object') this.#port = address.port;
  }

  /** Ends every connection and takes no more. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    for (const socket of this.#sockets) socket.destroy();
    if (server) await new Promise((closed) => server.close(closed));
  }

  /** Keeps every connection, and lets nothing through any more: as a half-open one. */
  freeze(): void {
    this.#frozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  #join(near: Socket): void {
    this.accepted += 1;
    const far = dial(this.#target.port, this.#target.host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one);
      one.pipe(new DelayLine(() => this.delayMs)).pipe(other);
      // An end in disorder is what these tests bring about.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      if (this.#frozen) one.pause();
    }
  }
}
