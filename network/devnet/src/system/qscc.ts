import { common, peer } from '@hyperledger/fabric-protos';
import type { DevnetLedger } from '../ledger/devnet-ledger.ts';
import type { ChaincodeAnswer } from '../ports.ts';

/** Fabric's query system chaincode, with its words: `qscc.go` of Fabric 3.1.5 and the recordings. */
type Query = (ledger: DevnetLedger, argument: Uint8Array) => Uint8Array;

/** "The last block": the largest number of 64 bits. */
const lastBlock = '18446744073709551615';

const queries: Readonly<Record<string, Query>> = {
  GetBlockByNumber: blockByNumber,
  GetBlockByHash: blockByHash,
  GetBlockByTxID: blockByTransaction,
  GetTransactionByID: transactionById,
};

export function queryLedger(ledger: DevnetLedger, args: readonly Uint8Array[]): ChaincodeAnswer {
  const [name, channel] = args.map((one) => Buffer.from(one).toString());
  if (name === undefined || channel === undefined)
    return refuse(`Incorrect number of arguments, ${args.length}`);
  if (channel !== ledger.channel) return refuse(`Invalid chain ID, ${channel}`);
  if (name === 'GetChainInfo') return answer(chainInfo(ledger));
  const argument = args[2];
  if (argument === undefined) return refuse(`missing 3rd argument for ${name}`);
  const query = Object.hasOwn(queries, name) ? queries[name] : undefined;
  if (query === undefined) return refuse(`Requested function ${name} not found.`);
  try {
    return answer(query(ledger, argument));
  } catch (error) {
    if (error instanceof QueryRefusal) return refuse(error.message);
    throw error;
  }
}

class QueryRefusal extends Error {
  override readonly name = 'QueryRefusal';
}

function chainInfo(ledger: DevnetLedger): Uint8Array {
  const info = new common.BlockchainInfo();
  info.setHeight(ledger.height);
  info.setCurrentblockhash(ledger.tip.headerHash);
  info.setPreviousblockhash(
    ledger
      .block(ledger.height - 1)
      ?.getHeader()
      ?.getPreviousHash_asU8() ?? '',
  );
  return info.serializeBinary();
}

function blockByNumber(ledger: DevnetLedger, argument: Uint8Array): Uint8Array {
  const text = Buffer.from(argument).toString();
  if (!/^\d+$/.test(text)) {
    throw new QueryRefusal(
      `Failed to parse block number with error strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  const bytes = ledger.blockBytes(text === lastBlock ? ledger.height - 1 : Number(text));
  if (bytes !== undefined) return bytes;
  throw new QueryRefusal(`Failed to get block number ${text}, error no such block number [${text}] in index`);
}

function blockByHash(ledger: DevnetLedger, hash: Uint8Array): Uint8Array {
  const number = ledger.blockNumberByHash(hash);
  const bytes = number === undefined ? undefined : ledger.blockBytes(number);
  if (bytes !== undefined) return bytes;
  const hex = Buffer.from(hash).toString('hex');
  throw new QueryRefusal(
    `Failed to get block hash ${Buffer.from(hash).toString()}, error no such block hash [${hex}] in index`,
  );
}

function blockByTransaction(ledger: DevnetLedger, argument: Uint8Array): Uint8Array {
  const txId = Buffer.from(argument).toString();
  const found = ledger.transaction(txId);
  const bytes = found === undefined ? undefined : ledger.blockBytes(found.block);
  if (bytes !== undefined) return bytes;
  throw new QueryRefusal(
    `Failed to get block for txID ${txId}, error no such transaction ID [${txId}] in index`,
  );
}

function transactionById(ledger: DevnetLedger, argument: Uint8Array): Uint8Array {
  const txId = Buffer.from(argument).toString();
  const found = ledger.transaction(txId);
  if (found === undefined) {
    throw new QueryRefusal(
      `Failed to get transaction with id ${txId}, error no such transaction ID [${txId}] in index`,
    );
  }
  const processed = new peer.ProcessedTransaction();
  processed.setTransactionenvelope(common.Envelope.deserializeBinary(found.envelope));
  processed.setValidationcode(found.code);
  return processed.serializeBinary();
}

function answer(payload: Uint8Array): ChaincodeAnswer {
  return { status: 200, message: '', payload };
}

function refuse(message: string): ChaincodeAnswer {
  return { status: 500, message, payload: new Uint8Array(0) };
}
