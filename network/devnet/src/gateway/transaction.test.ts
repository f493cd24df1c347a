import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { bytesOf, type GatewayRecording, readRecording } from '../chaincode/testing-recordings.ts';
import { expectedTxId, parseProposal } from './proposal.ts';
import { prepareTransaction, proposalResponsePayload } from './transaction.ts';

const hex = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('hex');

const endorsed = ['gateway_main', 'gateway_range_raft'].flatMap((name) =>
  readRecording<GatewayRecording>(name).calls.filter(
    ({ path, response }) => path === '/gateway.Gateway/Endorse' && response !== undefined,
  ),
);

/** A recorded Endorse: the client's proposal and the action inside the transaction that Fabric prepared. */
function parts(call: { readonly request: string; readonly response?: string }) {
  const request = gateway.EndorseRequest.deserializeBinary(bytesOf(call.request));
  const prepared = gateway.EndorseResponse.deserializeBinary(
    bytesOf(call.response ?? ''),
  ).getPreparedTransaction();
  const payload = common.Payload.deserializeBinary(prepared?.getPayload_asU8() ?? new Uint8Array());
  const [transactionAction] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(
    transactionAction?.getPayload_asU8() ?? new Uint8Array(),
  );
  const action = actionPayload.getAction();
  const responsePayload = action?.getProposalResponsePayload_asU8() ?? new Uint8Array();
  const answer = peer.ProposalResponsePayload.deserializeBinary(responsePayload);
  return {
    proposal: parseProposal(request.getProposedTransaction()),
    prepared,
    responsePayload,
    endorsements: action?.getEndorsementsList() ?? [],
    chaincodeAction: peer.ChaincodeAction.deserializeBinary(answer.getExtension_asU8()),
  };
}

describe(`the ${endorsed.length} recorded endorsements`, () => {
  it('have the response payload that we make of the same simulation, byte for byte', () => {
    for (const call of endorsed) {
      const { proposal, responsePayload, chaincodeAction } = parts(call);
      const events = chaincodeAction.getEvents_asU8();
      const event = events.length > 0 ? peer.ChaincodeEvent.deserializeBinary(events) : undefined;
      event?.setTxId('');
      event?.setChaincodeId('what a chaincode claims');
      const ours = proposalResponsePayload(
        proposal,
        { name: proposal.chaincode, version: '1' },
        {
          result: { response: chaincodeAction.getResponse() ?? new peer.Response(), event },
          readWriteSet: chaincodeAction.getResults_asU8(),
        },
      );
      expect(hex(ours), call.label).toBe(hex(responsePayload));
    }
  });

  it('stand in the transaction that we prepare, byte for byte', () => {
    for (const call of endorsed) {
      const { proposal, prepared, responsePayload, endorsements } = parts(call);
      const ours = prepareTransaction(proposal, responsePayload, endorsements);
      expect(hex(ours.serializeBinary()), call.label).toBe(hex(prepared?.serializeBinary()));
    }
  });

  it('are of proposals whose id is the hash of nonce and creator', () => {
    for (const call of endorsed) {
      const { proposal } = parts(call);
      expect(expectedTxId(proposal), call.label).toBe(proposal.txId);
    }
  });
});

describe('a proposal', () => {
  const [call] = endorsed;
  const signed = () => {
    const request = gateway.EndorseRequest.deserializeBinary(bytesOf(call?.request ?? ''));
    return request.getProposedTransaction() ?? new peer.SignedProposal();
  };

  it('leaves its transient data out of what is hashed and ordered', () => {
    const plain = parseProposal(signed());
    const proposal = peer.Proposal.deserializeBinary(signed().getProposalBytes_asU8());
    const payload = peer.ChaincodeProposalPayload.deserializeBinary(proposal.getPayload_asU8());
    payload.getTransientmapMap().set('secret', Buffer.from('not for the ledger'));
    proposal.setPayload(payload.serializeBinary());
    const secret = new peer.SignedProposal();
    secret.setProposalBytes(proposal.serializeBinary());
    expect(hex(parseProposal(secret).payload)).toBe(hex(plain.payload));
  });

  it('is refused when it is absent, cannot be read or has no chaincode', () => {
    expect(() => parseProposal(undefined)).toThrow('a proposed transaction is required');
    const garbage = new peer.SignedProposal();
    garbage.setProposalBytes(new Uint8Array([1, 2, 3, 255]));
    expect(() => parseProposal(garbage)).toThrow('failed to unpack transaction proposal: ');
    expect(() => parseProposal(new peer.SignedProposal())).toThrow('failed to unpack transaction proposal: ');
  });
});
