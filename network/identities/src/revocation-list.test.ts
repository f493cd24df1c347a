import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, type KeyPair, makeAuthority, makeIdentity } from './certificates.ts';
import { makeRevocationList } from './revocation-list.ts';

const now = new Date();
const validity = { notBefore: now, notAfter: new Date(now.getTime() + 3_600_000) };
let authority: Authority;
let identity: KeyPair;

beforeAll(async () => {
  authority = await makeAuthority('ca.trade', validity);
  identity = await makeIdentity(authority, { commonName: 'gateway.trade', role: 'client' }, validity);
});

describe('a revocation list', () => {
  it('names the certificate and the authority’s key, signed by it, under the label that Fabric reads', async () => {
    const pem = await makeRevocationList(authority.pair, identity.certificatePem, now);
    expect(pem).toMatch(/^-----BEGIN X509 CRL-----\n[\s\S]*\n-----END X509 CRL-----\n$/);
    const [raw] = x509.PemConverter.decode(pem);
    const list = new x509.X509Crl(raw ?? new ArrayBuffer());
    expect(await list.verify({ publicKey: authority.certificate })).toBe(true);
    const { serialNumber } = new X509Certificate(identity.certificatePem);
    expect(list.entries.map((entry) => entry.serialNumber.toUpperCase())).toEqual([serialNumber]);
    expect(list.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(
      authority.certificate.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    );
  });

  it('is not made for another authority’s certificate', async () => {
    const stranger = await makeAuthority('ca.brand', validity);
    await expect(makeRevocationList(stranger.pair, identity.certificatePem)).rejects.toThrow(
      /was not issued by this organisation's authority$/,
    );
  });
});
