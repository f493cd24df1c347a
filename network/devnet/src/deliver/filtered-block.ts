import { common, peer } from '@hyperledger/fabric-protos';

/** A block without its contents: ids, types, codes, and the names of chaincode events without their payloads. */
export function filterBlock(block: common.Block, channel: string): peer.FilteredBlock {
  const flags = block.getMetadata()?.getMetadataList_asU8()[common.BlockMetadataIndex.TRANSACTIONS_FILTER];
  const filtered = new peer.FilteredBlock();
  filtered.setChannelId(channel);
  filtered.setNumber(block.getHeader()?.getNumber() ?? 0);
  const envelopes = block.getData()?.getDataList_asU8() ?? [];
  filtered.setFilteredTransactionsList(
    envelopes.map((bytes, index) => filterTransaction(bytes, flags?.[index] ?? 0)),
  );
  return filtered;
}

function filterTransaction(bytes: Uint8Array, code: number): peer.FilteredTransaction {
  const filtered = new peer.FilteredTransaction();
  filtered.setTxValidationCode(code as ReturnType<peer.FilteredTransaction['getTxValidationCode']>);
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes).getPayload_asU8(),
  );
  const channelHeader = common.ChannelHeader.deserializeBinary(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(0),
  );
  filtered.setTxid(channelHeader.getTxId());
  filtered.setType(channelHeader.getType() as ReturnType<peer.FilteredTransaction['getType']>);
  if (channelHeader.getType() === common.HeaderType.ENDORSER_TRANSACTION) {
    filtered.setTransactionActions(filterActions(payload.getData_asU8()));
  }
  return filtered;
}

function filterActions(data: Uint8Array): peer.FilteredTransactionActions {
  const actions = new peer.FilteredTransactionActions();
  for (const action of peer.Transaction.deserializeBinary(data).getActionsList()) {
    const event = eventOf(action);
    if (event === undefined) continue;
    const bare = new peer.ChaincodeEvent();
    bare.setChaincodeId(event.getChaincodeId());
    bare.setTxId(event.getTxId());
    bare.setEventName(event.getEventName());
    const filtered = new peer.FilteredChaincodeAction();
    filtered.setChaincodeEvent(bare);
    actions.addChaincodeActions(filtered);
  }
  return actions;
}

function eventOf(action: peer.TransactionAction): peer.ChaincodeEvent | undefined {
  const payload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const response = payload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(0);
  const extension = peer.ProposalResponsePayload.deserializeBinary(response).getExtension_asU8();
  const event = peer.ChaincodeEvent.deserializeBinary(
    peer.ChaincodeAction.deserializeBinary(extension).getEvents_asU8(),
  );
  return event.getChaincodeId() === '' ? undefined : event;
}
