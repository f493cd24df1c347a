import jspb from 'google-protobuf';

/**
 * The payloads of Fabric's batch messages (protos/peer/chaincode_shim.proto and chaincode.proto of Fabric 3.1), written with the protobuf library itself:
 * the shim carries older message classes, and two generations of generated classes overwrite each other in one process.
 */
export const messageTypes = { ready: 4, putState: 9, writeBatchState: 24, getStateMultiple: 25 } as const;

/** What the peer offers in READY: how many keys one message may read or write; 0 where it offers nothing. */
export interface BatchOffer {
  readonly readsMax: number;
  readonly writesMax: number;
}

export const noOffer: BatchOffer = { readsMax: 0, writesMax: 0 };

/** ChaincodeAdditionalParams { use_write_batch = 1, max_size_write_batch = 2, use_get_multiple_keys = 3, max_size_get_multiple_keys = 4 }. */
export function parseOffer(payload: Uint8Array): BatchOffer {
  const values = new Map<number, number>();
  const reader = new jspb.BinaryReader(payload);
  while (reader.nextField()) {
    const field = reader.getFieldNumber();
    if (field >= 1 && field <= 4) values.set(field, reader.readUint32());
    else reader.skipField();
  }
  const offered = (use: number, size: number): number =>
    values.get(use) === 1 ? (values.get(size) ?? 0) : 0;
  return { readsMax: offered(3, 4), writesMax: offered(1, 2) };
}

/** GetStateMultiple { keys = 1 }. */
export function getStateMultiple(keys: readonly string[]): Uint8Array {
  const writer = new jspb.BinaryWriter();
  writer.writeRepeatedString(1, [...keys]);
  return writer.getResultBuffer();
}

/** GetStateMultipleResult { values = 1 }, one for each key, empty where there is nothing. */
export function parseStateMultiple(payload: Uint8Array): Uint8Array[] {
  const values: Uint8Array[] = [];
  const reader = new jspb.BinaryReader(payload);
  while (reader.nextField()) {
    if (reader.getFieldNumber() === 1) values.push(reader.readBytes());
    else reader.skipField();
  }
  return values;
}

/** WriteBatchState { rec = 1: WriteRecord { key = 1, value = 2, type = 5 } }. */
export function writeBatchState(entries: readonly (readonly [key: string, value: Uint8Array])[]): Uint8Array {
  const writer = new jspb.BinaryWriter();
  for (const [key, value] of entries) {
    const record = new jspb.BinaryWriter();
    record.writeString(1, key);
    record.writeBytes(2, value);
    record.writeEnum(5, messageTypes.putState);
    writer.writeBytes(1, record.getResultBuffer());
  }
  return writer.getResultBuffer();
}
