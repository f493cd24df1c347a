import { setImmediate as otherTasks } from 'node:timers/promises';
import { common, peer } from '@hyperledger/fabric-protos';
import type { Result } from '@mengsu/chaincode/model';
import { dataHashOf, type HeaderFields, headerHashOf } from './block-header.ts';
import { type AuditFacts, auditFactsOf, type EndorsedCall, foreignFactsOf } from './decode-audit.ts';
import { decodeRecord, type RecordedEvent } from './decode-record.ts';
import { IndexAlarm } from './index-alarm.ts';
import { withWriteEffects } from './write-effects.ts';
import { readWriteSet, type WriteSet } from './write-set.ts';

/** A transaction of ours: a top-level call of `record` of our chaincode, valid or not; or a VALID one that is not, and writes to our namespace all the same. */
export interface DecodedTransaction {
  /** Place in the block. */
  readonly tx: number;
  readonly txId: string;
  /** Fabric's TxValidationCode; 0 is VALID. */
  readonly code: number;
  /** RFC 3339; the submitter's word within 15 minutes. */
  readonly time: string;
  /** What became of each event, in the document's order; empty where the code is not 0. */
  readonly results: readonly Result[];
  /** The events that were recorded for the first time. */
  readonly events: readonly RecordedEvent[];
  /** Undefined where the code is not 0. */
  readonly audit?: AuditFacts | undefined;
}

export interface DecodedBlock {
  readonly number: number;
  /** SHA-256 of the header, hex; likewise the previous one's, '' for block 0. */
  readonly hash: string;
  readonly previousHash: string;
  /** The latest timestamp of a VALID transaction of any kind. */
  readonly time: string | undefined;
  readonly transactions: readonly DecodedTransaction[];
}

const VALID = 0;
/** A large block must not hold up the requests that the same thread serves. */
const busyMaxMs = 10;
const flagsIndex = common.BlockMetadataIndex.TRANSACTIONS_FILTER;

/**
 * A `common.Block` as a peer delivers it → what is ours in it. Everything else is ignored.
 * Throws IndexAlarm UNDECODABLE where a VALID transaction of ours cannot be read, or where the block is not whole.
 */
export async function decodeBlock(bytes: Uint8Array, chaincode: string): Promise<DecodedBlock> {
  const { number, previousHash, dataHash, data, flags } = openBlock(bytes);
  const transactions: DecodedTransaction[] = [];
  let time: string | undefined;
  let busySinceMs = performance.now();
  for (const [tx, envelope] of data.entries()) {
    const call = readCall(envelope, { at: `block ${number}, transaction ${tx}`, code: flags[tx] ?? VALID });
    if (call?.code === VALID && (time === undefined || call.time > time)) time = call.time;
    const known = call?.invocation && knownCall(call, call.invocation, chaincode);
    if (known) transactions.push({ tx, ...known });
    if (performance.now() - busySinceMs > busyMaxMs) {
      await otherTasks();
      busySinceMs = performance.now();
    }
  }
  const hash = headerHashOf({ number, previousHash, dataHash });
  return { number, hash, previousHash: Buffer.from(previousHash).toString('hex'), time, transactions };
}

/** What the transaction at `tx` of a block wrote to our namespace, and the block's hash. Throws IndexAlarm UNDECODABLE. */
export function decodeWrites(
  bytes: Uint8Array,
  { tx, chaincode }: { readonly tx: number; readonly chaincode: string },
): { readonly hash: string; readonly writeSet: WriteSet } {
  const { number, previousHash, dataHash, data } = openBlock(bytes);
  const at = `block ${number}, transaction ${tx}`;
  const invocation = readCall(data[tx] ?? new Uint8Array(), { at, code: VALID })?.invocation;
  if (!invocation) throw new IndexAlarm('UNDECODABLE', `${at} calls nothing`);
  const hash = headerHashOf({ number, previousHash, dataHash });
  return { hash, writeSet: readable(at, () => readWriteSet(invocation.writeSet, chaincode)) };
}

interface OpenBlock extends HeaderFields {
  readonly data: readonly Uint8Array[];
  /** One validation code for each transaction. */
  readonly flags: Uint8Array;
}

function openBlock(bytes: Uint8Array): OpenBlock {
  const block = readBlock(bytes);
  const header = block.getHeader();
  if (!header) throw new IndexAlarm('UNDECODABLE', 'a block has no header');
  const number = header.getNumber();
  const data = block.getData()?.getDataList_asU8() ?? [];
  const dataHash = header.getDataHash_asU8();
  if (!dataHashOf(data).equals(dataHash)) {
    throw new IndexAlarm('UNDECODABLE', `block ${number} does not have its data hash`);
  }
  const flags = block.getMetadata()?.getMetadataList_asU8()[flagsIndex] ?? new Uint8Array();
  if (flags.length !== data.length) {
    throw new IndexAlarm(
      'UNDECODABLE',
      `block ${number} has ${data.length} transactions and ${flags.length} validation codes`,
    );
  }
  return { number, previousHash: header.getPreviousHash_asU8(), dataHash, data, flags };
}

