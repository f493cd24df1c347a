import { createHash, type Hash } from 'node:crypto';
import { createRequire } from 'node:module';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';

type Message = InstanceType<typeof peer.ChaincodeMessage>;

interface Stream {
  on(event: 'data', listener: (message: Message) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  write(message: Message): void;
  cancel(): void;
}

interface GrpcClient {
  makeBidiStreamRequest(
    path: string,
    serialize: (message: Message) => Buffer,
    deserialize: (bytes: Uint8Array) => Message,
  ): Stream;
  waitForReady(deadline: number, callback: (error?: Error) => void): void;
  close(): void;
}

// The shim's own gRPC library: the peer's side of the stream needs no other.
const requireFromShim = createRequire(createRequire(import.meta.url).resolve('fabric-shim'));
const { Client, credentials } = requireFromShim('@grpc/grpc-js') as {
  Client: new (address: string, credentials: object) => GrpcClient;
  credentials: { createInsecure(): object };
};

const types = peer.ChaincodeMessage.Type;
const connectPath = '/protos.Chaincode/Connect';
const channel = 'mengsu';
/** A process may take its time to listen on a busy machine. */
const dialTimeoutMs = 45_000;

/** What a client proposes, and what the peer makes of it for the chaincode. */
export interface Proposed {
  readonly args: readonly Uint8Array[];
  readonly timestampMs: number;
  readonly creator?: { readonly mspId: string; readonly certificate: Uint8Array };
  /** The chaincode that the client called: another one for a call that is relayed. */
  readonly chaincodeName?: string;
}

/** The peer's side of the chaincode stream (protos/peer/chaincode_shim.proto), over a state in memory: enough for one transaction after another. */
export class FakePeer {
  readonly state: Map<string, Uint8Array>;
  /** The types of the messages that the chaincode sent since the last transaction began. */
  readonly asked: number[] = [];
  /** Of everything that the chaincode said in the transaction, in its order. */
  #transcript: Hash = createHash('sha256');
  readonly #client: GrpcClient;
  readonly #stream: Stream;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #count = 0;

  /** Dials the chaincode and shakes hands; `batchMax` is what READY offers, 0 for a peer that knows no batches. */
  static async dial(address: string, state: Map<string, Uint8Array>, batchMax: number): Promise<FakePeer> {
    const client = new Client(address, credentials.createInsecure());
    await new Promise<void>((resolve, reject) => {
      client.waitForReady(Date.now() + dialTimeoutMs, (error) => (error ? reject(error) : resolve()));
    });
    const fake = new FakePeer(client, state);
    await fake.#shakeHands(batchMax);
    return fake;
  }

  private constructor(client: GrpcClient, state: Map<string, Uint8Array>) {
    this.#client = client;
    this.state = state;
    this.#stream = client.makeBidiStreamRequest(
      connectPath,
      (message) => Buffer.from(message.serializeBinary()),
      (bytes) => peer.ChaincodeMessage.deserializeBinary(bytes),
    );
    // The stream ends by `close`, which is an error to gRPC; a test that waits for an answer fails by its own time.
    this.#stream.on('error', () => this.#waiting.clear());
    this.#stream.on('data', (message) => this.#take(message));
  }

