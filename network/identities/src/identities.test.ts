import 'reflect-metadata';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeNetworkIdentities, type NetworkIdentities, organisations } from './index.ts';

let scratch: string;
let network: NetworkIdentities;

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'identities-'));
  network = await makeNetworkIdentities(path.join(scratch, 'network'));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Every leaf as both parsers see it. */
function leaves() {
  return network.organisations.flatMap((organisation) => [
    ...Object.entries(organisation.identities).map(([name, pair]) => ({
      organisation,
      name,
      kind: 'id',
      pair,
    })),
    ...Object.entries(organisation.tls).map(([name, pair]) => ({ organisation, name, kind: 'tls', pair })),
  ]);
}

function keyUsage(certificate: x509.X509Certificate): number {
  const usages = certificate.getExtension(x509.KeyUsagesExtension);
  expect(usages?.critical).toBe(true);
  return usages?.usages ?? 0;
}

describe('the authorities', () => {
  it('are certificate authorities that may sign certificates and lists, nothing below them', () => {
    for (const organisation of network.organisations) {
      for (const pem of [organisation.identityCaPem, organisation.tlsCaPem]) {
        const parsed = new x509.X509Certificate(pem);
        const constraints = parsed.getExtension(x509.BasicConstraintsExtension);
        expect(constraints).toMatchObject({ ca: true, pathLength: 0, critical: true });
        expect(keyUsage(parsed)).toBe(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign);
        expect(parsed.getExtension(x509.SubjectKeyIdentifierExtension)).not.toBeNull();
        const node = new X509Certificate(pem);
        expect(node.ca).toBe(true);
        expect(node.verify(node.publicKey)).toBe(true);
      }
      expect(organisation.identityCaPem).not.toBe(organisation.tlsCaPem);
    }
  });
});

describe('every certificate', () => {
  it('is a P-256 leaf that chains to its own authority, begins no earlier, and matches its key', () => {
    expect(leaves()).toHaveLength(28);
    for (const { organisation, kind, pair } of leaves()) {
      const certificate = new X509Certificate(pair.certificatePem);
      const authority = new X509Certificate(
        kind === 'id' ? organisation.identityCaPem : organisation.tlsCaPem,
      );
      expect(certificate.ca).toBe(false);
      expect(certificate.checkIssued(authority)).toBe(true);
      expect(certificate.verify(authority.publicKey)).toBe(true);
      expect(certificate.validFromDate >= authority.validFromDate).toBe(true);
      expect(certificate.validToDate <= authority.validToDate).toBe(true);
      expect(certificate.checkPrivateKey(createPrivateKey(pair.privateKeyPem))).toBe(true);
      expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
      expect(pair.privateKeyPem).toContain('-----BEGIN PRIVATE KEY-----');
    }
  });

  it('is not accepted by another organisation', () => {
    const [producers, trade] = network.organisations;
    const certificate = new X509Certificate(producers?.identities.peer.certificatePem ?? '');
    const other = new X509Certificate(trade?.identityCaPem ?? '');
    expect(certificate.verify(other.publicKey)).toBe(false);
  });

  it('says it is no authority, may sign only, and names its keys', () => {
    for (const { organisation, kind, pair } of leaves()) {
      const parsed = new x509.X509Certificate(pair.certificatePem);
      const authority = new x509.X509Certificate(
        kind === 'id' ? organisation.identityCaPem : organisation.tlsCaPem,
      );
      expect(parsed.getExtension(x509.BasicConstraintsExtension)).toMatchObject({
        ca: false,
        critical: true,
      });
      expect(keyUsage(parsed)).toBe(x509.KeyUsageFlags.digitalSignature);
      const ski = authority.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
      expect(parsed.getExtension(x509.AuthorityKeyIdentifierExtension)?.keyId).toBe(ski);
      expect(parsed.getExtension(x509.SubjectKeyIdentifierExtension)).not.toBeNull();
    }
  });

  it('has a serial number of its own: 16 bytes, the first from 0x40 to 0x7f', () => {
    const serials = leaves().map(({ pair }) => new X509Certificate(pair.certificatePem).serialNumber);
    expect(new Set(serials).size).toBe(serials.length);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });
});

describe('an identity', () => {
  it('has exactly one role and no extended key usage', () => {
    const roles = { peer: 'peer', orderer: 'orderer', admin: 'admin', gateway: 'client' };
    for (const organisation of network.organisations) {
      for (const [name, role] of Object.entries(roles)) {
        const pem = organisation.identities[name as keyof typeof roles].certificatePem;
        const certificate = new X509Certificate(pem);
        expect(certificate.subject.split('\n').filter((line) => line.startsWith('OU='))).toEqual([
          `OU=${role}`,
        ]);
        expect(certificate.keyUsage).toBeUndefined();
      }
    }
  });
});

