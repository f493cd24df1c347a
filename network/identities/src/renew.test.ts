import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  loadNetworkIdentities,
  makeNetworkIdentities,
  renewOrganisation,
  revokeCertificates,
} from './index.ts';

const year = 365.25 * 86_400_000;
const made = new Date('2026-01-01T00:00:00Z');
let scratch: string;
let folder: string;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'mengsu-renew-'));
  folder = path.join(scratch, 'network');
  await makeNetworkIdentities(folder, { now: made, hosts: () => ['orderer.example', '127.0.0.1'] });
});
afterAll(() => rm(scratch, { recursive: true }));

describe('renewing', () => {
  it('certifies the same keys for the same names, even when the certificates have ended', async () => {
    const [before, other] = (await loadNetworkIdentities(folder, made)).organisations;
    if (!before || !other) throw new RangeError('four organisations were made');
    const later = new Date(made.getTime() + 6 * year);
    await expect(loadNetworkIdentities(folder, later)).rejects.toThrow(/is valid from/);
    for (const { name } of [before, other]) await renewOrganisation(folder, name, later);
    await renewOrganisation(folder, 'brand', later);
    const end = await renewOrganisation(folder, 'regulator', later);
    expect(end.getTime() - later.getTime()).toBeGreaterThan(4.9 * year);
    const [after] = (await loadNetworkIdentities(folder, later)).organisations;
    if (!after) throw new RangeError('four organisations were renewed');
    for (const [old, renewed] of [
      [before.identities.orderer, after.identities.orderer],
      [before.identities.admin, after.identities.admin],
      [before.tls.orderer, after.tls.orderer],
      [before.tls.chaincode, after.tls.chaincode],
    ] as const) {
      const [one, two] = [
        new X509Certificate(old.certificatePem),
        new X509Certificate(renewed.certificatePem),
      ];
      expect(renewed.privateKeyPem).toBe(old.privateKeyPem);
      expect(two.publicKey.equals(one.publicKey)).toBe(true);
      expect([two.subject, two.subjectAltName, two.keyUsage]).toEqual([
        one.subject,
        one.subjectAltName,
        one.keyUsage,
      ]);
      expect(two.serialNumber).not.toBe(one.serialNumber);
    }
    expect(after.identityCaPem).toBe(before.identityCaPem);
  });

  it('needs the keys of the authorities', async () => {
    await rm(path.join(folder, 'trade', 'tlsca', 'priv_sk'));
    const before = await readFile(path.join(folder, 'trade', 'peer', 'tls', 'server.crt'), 'utf8');
    await expect(renewOrganisation(folder, 'trade')).rejects.toThrow(/tlsca.priv_sk is missing/);
    expect(await readFile(path.join(folder, 'trade', 'peer', 'tls', 'server.crt'), 'utf8')).toBe(before);
  });
});

describe('a revocation list', () => {
  const certificateOf = (organisation: string) =>
    readFile(path.join(folder, organisation, 'gateway', 'msp', 'signcerts', 'cert.pem'), 'utf8');

  it('names the certificates, under the label and with the key identifier that Fabric wants', async () => {
    const revoked = await certificateOf('brand');
    const pem = await revokeCertificates(folder, 'brand', [revoked]);
    expect(pem).toMatch(/^-----BEGIN X509 CRL-----\n/);
    const list = new x509.X509Crl(x509.PemConverter.decode(pem)[0] ?? new ArrayBuffer(0));
    const ca = new x509.X509Certificate(await readFile(path.join(folder, 'brand', 'ca', 'cert.pem'), 'utf8'));
    expect(await list.verify({ publicKey: ca.publicKey })).toBe(true);
    expect(list.entries.map(({ serialNumber }) => serialNumber.toUpperCase())).toEqual([
      new X509Certificate(revoked).serialNumber,
    ]);
    const [key, subject] = [
      list.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId,
      ca.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId,
    ];
    expect(key).toBe(subject);
    expect(key).toBeTruthy();
  });

  it('is refused for another organisation’s certificate, and for what is none', async () => {
    const [other, none] = [await certificateOf('regulator'), 'text'];
    await expect(revokeCertificates(folder, 'brand', [other])).rejects.toThrow(/is not of brand's authority/);
    await expect(revokeCertificates(folder, 'brand', [none])).rejects.toThrow(
      /a certificate in PEM was expected/,
    );
  });
});
