import { common, peer } from '@hyperledger/fabric-protos';

/** A chaincode event of one VALID transaction. */
export interface CommittedEvent {
  readonly txId: string;
  /** Absent when the transaction has none of the chaincode asked for. */
  readonly event: peer.ChaincodeEvent | undefined;
}

/** The endorser transactions of a block in order, each with its event if it is VALID and the event is the chaincode's. */
export function eventsOfBlock(block: common.Block, chaincode: string): CommittedEvent[] {
  const codes = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  return envelopes.flatMap((bytes, index) => {
    const payload = common.Payload.deserializeBinary(
      common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
    );
    const header = common.ChannelHeader.deserializeBinary(
      payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    );
    if (header.getType() !== common.HeaderType.ENDORSER_TRANSACTION) return [];
    const valid = codes?.[index] === peer.TxValidationCode.VALID;
    const event = valid ? eventOfTransaction(payload.getData_asU8()) : undefined;
    return [{ txId: header.getTxId(), event: event?.getChaincodeId() === chaincode ? event : undefined }];
  });
}

function eventOfTransaction(bytes: Uint8Array): peer.ChaincodeEvent | undefined {
  const [action] = peer.Transaction.deserializeBinary(bytes).getActionsList();
  if (!action) return undefined;
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()).getAction();
  const response = peer.ProposalResponsePayload.deserializeBinary(
    endorsed?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  );
  const events = peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()).getEvents_asU8();
  return events.length > 0 ? peer.ChaincodeEvent.deserializeBinary(events) : undefined;
}
