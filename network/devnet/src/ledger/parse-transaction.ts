import { common, ledger, peer } from '@hyperledger/fabric-protos';
import { decode, type ParsedEnvelope } from './parse-envelope.ts';
import { TransactionError } from './transaction-error.ts';
import { proposalHash, transactionId } from './transaction-id.ts';

export type KvRwSet = ledger.rwset.kvrwset.KVRWSet;

export interface NamespaceReadWriteSet {
  readonly namespace: string;
  readonly set: KvRwSet;
}

/** An endorser transaction that is whole: its ids and hashes fit together. Nobody's signature is verified. */
export interface ParsedTransaction {
  readonly txId: string;
  readonly chaincode: string;
  readonly proposalResponsePayload: Uint8Array;
  readonly endorsements: readonly peer.Endorsement[];
  readonly namespaces: readonly NamespaceReadWriteSet[];
}

/** @throws TransactionError with the code that Fabric's validator gives to each fault. */
export function parseTransaction(envelope: ParsedEnvelope): ParsedTransaction {
  const txId = envelope.channelHeader.getTxId();
  if (txId !== transactionId(envelope.nonce, envelope.creator)) {
    throw new TransactionError('BAD_PROPOSAL_TXID', `${txId} is not the hash of nonce and creator`);
  }
  const action = theOnlyAction(envelope.data);
  const { payload, response } = decode('INVALID_ENDORSER_TRANSACTION', () => {
    const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
    const endorsed = actionPayload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(0);
    return { payload: actionPayload, response: peer.ProposalResponsePayload.deserializeBinary(endorsed) };
  });
  requireProposalHash(envelope, action, { payload, response });
  const chaincodeAction = decode('INVALID_ENDORSER_TRANSACTION', () =>
    peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()),
  );
  const chaincode = requireChaincode(envelope.channelHeader, chaincodeAction);
  return {
    txId,
    chaincode,
    proposalResponsePayload: payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(0),
    endorsements: payload.getAction()?.getEndorsementsList() ?? [],
    namespaces: parseReadWriteSets(chaincodeAction.getResults_asU8()),
  };
}

function theOnlyAction(data: Uint8Array): peer.TransactionAction {
  const transaction = decode('BAD_PAYLOAD', () => peer.Transaction.deserializeBinary(data));
  const [action, ...others] = transaction.getActionsList();
  if (action === undefined || others.length > 0) {
    throw new TransactionError('INVALID_ENDORSER_TRANSACTION', 'exactly one action was expected');
  }
  const header = decode('INVALID_ENDORSER_TRANSACTION', () =>
    common.SignatureHeader.deserializeBinary(action.getHeader_asU8()),
  );
  if (header.getCreator_asU8().length === 0 || header.getNonce_asU8().length === 0) {
    throw new TransactionError('INVALID_ENDORSER_TRANSACTION', 'the action has no creator or no nonce');
  }
  return action;
}

function requireProposalHash(
  envelope: ParsedEnvelope,
  action: peer.TransactionAction,
  parts: { payload: peer.ChaincodeActionPayload; response: peer.ProposalResponsePayload },
): void {
  const proposalPayload = parts.payload.getChaincodeProposalPayload_asU8();
  // Fabric takes an absent one for an argument that is nil, and hashes nothing.
  if (proposalPayload.length === 0)
    throw new TransactionError('INVALID_ENDORSER_TRANSACTION', 'the action has no proposal payload');
  const expected = proposalHash(envelope.channelHeaderBytes, action.getHeader_asU8(), proposalPayload);
  if (!expected.equals(parts.response.getProposalHash_asU8())) {
    throw new TransactionError('INVALID_ENDORSER_TRANSACTION', 'the proposal hash is of another proposal');
  }
}

function requireChaincode(channelHeader: common.ChannelHeader, action: peer.ChaincodeAction): string {
  const extension = decode('BAD_PAYLOAD', () =>
    peer.ChaincodeHeaderExtension.deserializeBinary(channelHeader.getExtension_asU8()),
  );
  const invited = extension.getChaincodeId()?.getName() ?? '';
  const answered = action.getChaincodeId()?.getName() ?? '';
  if (invited === '' || invited !== answered) {
    throw new TransactionError(
      'INVALID_CHAINCODE',
      `the proposal is for ${invited}, the answer of ${answered}`,
    );
  }
  if (action.getChaincodeId()?.getVersion() === '') {
    throw new TransactionError('INVALID_CHAINCODE', 'the answer names no version');
  }
  const eventBytes = action.getEvents_asU8();
  if (eventBytes.length > 0) {
    const event = decode('INVALID_OTHER_REASON', () => peer.ChaincodeEvent.deserializeBinary(eventBytes));
    if (event.getChaincodeId() !== answered) {
      throw new TransactionError(
        'INVALID_OTHER_REASON',
        `the event is of chaincode ${event.getChaincodeId()}`,
      );
    }
  }
  return answered;
}

function parseReadWriteSets(results: Uint8Array): NamespaceReadWriteSet[] {
  return decode('BAD_RWSET', () =>
    ledger.rwset.TxReadWriteSet.deserializeBinary(results)
      .getNsRwsetList()
      .map((one) => ({
        namespace: one.getNamespace(),
        set: ledger.rwset.kvrwset.KVRWSet.deserializeBinary(one.getRwset_asU8()),
      })),
  );
}