  /** Runs one transaction to its end: the chaincode's answer, status 200 or 500, and the digest of all its messages. */
  async transact(
    proposed: Proposed,
  ): Promise<{ status: number; message: string; payload: string; transcript: string }> {
    this.asked.length = 0;
    this.#transcript = createHash('sha256');
    this.#count += 1;
    const message = this.#message(
      types.TRANSACTION,
      `tx-${this.#count}`,
      inputOf(proposed).serializeBinary(),
    );
    message.setProposal(proposalOf(proposed));
    const answered = this.#next(types.COMPLETED);
    this.#stream.write(message);
    const response = peer.Response.deserializeBinary((await answered).getPayload_asU8());
    return {
      status: response.getStatus(),
      message: response.getMessage(),
      payload: Buffer.from(response.getPayload_asU8()).toString(),
      transcript: this.#transcript.digest('hex'),
    };
  }

  close(): void {
    this.#stream.cancel();
    this.#client.close();
  }

  async #shakeHands(batchMax: number): Promise<void> {
    await this.#next(types.REGISTER);
    this.#stream.write(this.#message(types.REGISTERED, '', new Uint8Array()));
    const offer = new peer.ChaincodeAdditionalParams();
    offer.setUseWriteBatch(batchMax > 0);
    offer.setMaxSizeWriteBatch(batchMax);
    offer.setUseGetMultipleKeys(batchMax > 0);
    offer.setMaxSizeGetMultipleKeys(batchMax);
    this.#stream.write(
      this.#message(types.READY, '', batchMax > 0 ? offer.serializeBinary() : new Uint8Array()),
    );
  }

  #next(type: number): Promise<Message> {
    return new Promise((resolve) => this.#waiting.set(type, resolve));
  }

  #take(message: Message): void {
    const type = message.getType();
    this.asked.push(type);
    this.#transcript.update(`${type} ${message.getPayload_asU8().length} `).update(message.getPayload_asU8());
    const answer = this.#answer(type, message.getPayload_asU8());
    if (answer) this.#stream.write(this.#message(types.RESPONSE, message.getTxid(), answer));
    this.#waiting.get(type)?.(message);
    this.#waiting.delete(type);
  }

  #answer(type: number, payload: Uint8Array): Uint8Array | undefined {
    const none = new Uint8Array();
    if (type === types.GET_STATE)
      return this.state.get(peer.GetState.deserializeBinary(payload).getKey()) ?? none;
    if (type === types.GET_STATE_MULTIPLE) {
      const result = new peer.GetStateMultipleResult();
      const keys = peer.GetStateMultiple.deserializeBinary(payload).getKeysList();
      result.setValuesList(keys.map((key) => this.state.get(key) ?? none));
      return result.serializeBinary();
    }
    if (type === types.PUT_STATE) return this.#put(peer.PutState.deserializeBinary(payload));
    if (type !== types.WRITE_BATCH_STATE) return undefined;
    for (const record of peer.WriteBatchState.deserializeBinary(payload).getRecList()) {
      if (record.getType() === peer.WriteRecord.Type.PUT_STATE) this.#put(record);
    }
    return none;
  }

  #put(write: { getKey(): string; getValue_asU8(): Uint8Array }): Uint8Array {
    this.state.set(write.getKey(), write.getValue_asU8());
    return new Uint8Array();
  }

  #message(
    type: Message extends { getType(): infer T } ? T : never,
    txId: string,
    payload: Uint8Array,
  ): Message {
    const message = new peer.ChaincodeMessage();
    message.setType(type);
    message.setTxid(txId);
    message.setChannelId(channel);
    message.setPayload(payload);
    return message;
  }
}

function inputOf(proposed: Proposed) {
  const input = new peer.ChaincodeInput();
  input.setArgsList([...proposed.args]);
  return input;
}

function proposalOf(proposed: Proposed) {
  const { mspId = 'ProducersMSP', certificate = new Uint8Array() } = proposed.creator ?? {};
  const creator = new msp.SerializedIdentity();
  creator.setMspid(mspId);
  creator.setIdBytes(certificate);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(creator.serializeBinary());
  signatureHeader.setNonce(new Uint8Array(24));
  const header = new common.Header();
  header.setChannelHeader(channelHeaderOf(proposed.timestampMs).serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocationOf(proposed).serializeBinary());
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  signed.setProposalBytes(proposal.serializeBinary());
  return signed;
}

function channelHeaderOf(timestampMs: number) {
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.ENDORSER_TRANSACTION);
  header.setChannelId(channel);
  header.setTimestamp(timestampPb.Timestamp.fromDate(new Date(timestampMs)));
  return header;
}

function invocationOf(proposed: Proposed) {
  const id = new peer.ChaincodeID();
  id.setName(proposed.chaincodeName ?? 'mengsu');
  const spec = new peer.ChaincodeSpec();
  spec.setChaincodeId(id);
  spec.setInput(inputOf(proposed));
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  return invocation;
}
