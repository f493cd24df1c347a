import { X509Certificate } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { IdentityVerifier, Role, VerifiedIdentity } from '../ports.ts';
import { IdentityError, type IdentityFault } from './identity-error.ts';
import { normalSerial } from './revocation-list.ts';
import { verifyLowS } from './signature.ts';

export interface IdentityVerifierOptions {
  readonly channel: string;
  /** The certificate of each organisation's identity CA, in PEM, by MSP id. */
  readonly authorities: ReadonlyMap<string, string>;
  readonly now: () => Date;
}

/** What blocks are validated with: a certificate's time never decides there, as every peer must come to the same flags. */
export interface TimelessVerifier {
  identifyAtAnyTime(serializedIdentity: Uint8Array): VerifiedIdentity;
  verifyAtAnyTime(
    serializedIdentity: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ): VerifiedIdentity;
  /** Certificates with these serial numbers, by MSP id, are not accepted any more; others are. */
  revoke(serials: ReadonlyMap<string, ReadonlySet<string>>): void;
}

interface CachedIdentity extends VerifiedIdentity {
  readonly validFrom: Date;
  readonly validTo: Date;
}

const identitiesCachedMax = 2000;
const certificateBytesMax = 16_384;
const roles: readonly string[] = ['client', 'peer', 'admin', 'orderer'] satisfies Role[];
const serverAuth = '1.3.6.1.5.5.7.3.1';
const anyUsage = '2.5.29.37.0';

export function makeIdentityVerifier(options: IdentityVerifierOptions): IdentityVerifier & TimelessVerifier {
  const authorities = new Map(
    [...options.authorities].map(([mspId, pem]) => [mspId, new X509Certificate(pem)] as const),
  );
  const cache = new Map<string, CachedIdentity>();
  let revoked: ReadonlyMap<string, ReadonlySet<string>> = new Map();

  function identifyAtAnyTime(serialized: Uint8Array): CachedIdentity {
    const cacheKey = Buffer.from(serialized).toString('latin1');
    const known = cache.get(cacheKey);
    if (known !== undefined) return known;
    const identity = parseIdentity(serialized, { authorities, revoked, channel: options.channel });
    const oldest = cache.size >= identitiesCachedMax ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(cacheKey, identity);
    return identity;
  }

  function identify(serialized: Uint8Array): VerifiedIdentity {
    const identity = identifyAtAnyTime(serialized);
    const now = options.now();
    if (now < identity.validFrom || now > identity.validTo) {
      const message = `the certificate is valid until ${identity.validTo.toISOString()}, not at ${now.toISOString()}`;
      throw new IdentityError('expired', message, 'proposal client identity expired');
    }
    return identity;
  }

  function verified(
    identity: VerifiedIdentity,
    message: Uint8Array,
    signature: Uint8Array,
  ): VerifiedIdentity {
    if (verifyLowS(identity.publicKey, message, signature)) return identity;
    throw denied(options.channel, identity.mspId, 'signature', 'the signature is wrong or has high S');
  }

  return {
    identify,
    identifyAtAnyTime,
    revoke(serials) {
      revoked = serials;
      cache.clear();
    },
    verify: (serialized, message, signature) => verified(identify(serialized), message, signature),
    verifyAtAnyTime: (serialized, message, signature) =>
      verified(identifyAtAnyTime(serialized), message, signature),
  };
}

interface IdentityParts {
  readonly authorities: ReadonlyMap<string, X509Certificate>;
  readonly revoked: ReadonlyMap<string, ReadonlySet<string>>;
  readonly channel: string;
}

function parseIdentity(serialized: Uint8Array, parts: IdentityParts): CachedIdentity {
  const { authorities, revoked, channel } = parts;
  const { mspId, certificate, certificatePem } = parseCertificate(serialized, channel);
  const authority = authorities.get(mspId);
  if (authority === undefined) throw malformed(channel, `there is no organisation ${mspId} in the channel`);
  const usages = certificate.keyUsage as readonly string[] | undefined;
  if (usages !== undefined && !usages.includes(serverAuth) && !usages.includes(anyUsage)) {
    throw malformed(channel, 'the extended key usage is for TLS clients alone');
  }
  if (certificate.ca || !certificate.checkIssued(authority) || !certificate.verify(authority.publicKey)) {
    throw denied(channel, mspId, 'untrusted', `the certificate was not issued by the authority of ${mspId}`);
  }
  if (revoked.get(mspId)?.has(normalSerial(certificate.serialNumber))) {
    throw denied(channel, mspId, 'untrusted', 'the certificate is revoked');
  }
  const role = readRole(certificate);
  if (role === undefined || certificate.publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw denied(channel, mspId, 'untrusted', 'a P-256 certificate with exactly one role as OU was expected');
  }
  const { publicKey, validFromDate: validFrom, validToDate: validTo } = certificate;
  return { mspId, role, certificatePem, publicKey, validFrom, validTo };
}

function parseCertificate(serialized: Uint8Array, channel: string) {
  try {
    const identity = msp.SerializedIdentity.deserializeBinary(serialized);
    const pem = Buffer.from(identity.getIdBytes_asU8());
    if (pem.length > certificateBytesMax) throw new RangeError(`a certificate of ${pem.length} bytes`);
    const certificatePem = pem.toString();
    return { mspId: identity.getMspid(), certificate: new X509Certificate(pem), certificatePem };
  } catch (error) {
    throw malformed(channel, `the identity cannot be read: ${String(error)}`);
  }
}

function readRole(certificate: X509Certificate): Role | undefined {
  const found = certificate.subject
    .split('\n')
    .filter((line) => line.startsWith('OU='))
    .map((line) => line.slice(3))
    .filter((unit) => roles.includes(unit));
  return found.length === 1 ? (found[0] as Role) : undefined;
}

function malformed(channel: string, message: string): IdentityError {
  return new IdentityError(
    'malformed',
    message,
    `access denied: channel [${channel}] creator org unknown, creator is malformed`,
  );
}

function denied(channel: string, mspId: string, fault: IdentityFault, message: string): IdentityError {
  return new IdentityError(fault, message, `access denied: channel [${channel}] creator org [${mspId}]`);
}
