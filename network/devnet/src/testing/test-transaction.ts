import { randomBytes } from 'node:crypto';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { proposalHash, transactionId } from '../ledger/transaction-id.ts';
import type { Signer, Version } from '../ports.ts';
import { testChaincode, testChannel } from './test-network.ts';

/** A transaction built by hand, right unless a test makes it wrong. */
export interface TestTransaction {
  readonly creator: Signer;
  readonly endorsers: readonly Signer[];
  /** Value undefined = deleted. */
  readonly writes?: Readonly<Record<string, string | undefined>>;
  readonly reads?: Readonly<Record<string, Version | undefined>>;
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>;
  /** rwset.TxReadWriteSet bytes in place of all the above, as a simulation answers them. */
  readonly results?: Uint8Array;
  readonly namespace?: string;
  readonly chaincode?: string;
  readonly chaincodeVersion?: string;
  readonly channel?: string;
  readonly txId?: string;
  readonly nonce?: Uint8Array;
  readonly event?: { readonly name: string; readonly payload: string };
  /** peer.ChaincodeProposalPayload bytes; nobody looks into them after endorsement, and there must be some. */
  readonly proposalPayload?: Uint8Array;
  readonly type?: 0 | 1 | 2 | 3;
  readonly timestamp?: Date;
  /** Changes the bytes that the endorsers did not see. */
  readonly tamper?: (payload: peer.ProposalResponsePayload) => void;
  readonly signEnvelope?: (payload: Uint8Array) => Uint8Array;
}

export interface BuiltTransaction {
  readonly txId: string;
  readonly envelope: Uint8Array;
}

export function buildTransaction(spec: TestTransaction): BuiltTransaction {
  const nonce = spec.nonce ?? randomBytes(24);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(spec.creator.serialized);
  signatureHeader.setNonce(nonce);
  const txId = spec.txId ?? transactionId(nonce, spec.creator.serialized);
  const header = new common.Header();
  header.setChannelHeader(channelHeader(spec, txId));
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const proposalPayload = spec.proposalPayload ?? someProposalPayload();
  const response = new peer.ProposalResponsePayload();
  response.setProposalHash(
    proposalHash(header.getChannelHeader_asU8(), header.getSignatureHeader_asU8(), proposalPayload),
  );
  response.setExtension$(chaincodeAction(spec, txId));
  spec.tamper?.(response);
  const responseBytes = response.serializeBinary();
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responseBytes);
  endorsed.setEndorsementsList(spec.endorsers.map((one) => endorse(one, responseBytes)));
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposalPayload);
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(signatureHeader.serializeBinary());
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  return { txId, envelope: sign(spec, payload.serializeBinary()) };
}

function someProposalPayload(): Uint8Array {
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(new TextEncoder().encode('input'));
  return payload.serializeBinary();
}

function sign(spec: TestTransaction, payload: Uint8Array): Uint8Array {
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature((spec.signEnvelope ?? spec.creator.sign)(payload));
  return envelope.serializeBinary();
}

function channelHeader(spec: TestTransaction, txId: string): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(spec.chaincode ?? testChaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincodeId);
  const timestamp = new timestamps.Timestamp();
  timestamp.fromDate(spec.timestamp ?? new Date());
  const header = new common.ChannelHeader();
  header.setType(spec.type ?? common.HeaderType.ENDORSER_TRANSACTION);
  header.setChannelId(spec.channel ?? testChannel);
  header.setTxId(txId);
  header.setTimestamp(timestamp);
  header.setExtension$(extension.serializeBinary());
  return header.serializeBinary();
}

function chaincodeAction(spec: TestTransaction, txId: string): Uint8Array {
  const name = spec.chaincode ?? testChaincode;
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(name);
  chaincodeId.setVersion(spec.chaincodeVersion ?? '1.0');
  const namespace = new ledger.rwset.NsReadWriteSet();
  namespace.setNamespace(spec.namespace ?? name);
  namespace.setRwset(readWriteSet(spec).serializeBinary());
  const results = new ledger.rwset.TxReadWriteSet();
  results.setNsRwsetList([namespace]);
  const action = new peer.ChaincodeAction();
  action.setChaincodeId(chaincodeId);
  action.setResults(spec.results ?? results.serializeBinary());
  if (spec.event !== undefined) {
    const event = new peer.ChaincodeEvent();
    event.setChaincodeId(name);
    event.setTxId(txId);
    event.setEventName(spec.event.name);
    event.setPayload(Buffer.from(spec.event.payload));
    action.setEvents(event.serializeBinary());
  }
  return action.serializeBinary();
}

function readWriteSet(spec: TestTransaction): ledger.rwset.kvrwset.KVRWSet {
  const set = new ledger.rwset.kvrwset.KVRWSet();
  for (const [key, version] of Object.entries(spec.reads ?? {})) {
    const read = new ledger.rwset.kvrwset.KVRead();
    read.setKey(key);
    if (version !== undefined) {
      const seen = new ledger.rwset.kvrwset.Version();
      seen.setBlockNum(version.block);
      seen.setTxNum(version.tx);
      read.setVersion(seen);
    }
    set.addReads(read);
  }
  for (const [key, value] of Object.entries(spec.writes ?? {})) {
    const write = new ledger.rwset.kvrwset.KVWrite();
    write.setKey(key);
    write.setIsDelete(value === undefined);
    write.setValue(Buffer.from(value ?? ''));
    set.addWrites(write);
  }
  for (const [key, entries] of Object.entries(spec.metadata ?? {})) {
    const write = new ledger.rwset.kvrwset.KVMetadataWrite();
    write.setKey(key);
    for (const [name, value] of Object.entries(entries)) {
      const entry = new ledger.rwset.kvrwset.KVMetadataEntry();
      entry.setName(name);
      entry.setValue(Buffer.from(value as string));
      write.addEntries(entry);
    }
    set.addMetadataWrites(write);
  }
  return set;
}

function endorse(endorser: Signer, responseBytes: Uint8Array): peer.Endorsement {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(endorser.serialized);
  endorsement.setSignature(endorser.sign(Buffer.concat([responseBytes, endorser.serialized])));
  return endorsement;
}
