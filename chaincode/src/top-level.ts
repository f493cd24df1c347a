import type { ChaincodeStub } from 'fabric-shim';
import { LedgerError } from './model/index.ts';
import { shimPeer } from './shim-messages.ts';

/** Where the shim's own types leave out or misstate its stub (fabric-shim 2.5.8, stub.js): the arguments as bytes, the payload as a message. */
interface Proposed {
  getBufferArgs(): readonly Uint8Array[];
  getSignedProposal():
    | { readonly proposal: { readonly payload: { getInput_asU8(): Uint8Array } } }
    | undefined;
}

/**
 * The client itself proposed this very call: of this chaincode, with these arguments. A call by another chaincode would write without being seen:
 * an index reads only top-level calls. Throws DOCUMENT_INVALID.
 */
export function requireTopLevel(stub: ChaincodeStub, chaincodeName: string): void {
  // The shim's type of the payload is of another generation of protobuf classes than the object.
  const proposed = stub as unknown as Proposed;
  const input = proposed.getSignedProposal()?.proposal.payload.getInput_asU8() ?? new Uint8Array();
  const spec = shimPeer.ChaincodeInvocationSpec.deserializeBinary(input).getChaincodeSpec();
  const args = spec?.getInput()?.getArgsList_asU8() ?? [];
  const own = proposed.getBufferArgs();
  const isSame =
    spec?.getChaincodeId()?.getName() === chaincodeName &&
    args.length === own.length &&
    own.every((bytes, index) => Buffer.from(args[index] ?? []).equals(bytes));
  if (!isSame) throw new LedgerError('DOCUMENT_INVALID', `is not the top-level call of ${chaincodeName}`);
}
