import { common, peer } from '@hyperledger/fabric-protos';
import { noBytes } from '../chaincode/bytes.ts';
import type { ChaincodeResult } from '../chaincode/chaincode-call.ts';
import type { WrittenPolicies } from '../chaincode/simulation.ts';
import type { ChaincodeDefinition, Signer } from '../ports.ts';
import { type Proposal, proposalHash } from './proposal.ts';

export interface SimulationOutcome {
  readonly result: ChaincodeResult;
  /** rwset.TxReadWriteSet bytes. */
  readonly readWriteSet: Uint8Array;
  readonly policies: WrittenPolicies;
}

/** peer.ProposalResponsePayload bytes: equal for every honest execution of one proposal at one height. */
export function proposalResponsePayload(
  proposal: Proposal,
  definition: Pick<ChaincodeDefinition, 'name' | 'version'>,
  outcome: Pick<SimulationOutcome, 'result' | 'readWriteSet'>,
): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(definition.name);
  chaincodeId.setVersion(definition.version);
  const action = new peer.ChaincodeAction();
  action.setResults(outcome.readWriteSet);
  action.setEvents(eventBytes(proposal, outcome.result.event));
  action.setResponse(outcome.result.response);
  action.setChaincodeId(chaincodeId);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(proposalHash(proposal));
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

/** A peer, not the chaincode, says whose event it is. */
function eventBytes(proposal: Proposal, event: peer.ChaincodeEvent | undefined): Uint8Array {
  if (!event) return noBytes;
  event.setChaincodeId(proposal.chaincode);
  event.setTxId(proposal.txId);
  return event.serializeBinary();
}

/** An endorsement signs the response payload and the endorser's identity. */
export function endorse(payload: Uint8Array, signer: Signer): peer.Endorsement {
  const endorsement = new peer.Endorsement();
  endorsement.setEndorser(signer.serialized);
  endorsement.setSignature(signer.sign(Buffer.concat([payload, signer.serialized])));
  return endorsement;
}

/** The envelope that the client is to sign. */
export function prepareTransaction(
  proposal: Proposal,
  responsePayload: Uint8Array,
  endorsements: peer.Endorsement[],
): common.Envelope {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responsePayload);
  endorsed.setEndorsementsList(endorsements);
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.payload);
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(proposal.signatureHeader);
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.addActions(action);
  const header = new common.Header();
  header.setChannelHeader(proposal.channelHeader);
  header.setSignatureHeader(proposal.signatureHeader);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope;
}
