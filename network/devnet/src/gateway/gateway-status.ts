import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import { gateway, google } from '@hyperledger/fabric-protos';
import anyProto from 'google-protobuf/google/protobuf/any_pb.js';
import { asBuffer } from '../chaincode/bytes.ts';

export interface ErrorDetail {
  /** `host:port` of the node that said it. */
  readonly address: string;
  readonly mspId: string;
  readonly message: string;
}

/** The end of a gateway call with a gRPC status other than OK; code and message are Fabric's, as recorded. */
export class GatewayStatus extends Error {
  override readonly name = 'GatewayStatus';
  readonly code: status;
  readonly details: readonly ErrorDetail[];

  constructor(code: status, message: string, details: readonly ErrorDetail[] = []) {
    super(message);
    this.code = code;
    this.details = details;
  }

  /** With `grpc-status-details-bin` (google.rpc.Status of gateway.ErrorDetail) when there are details. */
  toServiceError(): Pick<StatusObject, 'code' | 'details' | 'metadata'> {
    const metadata = new Metadata();
    if (this.details.length > 0) metadata.set('grpc-status-details-bin', asBuffer(this.#statusBytes()));
    return { code: this.code, details: this.message, metadata };
  }

  #statusBytes(): Uint8Array {
    const proto = new google.rpc.Status();
    proto.setCode(this.code);
    proto.setMessage(this.message);
    for (const detail of this.details) proto.addDetails(packDetail(detail));
    return proto.serializeBinary();
  }
}

function packDetail(detail: ErrorDetail): InstanceType<typeof anyProto.Any> {
  const proto = new gateway.ErrorDetail();
  proto.setAddress(detail.address);
  proto.setMspId(detail.mspId);
  proto.setMessage(detail.message);
  const any = new anyProto.Any();
  any.setTypeUrl('type.googleapis.com/gateway.ErrorDetail');
  any.setValue(proto.serializeBinary());
  return any;
}

/** The code with which a client learns that its request could not be read. */
export function invalidArgument(message: string): GatewayStatus {
  return new GatewayStatus(status.INVALID_ARGUMENT, message);
}
