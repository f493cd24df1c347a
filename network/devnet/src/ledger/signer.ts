import { createPrivateKey } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { KeyPair, Signer } from '../ports.ts';
import { signLowS } from './signature.ts';

export function makeSigner(mspId: string, pair: KeyPair): Signer {
  const privateKey = createPrivateKey(pair.privateKeyPem);
  return {
    mspId,
    certificatePem: pair.certificatePem,
    serialized: serializeIdentity(mspId, pair.certificatePem),
    sign: (message) => signLowS(privateKey, message),
  };
}

/** msp.SerializedIdentity: what Fabric calls a creator, an endorser or a consenter's identity. */
export function serializeIdentity(mspId: string, certificatePem: string): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificatePem));
  return identity.serializeBinary();
}
