import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublicKeySchema, parseDocument, verifyEnvelope } from '@mengsu/chaincode/model';
import { afterAll, describe, expect, it } from 'vitest';
import { testParty } from '../http/testing.ts';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import { type FoundingFiles, signFounding } from './founding-document.ts';

const folder = mkdtempSync(join(tmpdir(), 'mengsu-found-'));
afterAll(() => rmSync(folder, { recursive: true }));
function keyFile(name: string): string {
  const file = join(folder, name);
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  writeFileSync(file, JSON.stringify(jwk));
  return file;
}
const files: FoundingFiles = {
  network: 'mengsu-test',
  party: testParty,
  nameZh: '品牌协会',
  division: '150000',
  registrarKey: keyFile('registrar.jwk'),
  logKey: keyFile('log.jwk'),
  serviceKey: keyFile('service.jwk'),
};

describe('a founding made from key files', () => {
  it('is signed by the registrar that it names', async () => {
    const document = await parseDocument(await signFounding('BrandMSP', files), nodeCrypto);
    const [signed] = document.events;
    if (signed?.event.act !== 'found') throw new TypeError('no founding');
    const { registrarKey } = signed.event;
    expect(PublicKeySchema.safeParse(registrarKey).success).toBe(true);
    await verifyEnvelope(signed, () => registrarKey, nodeCrypto);
    expect(signed.event).toMatchObject({ organisation: 'BrandMSP', sequence: 1, previous: null });
  });

  it('carries no private key', async () => {
    expect(await signFounding('BrandMSP', files)).not.toContain('"d"');
  });

  it.each(['network', 'party', 'registrarKey', 'logKey'] as const)(
    'says that %s is missing',
    async (name) => {
      const { [name]: _, ...rest } = files;
      await expect(signFounding('BrandMSP', rest)).rejects.toThrow(/--[a-z-]+ is missing/);
    },
  );

  it('refuses a party without a right check character, and an organisation that is none', async () => {
    await expect(signFounding('BrandMSP', { ...files, party: '911500000000000000' })).rejects.toThrow(
      /EVENT_INVALID/,
    );
    await expect(signFounding('OtherMSP', files)).rejects.toThrow(/EVENT_INVALID/);
  });
});
