import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/**
 * Certificates by the rules that Fabric 3.1.5 enforces: ECDSA P-256 with SHA-256; CAs with critical basicConstraints
 * (pathlen 0), critical keyUsage and SKI; identities without extended key usage and with exactly one role as OU.
 */
export type Role = 'client' | 'peer' | 'orderer' | 'admin';

/** Both in PEM; the key in PKCS#8. */
export interface KeyPair {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

export interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
  readonly pair: KeyPair;
}

/** Of every key and signature here. */
export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function makeAuthority(commonName: string, validity: Validity): Promise<Authority> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: makeSerial(),
    name: [{ CN: [commonName] }],
    ...validity,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys, pair: await toPair(certificate, keys) };
}

/** An authority that was made before, with its key. Throws where either is none. */
export async function readAuthority(pair: KeyPair): Promise<Authority> {
  const certificate = new x509.X509Certificate(pair.certificatePem);
  const [pkcs8] = x509.PemConverter.decode(pair.privateKeyPem);
  if (!pkcs8) throw new RangeError('there is no private key in PEM');
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  const publicKey = await certificate.publicKey.export(algorithm, ['verify']);
  return { certificate, keys: { privateKey, publicKey }, pair };
}

/** A certificate that signs proposals, endorsements or blocks. No extended key usage: Fabric refuses clientAuth alone. */
export async function makeIdentity(
  authority: Authority,
  subject: { readonly commonName: string; readonly role: Role },
  validity: Validity,
): Promise<KeyPair> {
  return makeLeaf(authority, {
    name: [{ OU: [subject.role] }, { CN: [subject.commonName] }],
    validity,
    extensions: [],
  });
}

/** A certificate for both ends of TLS. Its names are DNS names or IP addresses; the common name is one of them. */
export async function makeTlsCertificate(
  authority: Authority,
  subject: { readonly commonName: string; readonly hosts: readonly string[] },
  validity: Validity,
): Promise<KeyPair> {
  const names = [...new Set([subject.commonName, ...subject.hosts])];
  return makeLeaf(authority, {
    name: [{ CN: [subject.commonName] }],
    validity,
    extensions: [
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIpAddress(name) ? ('ip' as const) : ('dns' as const), value: name })),
      ),
    ],
  });
}

interface LeafParts {
  readonly name: x509.JsonName;
  readonly validity: Validity;
  readonly extensions: x509.Extension[];
}

async function makeLeaf(authority: Authority, parts: LeafParts): Promise<KeyPair> {
  const keys = await makeKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: makeSerial(),
    subject: parts.name,
    issuer: authority.certificate.subjectName.toJSON(),
    ...parts.validity,
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      ...parts.extensions,
    ],
  });
  return toPair(certificate, keys);
}

async function makeKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** 16 random bytes, the first from 0x40 to 0x7f: positive, and always 16 bytes in DER. In hex. */
function makeSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.toString('hex');
}

async function toPair(certificate: x509.X509Certificate, keys: CryptoKeyPair): Promise<KeyPair> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: `${certificate.toString('pem').trimEnd()}\n`,
    privateKeyPem: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY').trimEnd()}\n`,
  };
}

function isIpAddress(name: string): boolean {
  return name.includes(':') || /^\d+(\.\d+){3}$/.test(name);
}
