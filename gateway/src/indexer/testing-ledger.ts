import { hash } from 'node:crypto';
import { common, ledger, msp, peer } from '@hyperledger/fabric-protos';
import type { Envelope, Result } from '@mengsu/chaincode/model';
import { protectedHeader } from '@mengsu/chaincode/model/envelope';
import { type Fields, payloadOf } from '@mengsu/chaincode/model/testing';
import { dataHashOf, headerHashOf } from './block-header.ts';
import type { LedgerWrite } from './write-set.ts';

/** Test utility: blocks as a peer delivers them, without any peer. Signatures are filled in, not made: nothing of the index reads them. */
export const testChaincode = 'mengsu';

export interface TestTransaction {
  /** The argument of `record`. */
  readonly document: string | Uint8Array;
  /** The endorsed response. */
  readonly response: string;
  readonly code?: number;
  readonly time?: string;
  readonly chaincode?: string;
  readonly function?: string;
  readonly txId?: string;
  /** Who submitted it: an MSP's name and a certificate, PEM. */
  readonly submitter?: { readonly mspId: string; readonly certificate: string };
  /** In place of the call: what endorsers who sign anything let stand there. */
  readonly input?: Uint8Array;
  /** What it writes to the namespace `mengsu`. */
  readonly writes?: readonly LedgerWrite[];
  /** Writes of a key's endorsement policy, by key. */
  readonly policies?: readonly string[];
  /** Further arguments after the document. */
  readonly moreArguments?: readonly string[];
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A signed-looking envelope of `fields`. */
export function filledEnvelope(fields: Fields & { device: string; cosigners?: readonly string[] }): Envelope {
  const cosigners = fields.cosigners ?? [];
  const signers = [fields.device, ...cosigners];
  return {
    payload: payloadOf({ ...fields, cosigners }),
    signatures: signers.map((kid) => ({ protected: protectedHeader(kid), signature: 'A'.repeat(86) })),
  };
}

export const eventIdOf = (envelope: Envelope): string => hash('sha256', envelope.payload, 'base64url');

export const recorded = (envelope: Envelope): Result => ({
  id: eventIdOf(envelope),
  status: 'recorded',
  breaches: [],
});

/** A transaction that records all of `events`, or answers `results`. */
export function recordTransaction(
  events: readonly Envelope[],
  more: Partial<TestTransaction> & { readonly results?: readonly Result[] } = {},
): TestTransaction {
  const { results = events.map(recorded), ...rest } = more;
  return {
    document: JSON.stringify({ mode: 'each', events }),
    response: JSON.stringify({ results }),
    ...rest,
  };
}

/** A chain of blocks that grows. */
export class TestLedger {
  readonly blocks: Uint8Array[] = [];
  #previousHash: Uint8Array = new Uint8Array();

  get height(): number {
    return this.blocks.length;
  }

  append(...transactions: readonly TestTransaction[]): Uint8Array {
    const number = this.blocks.length;
    const envelopes = transactions.map((transaction, tx) => envelopeBytes(transaction, `${number}-${tx}`));
    const codes = transactions.map(({ code = 0 }) => code);
    return this.appendRaw(envelopes, codes);
  }

