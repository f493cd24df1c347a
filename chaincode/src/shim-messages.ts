import { createRequire } from 'node:module';

/** A message to the peer, in the shim's own class. */
export interface ShimMessage {
  setType(type: number): void;
  setPayload(payload: Uint8Array): void;
  setTxid(txId: string): void;
  setChannelId(channel: string): void;
}

/** ChaincodeInvocationSpec (protos/peer/chaincode.proto): what a client proposed to call. */
interface InvocationSpec {
  getChaincodeSpec():
    | {
        getChaincodeId(): { getName(): string } | undefined;
        getInput(): { getArgsList_asU8(): readonly Uint8Array[] } | undefined;
      }
    | undefined;
}

// The shim's own copy of the message classes: an instance of another copy's would not serialize in its stream.
const requireFromShim = createRequire(createRequire(import.meta.url).resolve('fabric-shim'));
export const shimPeer = requireFromShim('@hyperledger/fabric-protos').peer as {
  ChaincodeMessage: new () => ShimMessage;
  ChaincodeInvocationSpec: { deserializeBinary(bytes: Uint8Array): InvocationSpec };
};
