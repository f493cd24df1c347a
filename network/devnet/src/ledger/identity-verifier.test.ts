import 'reflect-metadata';
import { generateKeyPairSync } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTestNetwork, type TestNetwork } from '../testing/test-network.ts';
import { makeIdentityVerifier } from './identity-verifier.ts';
import { isLowS, verifyLowS } from './signature.ts';
import { serializeIdentity } from './signer.ts';

let network: TestNetwork;

beforeAll(async () => {
  network = await makeTestNetwork();
});

afterAll(() => network.remove());

const message = Buffer.from('a message');

function verifier(now = () => new Date()) {
  const authorities = new Map(network.material.organisations.map((one) => [one.mspId, one.identityCaPem]));
  return makeIdentityVerifier({ channel: 'ch', authorities, now });
}

const denied = (mspId: string) => `access denied: channel [ch] creator org [${mspId}]`;
const malformed = 'access denied: channel [ch] creator org unknown, creator is malformed';

describe('an identity', () => {
  it('is known by its organisation and role', () => {
    const { identify } = verifier();
    expect(identify(network.client('brand').serialized)).toMatchObject({ mspId: 'BrandMSP', role: 'client' });
    expect(identify(network.peer('trade').serialized)).toMatchObject({ mspId: 'TradeMSP', role: 'peer' });
  });

  it.each([
    ['no identity', () => Buffer.from('garbage'), malformed],
    ['nothing', () => new Uint8Array(0), malformed],
    ['no certificate', () => serializeIdentity('BrandMSP', 'no certificate'), malformed],
    ['a huge certificate', () => serializeIdentity('BrandMSP', 'x'.repeat(20_000)), malformed],
    [
      'an unknown organisation',
      () => serializeIdentity('NoSuchMSP', network.client('brand').certificatePem),
      malformed,
    ],
    [
      'another organisation’s certificate',
      () => serializeIdentity('BrandMSP', network.client('trade').certificatePem),
      denied('BrandMSP'),
    ],
    [
      'the authority itself',
      () => serializeIdentity('BrandMSP', network.identities.organisations[2]?.identityCaPem ?? ''),
      denied('BrandMSP'),
    ],
    [
      'a TLS certificate',
      () => serializeIdentity('BrandMSP', network.material.organisations[2]?.peerTls.certificatePem ?? ''),
      denied('BrandMSP'),
    ],
  ])('is refused: %s', (_name, serialized, endorserMessage) => {
    expect(() => verifier().identify(serialized())).toThrow(expect.objectContaining({ endorserMessage }));
  });

  it.each([
    ['no role', [], denied('Org')],
    ['two roles', ['client', 'admin'], denied('Org')],
    ['an unknown role', ['chief'], denied('Org')],
    ['a role in capitals', ['CLIENT'], denied('Org')],
  ])('is refused with %s', async (_name, units, endorserMessage) => {
    const { authority, pem } = await certify({ units });
    expect(() => authority.identify(serializeIdentity('Org', pem))).toThrow(
      expect.objectContaining({ endorserMessage }),
    );
  });

  it('is accepted with exactly one role beside other units, and refused with clientAuth alone', async () => {
    const one = await certify({ units: ['client', 'department'] });
    expect(one.authority.identify(serializeIdentity('Org', one.pem)).role).toBe('client');
    const other = await certify({ units: ['client'], usage: x509.ExtendedKeyUsage.clientAuth });
    expect(() => other.authority.identify(serializeIdentity('Org', other.pem))).toThrow(
      expect.objectContaining({ endorserMessage: malformed }),
    );
  });

  it('is refused before and after its time, and blocks are validated whatever the time', () => {
    const serialized = network.client('brand').serialized;
    for (const years of [-1, 10]) {
      const then = verifier(() => new Date(Date.now() + years * 366 * 86_400_000));
      expect(() => then.identify(serialized)).toThrow(expect.objectContaining({ fault: 'expired' }));
      expect(then.identifyAtAnyTime(serialized).role).toBe('client');
    }
  });
});

describe('a signature', () => {
  it('has low S, whatever the random numbers were', () => {
    const client = network.client('brand');
    for (let round = 0; round < 200; round += 1) {
      const signature = client.sign(message);
      expect(isLowS(signature)).toBe(true);
      expect(() => verifier().verify(client.serialized, message, signature)).not.toThrow();
    }
  });

  it('of another message, another key or another form is refused', () => {
    const client = network.client('brand');
    const signature = Buffer.from(client.sign(message));
    const wrong = [
      client.sign(Buffer.from('another message')),
      network.client('trade').sign(message),
      Buffer.concat([signature, Buffer.from([0])]),
      signature.subarray(0, -1),
      new Uint8Array(0),
    ];
    for (const one of wrong) {
      expect(() => verifier().verify(client.serialized, message, one)).toThrow(
        expect.objectContaining({ endorserMessage: denied('BrandMSP'), fault: 'signature' }),
      );
    }
  });

  it('is never right for a key of another kind', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(verifyLowS(publicKey, message, network.client('brand').sign(message))).toBe(false);
  });
});

/** A certificate of an authority of its own. */
async function certify(parts: { readonly units: readonly string[]; readonly usage?: string }) {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const make = () => crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [authorityKeys, keys] = [await make(), await make()];
  const common = {
    notBefore: new Date(Date.now() - 1000),
    notAfter: new Date(Date.now() + 1e6),
    signingAlgorithm: algorithm,
  };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    name: 'CN=root',
    keys: authorityKeys,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...common,
    subject: [...parts.units.map((unit) => ({ OU: [unit] })), { CN: ['leaf'] }],
    issuer: root.subject,
    signingKey: authorityKeys.privateKey,
    publicKey: keys.publicKey,
    extensions: parts.usage === undefined ? [] : [new x509.ExtendedKeyUsageExtension([parts.usage])],
  });
  const authorities = new Map([['Org', root.toString('pem')]]);
  const authority = makeIdentityVerifier({ channel: 'ch', authorities, now: () => new Date() });
  return { authority, pem: leaf.toString('pem') };
}
