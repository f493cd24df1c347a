import { setTimeout as delay } from 'node:timers/promises';
import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import { readDeliverResponse } from './deliver-response.ts';

const deliverMethod = '/protos.Deliver/Deliver';
const backoffFirstMs = 100;
const backoffMaxMs = 5_000;

export interface BlockStreamOptions {
  /** Number of the first block wanted. */
  readonly start: number;
  readonly signal: AbortSignal;
  /** The peer to ask, for each stream anew. */
  readonly source: () => StreamSource;
  readonly height: () => Promise<number>;
  /** After so long without a block the height is asked, and a stream that is behind is opened anew. */
  readonly silenceMs: number;
  readonly onFault: (fault: Error) => void;
}

/** A peer that streams blocks. */
export interface StreamSource {
  readonly client: Client;
  /** common.Envelope bytes: a signed seek from a block on, for ever. */
  seekEnvelope(start: number): Promise<Uint8Array>;
  /** Told when a stream of it has failed. */
  failed(): void;
}

/** A stream ended; the next one is opened after a pause. */
export class StreamFault extends Error {
  override readonly name = 'StreamFault';
}

type Stream = ClientDuplexStream<Uint8Array, Uint8Array>;

/**
 * Blocks in order from `start` on, without a gap, until `signal` aborts. Streams break, are refused (a seek beyond the height) and go silent while half open: each is closed,
 * reported and opened anew from the next number wanted, after a pause with jitter.
 */
export async function* followBlocks(options: BlockStreamOptions): AsyncGenerator<Uint8Array> {
  let next = options.start;
  let failures = 0;
  while (!options.signal.aborted) {
    const source = options.source();
    try {
      for await (const block of oneStream(next, source, options)) {
        failures = 0;
        next += 1;
        yield block;
      }
    } catch (error) {
      if (options.signal.aborted) return;
      // Whatever ends a stream (gRPC's errors, a status, nonsense), the remedy is the same one.
      source.failed();
      options.onFault(error instanceof Error ? error : new StreamFault(String(error)));
    }
    const pauseMs = Math.min(backoffMaxMs, backoffFirstMs * 2 ** failures) * (0.5 + Math.random() / 2);
    failures = Math.min(failures + 1, 10);
    await delay(pauseMs, undefined, { signal: options.signal }).catch(onlyAbort);
  }
}

async function* oneStream(
  start: number,
  source: StreamSource,
  options: BlockStreamOptions,
): AsyncGenerator<Uint8Array> {
  const asIs = (message: Uint8Array): Buffer =>
    Buffer.from(message.buffer, message.byteOffset, message.length);
  const stream: Stream = source.client.makeBidiStreamRequest(deliverMethod, asIs, (message) => message, {});
  const cancel = (): void => stream.cancel();
  options.signal.addEventListener('abort', cancel, { once: true });
  const watchdog = watch(stream, start, options);
  try {
    stream.write(await source.seekEnvelope(start));
    for await (const message of stream as AsyncIterable<Uint8Array>) {
      const response = readDeliverResponse(message);
      if (response.kind === 'status')
        throw new StreamFault(`the block stream ended with status ${response.status}`);
      watchdog.saw();
      yield response.bytes;
    }
    throw new StreamFault('the block stream ended');
  } finally {
    watchdog.stop();
    options.signal.removeEventListener('abort', cancel);
    stream.cancel();
    // A cancelled call reports its cancellation as an error event, which nobody waits for any more.
    stream.on('error', () => undefined);
  }
}

/** Destroys a stream that stays silent although the ledger has the block that it should bring next. */
function watch(stream: Stream, start: number, options: BlockStreamOptions): { saw(): void; stop(): void } {
  let next = start;
  let lastSeenAt = performance.now();
  let asking = false;
  const ask = async (): Promise<void> => {
    const wanted = next;
    const height = await options.height();
    if (height > wanted && next === wanted) {
      stream.destroy(
        new StreamFault(`the block stream is silent at ${wanted} while the ledger has ${height}`),
      );
    }
  };
  const timer = setInterval(
    () => {
      // What waits to be read here is our own slowness, not the stream's.
      if (asking || stream.readableLength > 0 || performance.now() - lastSeenAt < options.silenceMs) return;
      asking = true;
      ask()
        .catch((error: unknown) =>
          stream.destroy(new StreamFault('the ledger does not answer', { cause: error })),
        )
        .finally(() => {
          asking = false;
          lastSeenAt = performance.now();
        });
    },
    Math.max(50, options.silenceMs / 4),
  );
  return {
    saw() {
      next += 1;
      lastSeenAt = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}

function onlyAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
