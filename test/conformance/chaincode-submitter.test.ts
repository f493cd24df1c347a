import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeNetworkIdentities, type NetworkIdentities } from '@mengsu/network/identities';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitterOf } from '../../chaincode/src/contract.ts';
import { fakeStub } from '../../chaincode/src/testing-stub.ts';
import { makeAuthority, makeIdentity } from '../../network/identities/src/certificates.ts';

let folder: string;
let network: NetworkIdentities;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mengsu-submitter-'));
  network = await makeNetworkIdentities(path.join(folder, 'identities'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the chaincode makes of a certificate that submits. */
function submitter(mspId: string, certificatePem: string) {
  const creator = { mspid: mspId, idBytes: Buffer.from(certificatePem) };
  return submitterOf(fakeStub({ args: [], creator }).stub);
}

describe('who submits, as the chaincode sees it', () => {
  it('is an admin by OU=admin, and no other identity of any organisation is', () => {
    const seen = network.organisations.flatMap(({ mspId, identities }) =>
      Object.entries(identities).map(([name, { certificatePem }]) => {
        const { mspId: seenMspId, isAdmin } = submitter(mspId, certificatePem);
        return { name, isAdmin, isOwn: seenMspId === mspId };
      }),
    );
    expect(seen).toHaveLength(16);
    expect(seen.every(({ isOwn }) => isOwn)).toBe(true);
    expect(seen.filter(({ isAdmin }) => isAdmin).map(({ name }) => name)).toEqual(Array(4).fill('admin'));
  });

  it.each(['x\nOU=admin', 'OU=admin', 'x, OU=admin', 'x/OU=admin', 'x\n\nOU=admin\n'])(
    'is no admin by the common name %j',
    async (commonName) => {
      const validity = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
      const authority = await makeAuthority('ca.example', validity);
      const { certificatePem } = await makeIdentity(authority, { commonName, role: 'client' }, validity);
      expect(submitter('BrandMSP', certificatePem).isAdmin).toBe(false);
    },
  );

  it('is a fault, not an admin, where the certificate is none', () => {
    expect(() => submitter('BrandMSP', 'no certificate').isAdmin).toThrow();
  });
});