describe('a TLS certificate', () => {
  it('serves and connects, for this machine by name and address, without a role', () => {
    for (const organisation of network.organisations) {
      for (const { certificatePem } of Object.values(organisation.tls)) {
        const certificate = new X509Certificate(certificatePem);
        expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
        expect(certificate.checkHost('localhost')).toBe('localhost');
        expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
        expect(certificate.checkIP('::1')).toBe('::1');
        expect(certificate.subject).not.toContain('OU=');
        expect(certificate.checkHost('elsewhere.example')).toBeUndefined();
      }
    }
  });
});

describe('the folder', () => {
  it('keeps keys to the owner and is read by nobody else', async () => {
    for (const { pair } of leaves()) {
      expect((await stat(pair.paths.privateKey)).mode & 0o777).toBe(0o600);
      expect((await stat(path.dirname(pair.paths.privateKey))).mode & 0o777).toBe(0o700);
    }
    expect((await stat(network.folder)).mode & 0o777).toBe(0o700);
  });

  it('names the authority in every config.yaml', async () => {
    for (const { name } of organisations) {
      const yaml = await readFile(path.join(network.folder, name, 'msp', 'config.yaml'), 'utf8');
      expect(yaml.match(/Certificate: cacerts\/ca\.pem/g)).toHaveLength(4);
      expect(yaml).toContain('OrganizationalUnitIdentifier: client');
    }
  });

  it('gives the same material a second time', async () => {
    expect(await makeNetworkIdentities(network.folder)).toEqual(network);
    expect(await readdir(scratch)).toEqual(['network']);
  });

  it('takes the place of an empty folder, and certifies the hosts it is told', async () => {
    const folder = path.join(scratch, 'empty');
    await mkdir(folder);
    const made = await makeNetworkIdentities(folder, { hosts: ['peer.example', '10.1.2.3'] });
    const certificate = new X509Certificate(made.organisations[0]?.tls.peer.certificatePem ?? '');
    expect(certificate.checkHost('peer.example')).toBe('peer.example');
    expect(certificate.checkIP('10.1.2.3')).toBe('10.1.2.3');
    await rm(folder, { recursive: true });
  });
});

describe('refusals', () => {
  async function damaged(name: string, damage: (folder: string) => Promise<void>): Promise<string> {
    const folder = path.join(scratch, name);
    await makeNetworkIdentities(folder);
    await damage(folder);
    return folder;
  }

  it('refuses a folder that is only half there', async () => {
    const folder = await damaged('half', (one) => rm(path.join(one, 'brand', 'peer'), { recursive: true }));
    await expect(makeNetworkIdentities(folder)).rejects.toThrow(/brand\/peer.*is missing.*only half there/);
  });

  it('refuses a folder of something else, and leaves it alone', async () => {
    const folder = path.join(scratch, 'photos');
    await mkdir(folder);
    await writeFile(path.join(folder, 'sheep.txt'), 'meh');
    await expect(makeNetworkIdentities(folder)).rejects.toThrow(/is missing/);
    expect(await readdir(folder)).toEqual(['sheep.txt']);
  });

  it('refuses a file where the folder should be', async () => {
    const file = path.join(scratch, 'file');
    await writeFile(file, '');
    await expect(makeNetworkIdentities(file)).rejects.toThrow(/is a file/);
  });

  it('refuses a key that is not the certificate’s', async () => {
    const folder = await damaged('swapped', async (one) => {
      const key = await readFile(path.join(one, 'trade/peer/msp/keystore/priv_sk'));
      await writeFile(path.join(one, 'trade/admin/msp/keystore/priv_sk'), key);
    });
    await expect(makeNetworkIdentities(folder)).rejects.toThrow(/trade\/admin.*is not the key of/);
  });

  it('refuses a pair of another organisation', async () => {
    const folder = await damaged('foreign', async (one) => {
      for (const file of ['signcerts/cert.pem', 'keystore/priv_sk']) {
        const text = await readFile(path.join(one, 'trade/peer/msp', file));
        await writeFile(path.join(one, 'brand/peer/msp', file), text);
      }
    });
    await expect(makeNetworkIdentities(folder)).rejects.toThrow(/was not issued by/);
  });

  it('refuses certificates out of their time', async () => {
    const late = new Date(Date.now() + 6 * 366 * 86_400_000);
    await expect(makeNetworkIdentities(network.folder, { now: late })).rejects.toThrow(/is valid from/);
  });
});
