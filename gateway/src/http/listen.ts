import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { answerUnreadable, refuseHostless } from './unreadable.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly requestTimeoutMs: number;
}

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Takes no new connection and waits for requests under way; after `timeoutMs` they are cut off. */
  close(timeoutMs: number): Promise<void>;
}

const headersTimeoutMs = 10_000;
const keepAliveTimeoutMs = 20_000;
const connectionsMax = 4_096;

/** An HTTP server with a limit on how long headers and bodies may take and on how many connections there are. */
export async function listen(
  app: Express,
  { host, port, requestTimeoutMs }: ListenOptions,
): Promise<Listening> {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
      requireHostHeader: false,
    },
    (request, response) => {
      if (!refuseHostless(request, response)) app(request, response);
    },
  );
  answerUnreadable(server);
  server.maxConnections = connectionsMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // A TCP server's address is always an AddressInfo.
  const { port: taken } = server.address() as AddressInfo;
  const shownHost = host.includes(':') ? `[${host}]` : host;
  return {
    port: taken,
    url: `http://${shownHost}:${taken}`,
    async close(timeoutMs) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), timeoutMs);
      await closed;
      clearTimeout(timer);
    },
  };
}
