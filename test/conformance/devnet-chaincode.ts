/**
 * A chaincode for conformance tests, on an unmodified fabric-shim.
 * Run: `node devnet-chaincode.ts ADDRESS CHAINCODE_ID [KEY CERTIFICATE CLIENT_CA]`, the last three being PEM files.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import shim, { type ChaincodeStub } from 'fabric-shim';

type Invoke = (stub: ChaincodeStub, ...args: string[]) => Promise<string | undefined>;

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

interface Iterator<Value> {
  next(): Promise<{ value?: Value; done?: boolean }>;
  close(): Promise<void>;
}

async function collect<Value>(iterator: Iterator<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for (let step = await iterator.next(); ; step = await iterator.next()) {
    if (step.value !== undefined) values.push(step.value);
    if (step.done) break;
  }
  await iterator.close();
  return values;
}

const functions: Record<string, Invoke> = {
  async put(stub, key = '', value = '') {
    await stub.putState(key, Buffer.from(value));
    return undefined;
  },
  async putMany(stub, prefix = '', value = '', count = '0') {
    for (let index = 0; index < Number(count); index += 1)
      await stub.putState(`${prefix}_${index}`, Buffer.from(value));
    return undefined;
  },
  async get(stub, key = '') {
    return text(await stub.getState(key));
  },
  async del(stub, key = '') {
    await stub.deleteState(key);
    return undefined;
  },
  async readModifyWrite(stub, key = '', suffix = '') {
    const before = text(await stub.getState(key));
    await stub.putState(key, Buffer.from(before + suffix));
    return text(await stub.getState(key));
  },
  async event(stub, key = '', value = '') {
    await stub.putState(key, Buffer.from(value));
    stub.setEvent('Put', Buffer.from(key));
    return key;
  },
  async rangeScan(stub, start = '', end = '') {
    return String((await collect(await stub.getStateByRange(start, end))).length);
  },
  async scanAndPut(stub, start = '', end = '', key = '') {
    const count = (await collect(await stub.getStateByRange(start, end))).length;
    await stub.putState(key, Buffer.from(String(count)));
    return undefined;
  },
  async pageScan(stub, start = '', end = '', size = '1', bookmark = '') {
    const { iterator, metadata } = await stub.getStateByRangeWithPagination(
      start,
      end,
      Number(size),
      bookmark,
    );
    const keys = (await collect(iterator)).map(({ key }) => key);
    return JSON.stringify({ keys, bookmark: metadata.bookmark, count: metadata.fetchedRecordsCount });
  },
  async history(stub, key = '') {
    const changes = await collect(await stub.getHistoryForKey(key));
    return JSON.stringify(
      changes.map(({ txId, isDelete, value }) => ({ txId, isDelete, value: text(value) })),
    );
  },
  async keyPolicy(stub, key = '', ...mspIds: string[]) {
    const policy = new shim.KeyEndorsementPolicy();
    policy.addOrgs('PEER', ...mspIds);
    await stub.setStateValidationParameter(key, mspIds.length > 0 ? policy.getPolicy() : Buffer.alloc(0));
    return undefined;
  },
  async policy(stub, key = '', value = '') {
    await stub.setStateValidationParameter(key, Buffer.from(value));
    return text((await stub.getStateValidationParameter(key)) ?? new Uint8Array());
  },
  async who(stub) {
    return new shim.ClientIdentity(stub).getMSPID();
  },
  async random(stub, key = '') {
    await stub.putState(key, Buffer.from(`${process.pid}`));
    return undefined;
  },
  async slow(_stub, milliseconds = '0') {
    await delay(Number(milliseconds));
    return undefined;
  },
  async exit() {
    process.exit(3);
  },
  async query(stub) {
    await stub.getQueryResult('{"selector":{}}');
    return undefined;
  },
  async fail(_stub, message = '') {
    throw new Error(message);
  },
};

const chaincode = {
  Init: async () => shim.success(),
  async Invoke(stub: ChaincodeStub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    const raw = /^raw(\d+)$/.exec(fcn);
    if (raw) return { status: Number(raw[1]), message: params[0] ?? '', payload: Buffer.from(`p${raw[1]}`) };
    const invoke = functions[fcn];
    if (!invoke) return failure(`You've asked to invoke a function that does not exist: ${fcn}`);
    try {
      return shim.success(Buffer.from((await invoke(stub, ...params)) ?? ''));
    } catch (error) {
      return failure(error instanceof Error ? error.message : String(error));
    }
  },
};

function failure(message: string) {
  return { status: 500, message, payload: Buffer.alloc(0) };
}

const [address = '', ccid = '', ...files] = process.argv.slice(2);
const [key, cert, clientCACerts] = files.map((file) => readFileSync(file));
const tlsProps = key && cert && clientCACerts ? { key, cert, clientCACerts } : undefined;
// The shim's types leave `server` out.
const { server: newServer } = shim as typeof shim & {
  server(chaincode: object, options: object): { start(): Promise<void> };
};
const server = newServer.call(shim, chaincode, { ccid, address, ...(tlsProps ? { tlsProps } : {}) });
await server.start();
process.stdout.write('listening\n');
