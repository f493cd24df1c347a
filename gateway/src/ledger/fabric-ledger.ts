import { readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { type Contract, connect, type Gateway, hash, type Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';
import { followBlocks } from './block-stream.ts';
import type { Connection, LedgerIdentity } from './connection.ts';
import { type CallFault, callFaultOf, endorseFailure, type LedgerFailure, submitFailure } from './failure.ts';
import { type EndorsedTransaction, type Ledger, LedgerCallError } from './ledger.ts';
import { makeSigner, type Sign } from './signer.ts';

/** A block of SmartBFT holds up to 10 MB of transactions (ledger.md); its metadata and our own margin come on top. */
const messageBytesMax = 64 * 1024 * 1024;
const heightDeadlineMs = 5_000;

export interface LedgerOptions {
  readonly identity: LedgerIdentity;
  readonly endorseDeadlineMs: number;
  readonly submitDeadlineMs: number;
  readonly streamSilenceMs: number;
  /** Told of everything that a block stream recovers from. */
  readonly onStreamFault: (fault: Error) => void;
}

/** Fabric through its Gateway service, with TLS, one identity and one connection. The only code that knows the client library. */
export class FabricLedger implements Ledger {
  readonly #client: Client;
  readonly #gateway: Gateway;
  readonly #network: Network;
  readonly #contract: Contract;
  readonly #sign: Sign;
  readonly #options: LedgerOptions;

  constructor(connection: Connection, options: LedgerOptions) {
    this.#options = options;
    this.#sign = makeSigner(options.identity.privateKeyPem);
    this.#client = new Client(
      connection.gateway.endpoint,
      credentials.createSsl(readFileSync(connection.gateway.tlsCaFile)),
      {
        'grpc.ssl_target_name_override': connection.gateway.tlsServerName,
        'grpc.max_receive_message_length': messageBytesMax,
        'grpc.max_send_message_length': messageBytesMax,
        // Fabric's server ends connections that ask more often than once a minute.
        'grpc.keepalive_time_ms': 65_000,
        'grpc.keepalive_timeout_ms': 10_000,
        // One connection of ours: asking often costs little, and a peer that is back is noticed at once.
        'grpc.initial_reconnect_backoff_ms': 100,
        'grpc.max_reconnect_backoff_ms': 1_000,
      },
    );
    this.#gateway = connect({
      client: this.#client,
      identity: {
        mspId: options.identity.mspId,
        credentials: Buffer.from(options.identity.certificatePem, 'utf8'),
      },
      signer: this.#sign,
      // The signer hashes by itself, in one call of OpenSSL.
      hash: hash.none,
      endorseOptions: () => ({ deadline: Date.now() + options.endorseDeadlineMs }),
      submitOptions: () => ({ deadline: Date.now() + options.submitDeadlineMs }),
      evaluateOptions: () => ({ deadline: Date.now() + heightDeadlineMs }),
      commitStatusOptions: () => ({ deadline: Date.now() + options.endorseDeadlineMs }),
    });
    this.#network = this.#gateway.getNetwork(connection.channel);
    this.#contract = this.#network.getContract(connection.chaincode);
  }

  async endorse(document: string): Promise<EndorsedTransaction> {
    const proposal = this.#contract.newProposal('record', { arguments: [document] });
    const transaction = await this.#call(() => proposal.endorse(), endorseFailure);
    const signature = await this.#sign(transaction.getDigest());
    return {
      txId: transaction.getTransactionId(),
      signed: this.#gateway.newSignedTransaction(transaction.getBytes(), signature).getBytes(),
      response: Buffer.from(transaction.getResult()).toString('utf8'),
    };
  }

  async submit(signed: Uint8Array): Promise<void> {
    await this.#call(() => this.#gateway.newTransaction(signed).submit(), submitFailure);
  }

  /**
   * Endorses, submits and waits for the peer's word: TxValidationCode, 0 = VALID. For commands that run without an index.
   * Throws LedgerCallError.
   */
  async submitAndWait(document: string): Promise<{ txId: string; code: number; response: string }> {
    const { txId, signed, response } = await this.endorse(document);
    const transaction = this.#gateway.newTransaction(signed);
    const submitted = await this.#call(() => transaction.submit(), submitFailure);
    const { code } = await this.#call(() => submitted.getStatus(), submitFailure);
    return { txId, code, response };
  }

  async height(): Promise<number> {
    const system = this.#network.getContract('qscc');
    const info = await this.#call(
      () => system.evaluateTransaction('GetChainInfo', this.#network.getName()),
      endorseFailure,
    );
    return common.BlockchainInfo.deserializeBinary(info).getHeight();
  }

  blocks(start: number, signal: AbortSignal): AsyncIterable<Uint8Array> {
    return followBlocks({
      start,
      signal,
      client: this.#client,
      seekEnvelope: (number) => this.#seekEnvelope(number),
      height: () => this.height(),
      silenceMs: this.#options.streamSilenceMs,
      onFault: this.#options.onStreamFault,
    });
  }

  close(): void {
    this.#gateway.close();
    this.#client.close();
  }

  async #seekEnvelope(start: number): Promise<Uint8Array> {
    const request = this.#network.newBlockEventsRequest({ startBlock: BigInt(start) });
    const signature = await this.#sign(request.getDigest());
    return this.#gateway.newSignedBlockEventsRequest(request.getBytes(), signature).getBytes();
  }

  async #call<T>(run: () => Promise<T>, failureOf: (fault: CallFault) => LedgerFailure): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const fault = callFaultOf(error);
      if (!fault) throw error;
      throw new LedgerCallError(failureOf(fault), { cause: error });
    }
  }
}
