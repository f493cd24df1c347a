import {
  type ChannelOptions,
  Client,
  type ClientDuplexStream,
  credentials,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { asUint8Array } from './bytes.ts';
import type { ChaincodeCall, ChaincodeResult } from './chaincode-call.ts';
import { ChaincodeSession } from './chaincode-session.ts';

/** As a peer's own limit; a shim's server takes 4 MB unless told otherwise and then ends the stream. */
const messageBytesMax = 100 * 1024 * 1024;

/** A process that is frozen, or a connection that died unheard, ends its stream within 8 s; without it the stream would wait for ever. */
const keepalive: ChannelOptions = {
  'grpc.keepalive_time_ms': 5_000,
  'grpc.keepalive_timeout_ms': 3_000,
  'grpc.keepalive_permit_without_calls': 1,
};

/** PEM texts: whom to trust as a server, and who we are as a client. */
export interface ChaincodeTls {
  readonly rootCaPem: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface ChaincodeStreamOptions {
  /** `host:port` of the chaincode's server. */
  readonly address: string;
  /** Absent: plain text, for chaincodes of third parties on loopback. */
  readonly tls?: ChaincodeTls;
  readonly accepts: (chaincodeId: string) => boolean;
  /** From dialling to READY. */
  readonly connectTimeoutMs: number;
  readonly executeTimeoutMs: number;
  /** Aborted: the stream ends, dialling or not. */
  readonly signal: AbortSignal;
}

/** Why a stream came to nothing: `refused` is nobody there, `protocol` is somebody else or silence. */
export class ChaincodeStreamError extends Error {
  override readonly name = 'ChaincodeStreamError';
  readonly reason: 'refused' | 'protocol';

  constructor(reason: 'refused' | 'protocol', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** One `/protos.Chaincode/Connect` stream, from dialling to its end. */
export class ChaincodeStream {
  /** Resolves with the reason when the stream is over. Never rejects. */
  readonly ended: Promise<string>;
  readonly #client: Client;
  readonly #stream: ClientDuplexStream<Buffer, peer.ChaincodeMessage>;
  readonly #session: ChaincodeSession;
  readonly #ready = Promise.withResolvers<void>();
  #refusal: string | undefined;

  /** @throws ChaincodeStreamError when there is no READY within `connectTimeoutMs`. */
  static async open(options: ChaincodeStreamOptions): Promise<ChaincodeStream> {
    const stream = new ChaincodeStream(options);
    const timer = setTimeout(
      () => stream.#refuse('protocol', `not ready within ${options.connectTimeoutMs} ms`),
      options.connectTimeoutMs,
    );
    const abandon = () => stream.#refuse('protocol', 'the connection is being closed');
    options.signal.addEventListener('abort', abandon, { once: true });
    void stream.ended.then(() => options.signal.removeEventListener('abort', abandon));
    try {
      await stream.#ready.promise;
      return stream;
    } finally {
      clearTimeout(timer);
    }
  }

  private constructor(options: ChaincodeStreamOptions) {
    this.#client = new Client(options.address, channelCredentials(options.tls), {
      // An own connection for each dialling, so that no earlier failure's backoff delays it.
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_receive_message_length': messageBytesMax,
      'grpc.max_send_message_length': messageBytesMax,
      ...keepalive,
      ...(options.tls ? serverName(options.address) : {}),
    });
    this.#stream = this.#client.makeBidiStreamRequest(
      '/protos.Chaincode/Connect',
      (message: Buffer) => message,
      (bytes: Buffer) => peer.ChaincodeMessage.deserializeBinary(asUint8Array(bytes)),
    );
    this.#session = new ChaincodeSession({
      send: (message) => this.#stream.write(message),
      accepts: options.accepts,
      onReady: () => this.#ready.resolve(),
      onRefused: (reason) => this.#refuse('protocol', reason),
      executeTimeoutMs: options.executeTimeoutMs,
    });
    this.ended = new Promise((resolve) => this.#listen(resolve));
  }

  execute(call: ChaincodeCall): Promise<ChaincodeResult> {
    return this.#session.execute(call);
  }

  #listen(end: (reason: string) => void): void {
    const finish = (cause: string) => {
      const reason = this.#refusal ?? cause;
      this.#ready.reject(new ChaincodeStreamError('refused', reason));
      this.#session.fail();
      this.#client.close();
      end(reason);
    };
    this.#stream.on('data', (message: peer.ChaincodeMessage) => this.#receive(message));
    this.#stream.on('error', (error: ServiceError) => finish(error.details || error.message));
    this.#stream.on('end', () => finish('the chaincode ended the stream'));
    // The one event that every call ends with, whatever became of its halves.
    this.#stream.on('status', ({ details }: StatusObject) => finish(details || 'the stream is over'));
  }

  /** What a chaincode sends is not trusted: whatever cannot be read or answered ends its stream, not the process. */
  #receive(message: peer.ChaincodeMessage): void {
    try {
      this.#session.receive(message);
    } catch (error) {
      this.#refuse('protocol', error instanceof Error ? error.message : String(error));
    }
  }

  #refuse(reason: 'refused' | 'protocol', message: string): void {
    this.#refusal ??= message;
    this.#ready.reject(new ChaincodeStreamError(reason, message));
    this.#stream.cancel();
  }
}

/** TLS names no IP addresses (RFC 6066); certificates of devnet's own authority carry `localhost` beside them. */
function serverName(address: string): ChannelOptions {
  return /^(127\.0\.0\.1|\[::1\]):/.test(address) ? { 'grpc.ssl_target_name_override': 'localhost' } : {};
}

function channelCredentials(tls: ChaincodeTls | undefined) {
  if (!tls) return credentials.createInsecure();
  const [root, key, certificate] = [tls.rootCaPem, tls.privateKeyPem, tls.certificatePem].map((pem) =>
    Buffer.from(pem),
  );
  return credentials.createSsl(root, key, certificate);
}