function readBlock(bytes: Uint8Array): common.Block {
  try {
    return common.Block.deserializeBinary(bytes);
  } catch (error) {
    throw new IndexAlarm('UNDECODABLE', 'bytes from the stream are no block', { cause: error });
  }
}

interface Place {
  readonly at: string;
  readonly code: number;
}

interface Invocation extends EndorsedCall {
  readonly args: readonly Uint8Array[];
  readonly response: Uint8Array;
}

interface Call extends Place {
  readonly txId: string;
  readonly time: string;
  /** Undefined for a configuration transaction. */
  readonly invocation: Invocation | undefined;
}

/** What an envelope calls. Undefined where an invalid one cannot be read: anybody may send the orderers nonsense. */
function readCall(envelope: Uint8Array, place: Place): Call | undefined {
  try {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
    );
    const headers = payload.getHeader();
    const header = common.ChannelHeader.deserializeBinary(
      headers?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    const signatureHeader = headers?.getSignatureHeader_asU8() ?? new Uint8Array();
    const isCall = header.getType() === common.HeaderType.ENDORSER_TRANSACTION;
    return {
      ...place,
      txId: header.getTxId(),
      time: instantOf(header),
      invocation: isCall ? readInvocation(payload.getData_asU8(), signatureHeader) : undefined,
    };
  } catch (error) {
    if (place.code !== VALID) return undefined;
    throw new IndexAlarm('UNDECODABLE', `${place.at} is VALID and cannot be read`, { cause: error });
  }
}

function instantOf(header: common.ChannelHeader): string {
  const timestamp = header.getTimestamp();
  if (!timestamp) throw new TypeError('a transaction has no timestamp');
  return new Date(timestamp.getSeconds() * 1000 + Math.floor(timestamp.getNanos() / 1_000_000)).toISOString();
}

function readInvocation(data: Uint8Array, signatureHeader: Uint8Array): Invocation {
  const actions = peer.Transaction.deserializeBinary(data).getActionsList();
  const [action] = actions;
  if (!action || actions.length !== 1) throw new TypeError(`a transaction has ${actions.length} actions`);
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const endorsed = peer.ProposalResponsePayload.deserializeBinary(
    payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  );
  const result = peer.ChaincodeAction.deserializeBinary(endorsed.getExtension_asU8());
  const [name = new Uint8Array(), ...args] = argumentsOf(payload.getChaincodeProposalPayload_asU8());
  return {
    chaincode: result.getChaincodeId()?.getName() ?? '',
    function: Buffer.from(name).toString('utf8'),
    args,
    response: result.getResponse()?.getPayload_asU8() ?? new Uint8Array(),
    writeSet: result.getResults_asU8(),
    signatureHeader,
  };
}

/**
 * What a proposal gives to the chaincode; nothing where it is none. No peer looks into it when it commits, so that endorsers who sign anything can
 * have any bytes there: what calls nothing of ours and writes all the same is for the audit to tell, and stops no index.
 */
function argumentsOf(proposalPayload: Uint8Array): readonly Uint8Array[] {
  try {
    const proposal = peer.ChaincodeProposalPayload.deserializeBinary(proposalPayload);
    const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8());
    return invocation.getChaincodeSpec()?.getInput()?.getArgsList_asU8() ?? [];
  } catch {
    // The decoder has no error of its own for bytes that are no message.
    return [];
  }
}

type Known = Omit<DecodedTransaction, 'tx'>;

/** Undefined for a call that is no business of ours. */
function knownCall(call: Call, invocation: Invocation, chaincode: string): Known | undefined {
  if (invocation.chaincode === chaincode && invocation.function === 'record')
    return ours(call, invocation, chaincode);
  if (call.code !== VALID) return undefined;
  const audit = readable(call.at, () => foreignFactsOf(invocation, chaincode));
  const { txId, code, time } = call;
  return audit && { txId, code, time, results: [], events: [], audit };
}

function ours(call: Call, invocation: Invocation, chaincode: string): Known {
  const { txId, code, time } = call;
  if (code !== VALID) return { txId, code, time, results: [], events: [], audit: undefined };
  const [document, ...more] = invocation.args;
  if (!document || more.length > 0) {
    throw new IndexAlarm('UNDECODABLE', `${call.at}: record has ${invocation.args.length} arguments, not 1`);
  }
  return readable(call.at, () => {
    const audit = auditFactsOf(invocation, chaincode);
    const { results, events } = decodeRecord(document, invocation.response);
    const told = withWriteEffects(events, () => readWriteSet(invocation.writeSet, chaincode));
    return { txId, code, time, results, events: told, audit };
  });
}

/** What `read` gives. Throws IndexAlarm UNDECODABLE with the place where it throws. */
function readable<T>(at: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new IndexAlarm('UNDECODABLE', `${at}: ${detail}`, { cause: error });
  }
}
