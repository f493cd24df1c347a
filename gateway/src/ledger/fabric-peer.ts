import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { type Contract, connect, type Gateway, hash, type Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import type { LedgerIdentity, PeerAddress } from './connection.ts';
import type { EndorsedTransaction } from './ledger.ts';
import type { Sign } from './signer.ts';

/** A block of SmartBFT holds up to 10 MB of transactions (ledger.md); its metadata and our own margin come on top. */
const messageBytesMax = 64 * 1024 * 1024;
const flowWindowBytes = 4 * 1024 * 1024;
const heightDeadlineMs = 5_000;

export interface PeerOptions {
  readonly channel: string;
  readonly chaincode: string;
  readonly identity: LedgerIdentity;
  readonly sign: Sign;
  readonly endorseDeadlineMs: number;
  readonly submitDeadlineMs: number;
}

/** One peer's Gateway service, with TLS and one connection. The only code that knows the client library; it throws what that throws. */
export class FabricPeer {
  readonly endpoint: string;
  readonly client: Client;
  readonly #gateway: Gateway;
  readonly #network: Network;
  readonly #contract: Contract;
  readonly #sign: Sign;

  constructor({ endpoint, tlsCaFile, tlsServerName }: PeerAddress, options: PeerOptions) {
    const { channel, chaincode, identity, sign, endorseDeadlineMs, submitDeadlineMs } = options;
    this.endpoint = endpoint;
    this.#sign = sign;
    this.client = new Client(endpoint, credentials.createSsl(readFileSync(tlsCaFile)), {
      'grpc.ssl_target_name_override': tlsServerName,
      'grpc.max_receive_message_length': messageBytesMax,
      'grpc.max_send_message_length': messageBytesMax,
      // With gRPC's own 64 KiB a peer that is half a second away would bring no more than 128 KiB of blocks a second.
      'grpc-node.flow_control_window': flowWindowBytes,
      // A half-open connection is noticed after 15 s, before the deadline of a call. Peers allow it (network/fabric, peer.keepalive.minInterval); one with
      // Fabric's own minute ends the connection once and is asked half as often.
      'grpc.keepalive_time_ms': 10_000,
      'grpc.keepalive_timeout_ms': 5_000,
      // One connection of ours: asking often costs little, and a peer that is back is noticed at once.
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 1_000,
    });
    this.#gateway = connect({
      client: this.client,
      identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certificatePem, 'utf8') },
      signer: sign,
      // The signer hashes by itself, in one call of OpenSSL.
      hash: hash.none,
      endorseOptions: () => ({ deadline: Date.now() + endorseDeadlineMs }),
      submitOptions: () => ({ deadline: Date.now() + submitDeadlineMs }),
      evaluateOptions: () => ({ deadline: Date.now() + heightDeadlineMs }),
      commitStatusOptions: () => ({ deadline: Date.now() + endorseDeadlineMs }),
    });
    this.#network = this.#gateway.getNetwork(channel);
    this.#contract = this.#network.getContract(chaincode);
  }

  async endorse(document: string): Promise<EndorsedTransaction> {
    const transaction = await this.#contract.newProposal('record', { arguments: [document] }).endorse();
    const signature = await this.#sign(transaction.getDigest());
    return {
      txId: transaction.getTransactionId(),
      signed: this.#gateway.newSignedTransaction(transaction.getBytes(), signature).getBytes(),
      response: Buffer.from(transaction.getResult()).toString('utf8'),
    };
  }

  async submit(signed: Uint8Array): Promise<void> {
    await this.#gateway.newTransaction(signed).submit();
  }

  /** Submits and waits for the peer's word: TxValidationCode, 0 = VALID. */
  async submitAndWait(signed: Uint8Array): Promise<number> {
    const submitted = await this.#gateway.newTransaction(signed).submit();
    return (await submitted.getStatus()).code;
  }

  /** Number of committed blocks. */
  async height(): Promise<number> {
    const system = this.#network.getContract('qscc');
    const info = await system.evaluateTransaction('GetChainInfo', this.#network.getName());
    return common.BlockchainInfo.deserializeBinary(info).getHeight();
  }

  /** common.Envelope bytes: a signed seek from a block on, for ever. */
  async seekEnvelope(start: number): Promise<Uint8Array> {
    const request = this.#network.newBlockEventsRequest({ startBlock: BigInt(start) });
    const signature = await this.#sign(request.getDigest());
    return this.#gateway.newSignedBlockEventsRequest(request.getBytes(), signature).getBytes();
  }

  close(): void {
    this.#gateway.close();
    this.client.close();
  }
}
