import { createPrivateKey, sign } from 'node:crypto';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, type Gateway, GatewayError, hash, type Signer } from '@hyperledger/fabric-gateway';

export interface ClientIdentity {
  readonly mspId: string;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** The order of P-256's group (SEC 2, secp256r1). */
const groupOrder = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A connection of the unmodified client, which leaves hashing to the signer, to be closed with its gRPC client. */
export function openGateway(
  address: string,
  tlsCaPem: string,
  identity: ClientIdentity,
  signer: Signer = lowSSigner(identity.privateKeyPem),
  tlsServerName?: string,
): { gateway: Gateway; client: Client } {
  const named = tlsServerName === undefined ? {} : { 'grpc.ssl_target_name_override': tlsServerName };
  const client = new Client(address, credentials.createSsl(Buffer.from(tlsCaPem)), named);
  const gateway = connect({
    client,
    identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certificatePem) },
    signer,
    hash: hash.none,
  });
  return { gateway, client };
}

/** Signs the message itself, with S in the upper half of the group: valid ECDSA that Fabric refuses. */
export function highSSigner(privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem);
  return async (message) => {
    const raw = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const high = s > groupOrder / 2n ? s : groupOrder - s;
    return derSignature(BigInt(`0x${raw.subarray(0, 32).toString('hex')}`), high);
  };
}

/** Signs the message itself, with S in the lower half. */
export function lowSSigner(privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem);
  return async (message) => {
    const raw = sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' });
    const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
    const low = s > groupOrder / 2n ? groupOrder - s : s;
    return derSignature(BigInt(`0x${raw.subarray(0, 32).toString('hex')}`), low);
  };
}

/** Signs something else. */
export function wrongSigner(privateKeyPem: string): Signer {
  const signer = lowSSigner(privateKeyPem);
  return (message) => signer(Buffer.concat([message, Buffer.from('!')]));
}

function derSignature(r: bigint, s: bigint): Buffer {
  const parts = Buffer.concat([derInteger(r), derInteger(s)]);
  return Buffer.concat([Buffer.from([0x30, parts.length]), parts]);
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const body = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, body.length]), body]);
}

/** What a client makes of a call, without what differs from run to run. */
export interface Outcome {
  readonly name: string;
  readonly code: number;
  readonly message: string;
  readonly details: readonly string[];
}

/** Waits for a call's error. */
export async function refusalOf(call: Promise<unknown>): Promise<Outcome> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return comparable({ name: error.name, code: error.code, message: error.message, details: error.details });
  }
  throw new Error('the call has succeeded');
}

export function comparable(outcome: {
  readonly name?: string;
  readonly code?: number;
  readonly message?: string;
  readonly details?: readonly { readonly mspId: string; readonly message: string }[];
}): Outcome {
  return {
    name: outcome.name ?? '',
    code: outcome.code ?? 0,
    message: plain(outcome.message ?? ''),
    details: (outcome.details ?? []).map(({ mspId, message }) => `${mspId}: ${plain(message)}`),
  };
}

/** Without transaction ids, package ids, creators, times and ports. */
function plain(message: string): string {
  return message
    .replaceAll(/[0-9a-f]{64,}/g, '(hex)')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '(time)')
    .replaceAll(/127\.0\.0\.1:\d+/g, '(address)');
}
