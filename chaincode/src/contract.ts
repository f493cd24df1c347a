import { type ChaincodeInterface, type ChaincodeResponse, type ChaincodeStub, Shim } from 'fabric-shim';
import type { Submitter } from './acts/index.ts';
import { LedgerError } from './model/index.ts';
import { nodeCrypto } from './node-crypto.ts';
import { record } from './record.ts';
import { stubStore } from './state/batch.ts';
import type { BatchOffer } from './state/batch-messages.ts';
import { submitterFrom } from './submitter.ts';
import { requireTopLevel } from './top-level.ts';

/** The arguments as bytes, which the shim's types leave out. */
type RawStub = ChaincodeStub & { getBufferArgs(): readonly Uint8Array[] };

type ContractFunction = (stub: ChaincodeStub, argument: string, offer: BatchOffer) => Promise<string>;

/** The contract's table of contents: one JSON text in, one out. No other spelling of a name is known. */
const functions: ReadonlyMap<string, ContractFunction> = new Map([
  [
    'record',
    (stub, argument, offer) =>
      record(argument, {
        state: stubStore(stub, offer),
        crypto: nodeCrypto,
        recordedAt: recordedAt(stub),
        submitter: submitterOf(stub),
      }),
  ],
]);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What the contract must be told: `offerOf` answers what the peer of the running stream has offered; the name is the committed definition's. */
export interface ContractOptions {
  readonly chaincodeName: string;
  offerOf(stub: ChaincodeStub): BatchOffer;
}

/** The chaincode as the shim calls it. */
export function traceContract(options: ContractOptions): ChaincodeInterface {
  const invoke = async (stub: ChaincodeStub): Promise<ChaincodeResponse> => {
    try {
      const [name, argument] = parseArguments((stub as RawStub).getBufferArgs());
      const run = functions.get(name);
      if (!run) throw new LedgerError('DOCUMENT_INVALID', 'the contract has no such function');
      requireTopLevel(stub, options.chaincodeName);
      return Shim.success(Buffer.from(await run(stub, argument, options.offerOf(stub)), 'utf8'));
    } catch (error) {
      // A refusal is an answer; anything else is a fault of ours or the peer's, and its text must not reach a block.
      if (error instanceof LedgerError) return Shim.error(error.message);
      console.error(error);
      return Shim.error('CHAINCODE_FAULT: see the log of this chaincode');
    }
  };
  return {
    Init: async () => Shim.error('DOCUMENT_INVALID: the contract has no initialisation'),
    Invoke: invoke,
  };
}

/** Exactly a function's name and one argument, both the exact UTF-8 of their text. */
function parseArguments(bytes: readonly Uint8Array[]): [name: string, argument: string] {
  const [name, argument] = bytes;
  if (bytes.length !== 2 || !name || !argument)
    throw new LedgerError('DOCUMENT_INVALID', 'wants a function and one argument');
  try {
    return [utf8.decode(name), utf8.decode(argument)];
  } catch (error) {
    if (error instanceof TypeError) throw new LedgerError('DOCUMENT_INVALID', 'is not UTF-8');
    throw error;
  }
}

function recordedAt(stub: ChaincodeStub): string {
  const { seconds, nanos } = stub.getTxTimestamp();
  return new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000)).toISOString();
}

export function submitterOf(stub: ChaincodeStub): Submitter {
  const { mspid, idBytes } = stub.getCreator();
  return submitterFrom(mspid, idBytes);
}
