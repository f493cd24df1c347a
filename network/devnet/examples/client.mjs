import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, signers } from '@hyperledger/fabric-gateway';

/** Puts a value, waits until it is in a block, and gets it again. devnet writes all that is needed into one file. */
const connection = JSON.parse(await readFile(process.argv[2] ?? 'devnet-data/connection.json', 'utf8'));
const { endpoint, tlsCaFile, tlsServerName, mspId } = connection.gateway;
const { certificateFile, privateKeyFile } = connection.organisations.find(
  (one) => one.mspId === mspId,
).gateway;

const client = new Client(endpoint, credentials.createSsl(await readFile(tlsCaFile)), {
  'grpc.ssl_target_name_override': tlsServerName,
});
const gateway = connect({
  client,
  identity: { mspId, credentials: await readFile(certificateFile) },
  signer: signers.newPrivateKeySigner(createPrivateKey(await readFile(privateKeyFile))),
  hash: hash.sha256,
});
const contract = gateway.getNetwork(connection.channel).getContract(connection.chaincode);

const commit = await contract.submitAsync('put', { arguments: ['greeting', 'ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ'] });
const { code, blockNumber } = await commit.getStatus();
console.log(`code ${code} in block ${blockNumber}`);
console.log(Buffer.from(await contract.evaluateTransaction('get', 'greeting')).toString());

gateway.close();
client.close();
