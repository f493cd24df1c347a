import { createRequire } from 'node:module';
import type { ChaincodeStub } from 'fabric-shim';
import { traceContract } from './contract.ts';
import { type BatchOffer, messageTypes, noOffer, parseOffer } from './state/batch-messages.ts';

/** Mutual TLS in PEM: the chaincode's own key and certificate, and the authority that peers' client certificates come from. */
export interface ServerTls {
  readonly key: Buffer;
  readonly certificate: Buffer;
  readonly clientCa: Buffer;
}

/** Where the chaincode listens (`host:port`), under which package id and name a peer knows it, and how it is protected; `tls` is undefined for loopback only. */
export interface ServerOptions {
  readonly address: string;
  readonly chaincodeId: string;
  readonly chaincodeName: string;
  readonly tls: ServerTls | undefined;
}

interface ReadyMessage {
  getType(): number;
  getPayload_asU8(): Uint8Array;
}
interface PeerStream {
  on(event: 'data', listener: (message: ReadyMessage) => void): void;
}
interface ShimServer {
  start(): Promise<void>;
  connect(stream: PeerStream): void;
}

// The shim's server class; its `connect` is where a peer's stream begins, which the shim's own types leave out.
const require = createRequire(import.meta.url);
const ChaincodeServer = require('fabric-shim/lib/server.js') as new (
  chaincode: object,
  options: object,
) => ShimServer;

const messageBytesMax = 100 * 1024 * 1024;

/** Serves the contract to peers that dial in (chaincode as a service). Resolves when it listens. */
export async function serveChaincode(options: ServerOptions): Promise<void> {
  const offers = new WeakMap<object, BatchOffer>();
  const contract = traceContract({
    chaincodeName: options.chaincodeName,
    offerOf: (stub) => offers.get(streamOf(stub)) ?? noOffer,
  });
  const server = new OfferReadingServer(contract, {
    ccid: options.chaincodeId,
    address: options.address,
    tlsProps: options.tls && {
      key: options.tls.key,
      cert: options.tls.certificate,
      clientCACerts: options.tls.clientCa,
    },
    'grpc.max_receive_message_length': messageBytesMax,
    'grpc.max_send_message_length': messageBytesMax,
  });
  server.offers = offers;
  await server.start();
}

/** The shim's server, which also reads what a peer offers in READY before the shim passes over it. */
class OfferReadingServer extends ChaincodeServer {
  offers = new WeakMap<object, BatchOffer>();

  override connect(stream: PeerStream): void {
    stream.on('data', (message) => {
      if (message.getType() === messageTypes.ready)
        this.offers.set(stream, parseOffer(message.getPayload_asU8()));
    });
    super.connect(stream);
  }
}

/** The stream that a stub's answers go to (fabric-shim 2.5.8: stub.handler._stream). */
function streamOf(stub: ChaincodeStub): object {
  return (stub as ChaincodeStub & { readonly handler: { readonly _stream: object } }).handler._stream;
}
