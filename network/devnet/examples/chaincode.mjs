import shim from 'fabric-shim';

/** A chaincode of two functions, as a service: put a value, get it again. */
const functions = {
  put: (stub, key, value) => stub.putState(key, Buffer.from(value)),
  get: (stub, key) => stub.getState(key),
};

const chaincode = {
  Init: async () => shim.success(),
  async Invoke(stub) {
    const { fcn, params } = stub.getFunctionAndParameters();
    if (!Object.hasOwn(functions, fcn)) return shim.error(Buffer.from(`there is no function ${fcn}`));
    const value = await functions[fcn](stub, ...params);
    return shim.success(Buffer.from(value ?? ''));
  },
};

const address = process.argv[2] ?? '127.0.0.1:9999';
await shim.server(chaincode, { ccid: 'basic', address }).start();
