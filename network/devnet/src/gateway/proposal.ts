import { createHash } from 'node:crypto';
import { common, peer } from '@hyperledger/fabric-protos';
import { invalidArgument } from './gateway-status.ts';

/** A transaction proposal taken apart once. Nothing in it is verified yet. */
export interface Proposal {
  readonly signed: peer.SignedProposal;
  readonly channel: string;
  readonly txId: string;
  readonly timestamp: Date;
  readonly chaincode: string;
  readonly input: peer.ChaincodeInput;
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
  /** The header's two halves, as the client wrote them: the transaction carries the same bytes. */
  readonly channelHeader: Uint8Array;
  readonly signatureHeader: Uint8Array;
  /** ChaincodeProposalPayload without transient data, as it goes into the transaction. */
  readonly payload: Uint8Array;
}

/** @throws GatewayStatus INVALID_ARGUMENT when a part is missing or cannot be read. */
export function parseProposal(signed: peer.SignedProposal | undefined): Proposal {
  if (!signed) throw invalidArgument('a proposed transaction is required');
  try {
    return unpack(signed);
  } catch (error) {
    throw invalidArgument(
      `failed to unpack transaction proposal: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function unpack(signed: peer.SignedProposal): Proposal {
  const proposal = peer.Proposal.deserializeBinary(signed.getProposalBytes_asU8());
  const header = common.Header.deserializeBinary(proposal.getHeader_asU8());
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  const type = channelHeader.getType();
  if (type !== common.HeaderType.ENDORSER_TRANSACTION) throw new Error(`invalid header type ${type}`);
  const { input, payload } = unpackPayload(proposal.getPayload_asU8());
  const extension = peer.ChaincodeHeaderExtension.deserializeBinary(channelHeader.getExtension_asU8());
  return {
    signed,
    input,
    payload,
    channel: channelHeader.getChannelId(),
    txId: channelHeader.getTxId(),
    timestamp: required(channelHeader.getTimestamp(), 'timestamp').toDate(),
    chaincode: required(extension.getChaincodeId(), 'chaincode id').getName(),
    creator: signatureHeader.getCreator_asU8(),
    nonce: signatureHeader.getNonce_asU8(),
    channelHeader: header.getChannelHeader_asU8(),
    signatureHeader: header.getSignatureHeader_asU8(),
  };
}

function unpackPayload(bytes: Uint8Array): Pick<Proposal, 'input' | 'payload'> {
  const payload = peer.ChaincodeProposalPayload.deserializeBinary(bytes);
  const invocation = peer.ChaincodeInvocationSpec.deserializeBinary(payload.getInput_asU8());
  const specification = required(invocation.getChaincodeSpec(), 'chaincode specification');
  const input = required(specification.getInput(), 'chaincode input');
  if (payload.getTransientmapMap().getLength() === 0) return { input, payload: bytes };
  const visible = new peer.ChaincodeProposalPayload();
  visible.setInput(payload.getInput_asU8());
  return { input, payload: visible.serializeBinary() };
}

function required<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined) throw new Error(`no ${name}`);
  return part;
}

/** Lower-case hexadecimal SHA-256 of nonce and creator: the only transaction id that a proposal may have. */
export function expectedTxId(proposal: Pick<Proposal, 'nonce' | 'creator'>): string {
  return createHash('sha256').update(proposal.nonce).update(proposal.creator).digest('hex');
}

/** What endorsers answer to: SHA-256 of both headers and the payload without transient data. */
export function proposalHash(
  proposal: Pick<Proposal, 'channelHeader' | 'signatureHeader' | 'payload'>,
): Uint8Array {
  return createHash('sha256')
    .update(proposal.channelHeader)
    .update(proposal.signatureHeader)
    .update(proposal.payload)
    .digest();
}
