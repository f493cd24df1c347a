import { peer } from '@hyperledger/fabric-protos';
import { noBytes } from './bytes.ts';
import type { Simulation } from './simulation.ts';
import { SimulationError } from './simulation-error.ts';

const { Type } = peer.ChaincodeMessage;

/** Records in one WRITE_BATCH_STATE and keys in one GET_STATE_MULTIPLE, as offered in READY. */
export const batchRecordsMax = 1000;

type Answer = (payload: Uint8Array, simulation: Simulation) => Uint8Array;

const answers: ReadonlyMap<number, Answer> = new Map<number, Answer>([
  [Type.GET_STATE, getState],
  [Type.GET_STATE_MULTIPLE, getStateMultiple],
  [Type.PUT_STATE, putState],
  [Type.DEL_STATE, deleteState],
  [Type.WRITE_BATCH_STATE, writeBatch],
  [Type.GET_STATE_BY_RANGE, getStateByRange],
  [Type.QUERY_STATE_NEXT, queryStateNext],
  [Type.QUERY_STATE_CLOSE, queryStateClose],
  [Type.GET_HISTORY_FOR_KEY, getHistoryForKey],
  [Type.GET_STATE_METADATA, getStateMetadata],
  [Type.PUT_STATE_METADATA, putStateMetadata],
]);

/**
 * The payload of the RESPONSE to one request of a chaincode.
 * @throws SimulationError when a peer answers ERROR; the text is what follows `GET_STATE failed: transaction ID: …: `.
 */
export function answerRequest(type: number, payload: Uint8Array, simulation: Simulation): Uint8Array {
  const answer = answers.get(type);
  if (answer) return answer(payload, simulation);
  if (type === Type.GET_QUERY_RESULT) throw new SimulationError('ExecuteQuery not supported for leveldb');
  throw new SimulationError(`devnet does not answer ${messageTypeName(type)}`);
}

const typeNames: ReadonlyMap<number, string> = new Map(
  Object.entries(Type).map(([name, value]) => [value, name]),
);

export function messageTypeName(type: number): string {
  return typeNames.get(type) ?? `message type ${type}`;
}

function getState(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.GetState.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  return simulation.get(request.getKey()) ?? noBytes;
}

function getStateMultiple(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.GetStateMultiple.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  const keys = request.getKeysList();
  refuseLargeBatch(keys.length);
  const result = new peer.GetStateMultipleResult();
  result.setValuesList(keys.map((key) => simulation.get(key) ?? noBytes));
  return result.serializeBinary();
}

function putState(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.PutState.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  simulation.write(request.getKey(), request.getValue_asU8());
  return noBytes;
}

function deleteState(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.DelState.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  simulation.write(request.getKey(), undefined);
  return noBytes;
}

function writeBatch(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const records = peer.WriteBatchState.deserializeBinary(payload).getRecList();
  refuseLargeBatch(records.length);
  for (const record of records) writeRecord(record, simulation);
  return noBytes;
}

function writeRecord(record: peer.WriteRecord, simulation: Simulation): void {
  refuseCollection(record.getCollection());
  switch (record.getType()) {
    case peer.WriteRecord.Type.PUT_STATE:
      simulation.write(record.getKey(), record.getValue_asU8());
      break;
    case peer.WriteRecord.Type.DEL_STATE:
      simulation.write(record.getKey(), undefined);
      break;
    case peer.WriteRecord.Type.PUT_STATE_METADATA:
      simulation.writeMetadata(record.getKey(), metadataEntries(record.getMetadata()));
      break;
    default:
      throw new SimulationError('unknown operation type in write batch');
  }
}

function getStateByRange(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.GetStateByRange.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  const page = peer.QueryMetadata.deserializeBinary(request.getMetadata_asU8());
  const query = {
    startKey: request.getStartkey(),
    endKey: request.getEndkey(),
    pageSize: page.getPagesize(),
    bookmark: page.getBookmark(),
  };
  return simulation.openRange(query).serializeBinary();
}

function queryStateNext(payload: Uint8Array, simulation: Simulation): Uint8Array {
  return simulation.nextPage(peer.QueryStateNext.deserializeBinary(payload).getId()).serializeBinary();
}

function queryStateClose(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const id = peer.QueryStateClose.deserializeBinary(payload).getId();
  simulation.closeQuery(id);
  const response = new peer.QueryResponse();
  response.setId(id);
  return response.serializeBinary();
}

function getHistoryForKey(payload: Uint8Array, simulation: Simulation): Uint8Array {
  return simulation.openHistory(peer.GetHistoryForKey.deserializeBinary(payload).getKey()).serializeBinary();
}

function getStateMetadata(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.GetStateMetadata.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  const result = new peer.StateMetadataResult();
  for (const [name, value] of simulation.getMetadata(request.getKey())) {
    const entry = new peer.StateMetadata();
    entry.setMetakey(name);
    entry.setValue(value);
    result.addEntries(entry);
  }
  return result.serializeBinary();
}

function putStateMetadata(payload: Uint8Array, simulation: Simulation): Uint8Array {
  const request = peer.PutStateMetadata.deserializeBinary(payload);
  refuseCollection(request.getCollection());
  simulation.writeMetadata(request.getKey(), metadataEntries(request.getMetadata()));
  return noBytes;
}

function metadataEntries(metadata: peer.StateMetadata | undefined): ReadonlyMap<string, Uint8Array> {
  return metadata ? new Map([[metadata.getMetakey(), metadata.getValue_asU8()]]) : new Map();
}

function refuseCollection(collection: string): void {
  if (collection !== '')
    throw new SimulationError(
      `collection config for ${collection} could not be found: devnet keeps no private data`,
    );
}

function refuseLargeBatch(records: number): void {
  if (records > batchRecordsMax)
    throw new SimulationError(`${records} records in one batch, at most ${batchRecordsMax} were offered`);
}