  /** A block of any bytes. */
  appendRaw(envelopes: readonly Uint8Array[], codes: readonly number[]): Uint8Array {
    const number = this.blocks.length;
    const dataHash = dataHashOf(envelopes);
    const header = new common.BlockHeader();
    header.setNumber(number);
    header.setPreviousHash(this.#previousHash);
    header.setDataHash(dataHash);
    const data = new common.BlockData();
    data.setDataList([...envelopes]);
    const metadata = new common.BlockMetadata();
    metadata.setMetadataList([new Uint8Array(), new Uint8Array(), Uint8Array.from(codes), new Uint8Array()]);
    const block = new common.Block();
    block.setHeader(header);
    block.setData(data);
    block.setMetadata(metadata);
    this.#previousHash = Buffer.from(
      headerHashOf({ number, previousHash: this.#previousHash, dataHash }),
      'hex',
    );
    const bytes = block.serializeBinary();
    this.blocks.push(bytes);
    return bytes;
  }
}

function envelopeBytes(transaction: TestTransaction, name: string): Uint8Array {
  const payload = new common.Payload();
  const header = new common.Header();
  header.setChannelHeader(channelHeader(transaction, name));
  header.setSignatureHeader(signatureHeader(transaction));
  payload.setHeader(header);
  payload.setData(transactionBytes(transaction));
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}

function signatureHeader({ submitter }: TestTransaction): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(submitter?.mspId ?? 'ProducersMSP');
  identity.setIdBytes(bytesOf(submitter?.certificate ?? ''));
  const header = new common.SignatureHeader();
  header.setCreator(identity.serializeBinary());
  return header.serializeBinary();
}

function channelHeader(transaction: TestTransaction, name: string): Uint8Array {
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.ENDORSER_TRANSACTION);
  header.setTxId(transaction.txId ?? hash('sha256', name, 'hex'));
  const timeMs = Date.parse(transaction.time ?? '2026-09-01T03:31:00.500Z');
  const seconds = Math.floor(timeMs / 1000);
  const nanos = (timeMs % 1000) * 1_000_000;
  const timestamp = [0x08, ...varint(seconds), 0x10, ...varint(nanos)];
  return Buffer.concat([header.serializeBinary(), Buffer.of(0x1a, timestamp.length, ...timestamp)]);
}

/** Base 128 varint (protobuf encoding); field 3 of a ChannelHeader is written by hand, its message class is another package's. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

function transactionBytes(transaction: TestTransaction): Uint8Array {
  const proposal = new peer.ChaincodeProposalPayload();
  proposal.setInput(transaction.input ?? invocation(transaction).serializeBinary());
  const endorsed = new peer.ProposalResponsePayload();
  endorsed.setExtension$(result(transaction).serializeBinary());
  const endorsedAction = new peer.ChaincodeEndorsedAction();
  endorsedAction.setProposalResponsePayload(endorsed.serializeBinary());
  const payload = new peer.ChaincodeActionPayload();
  payload.setChaincodeProposalPayload(proposal.serializeBinary());
  payload.setAction(endorsedAction);
  const action = new peer.TransactionAction();
  action.setPayload(payload.serializeBinary());
  const whole = new peer.Transaction();
  whole.setActionsList([action]);
  return whole.serializeBinary();
}

function invocation(transaction: TestTransaction): peer.ChaincodeInvocationSpec {
  const { document, function: name = 'record', moreArguments = [] } = transaction;
  const input = new peer.ChaincodeInput();
  const argument = typeof document === 'string' ? bytesOf(document) : document;
  input.setArgsList([bytesOf(name), argument, ...moreArguments.map(bytesOf)]);
  const spec = new peer.ChaincodeSpec();
  spec.setInput(input);
  const whole = new peer.ChaincodeInvocationSpec();
  whole.setChaincodeSpec(spec);
  return whole;
}

function result(transaction: TestTransaction): peer.ChaincodeAction {
  const id = new peer.ChaincodeID();
  id.setName(transaction.chaincode ?? testChaincode);
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(bytesOf(transaction.response));
  const action = new peer.ChaincodeAction();
  action.setChaincodeId(id);
  action.setResponse(response);
  action.setResults(writeSet(transaction));
  return action;
}

/** Another namespace comes first: what is written there is no business of ours. */
function writeSet({ writes = [], policies = [] }: TestTransaction): Uint8Array {
  const whole = new ledger.rwset.TxReadWriteSet();
  const elsewhere = namespaceSet(
    '_lifecycle',
    [{ key: 'namespaces/fields/mengsu', value: bytesOf('x') }],
    [],
  );
  whole.setNsRwsetList([elsewhere, namespaceSet(testChaincode, writes, policies)]);
  return whole.serializeBinary();
}

function namespaceSet(name: string, writes: readonly LedgerWrite[], policies: readonly string[]) {
  const { KVMetadataWrite, KVRWSet, KVWrite } = ledger.rwset.kvrwset;
  const set = new KVRWSet();
  for (const { key, value } of writes) {
    const write = new KVWrite();
    write.setKey(key);
    if (value) write.setValue(value);
    else write.setIsDelete(true);
    set.addWrites(write);
  }
  for (const key of policies) {
    const write = new KVMetadataWrite();
    write.setKey(key);
    set.addMetadataWrites(write);
  }
  const named = new ledger.rwset.NsReadWriteSet();
  named.setNamespace(name);
  named.setRwset(set.serializeBinary());
  return named;
}
