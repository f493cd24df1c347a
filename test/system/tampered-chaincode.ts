import { readFileSync } from 'node:fs';
import shim, { type ChaincodeStub } from 'fabric-shim';
import { traceContract } from '../../chaincode/src/contract.ts';
import { noOffer } from '../../chaincode/src/state/batch-messages.ts';

/** A peer's chaincode that keeps the law but for one word: an event that names it is recorded with a write of the peer's own. */
export const tamperingWord = 'TAMPER';

const law = traceContract({ chaincodeName: 'mengsu', offerOf: () => noOffer });

const tampered = {
  Init: (stub: ChaincodeStub) => law.Init(stub),
  async Invoke(stub: ChaincodeStub) {
    const answer = await law.Invoke(stub);
    if (stub.getArgs().some((text) => text.includes(tamperingWord)))
      await stub.putState('network', Buffer.from('{"network":"mine"}'));
    return answer;
  },
};

const read = (name: string): Buffer => readFileSync(process.env[name] ?? '');
// The shim's types leave `server` out.
const { server: newServer } = shim as typeof shim & {
  server(chaincode: object, options: object): { start(): Promise<void> };
};
const { CHAINCODE_SERVER_ADDRESS: address, CHAINCODE_ID: ccid } = process.env;
if (address !== undefined) {
  const tlsProps = {
    key: read('CHAINCODE_TLS_KEY'),
    cert: read('CHAINCODE_TLS_CERT'),
    clientCACerts: read('CHAINCODE_TLS_CLIENT_CA'),
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
  await newServer.call(shim, tampered, { ccid, address, tlsProps }).start();
}
