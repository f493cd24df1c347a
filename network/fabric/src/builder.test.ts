import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { builderFolder } from './prepare.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-builder-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (...parts: string[]) => path.join(folder, ...parts);

const pem = '-----BEGIN CERTIFICATE-----\nAAAA\nBBBB\n-----END CERTIFICATE-----\n';
writeFileSync(at('pem'), pem);
const environment = {
  PATH: process.env.PATH,
  MENGSU_CHAINCODE_ADDRESS_0: '127.0.0.1:1000',
  MENGSU_CHAINCODE_ADDRESS_1: '127.0.0.1:2000',
  MENGSU_CHAINCODE_CLIENT_KEY: at('pem'),
  MENGSU_CHAINCODE_CLIENT_CERT: at('pem'),
  MENGSU_CHAINCODE_ROOT_CERT: at('pem'),
};

const run = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = environment) =>
  spawnSync(path.join(builderFolder, 'bin', script), args, { env, encoding: 'utf8' });

/** Folders of a package with that metadata and slot. */
function unpack(
  metadata: string,
  slot: string,
): { source: string; described: string; built: string; released: string } {
  const home = mkdtempSync(at('package-'));
  const [source, described, built, released] = ['src', 'metadata', 'bld', 'release'].map((name) => {
    mkdirSync(path.join(home, name));
    return path.join(home, name);
  }) as [string, string, string, string];
  writeFileSync(path.join(described, 'metadata.json'), metadata);
  writeFileSync(path.join(source, 'slot'), slot);
  return { source, described, built, released };
}

describe('the external builder', () => {
  it.each([
    ['{"path":"","type":"mengsu-service","label":"a"}', 0],
    ['{"type":"ccaas","label":"a"}', 1],
    ['{"type":"node","label":"mengsu-service"}', 1],
  ])('detects %s with exit code %i', (metadata, code) => {
    const { source, described } = unpack(metadata, '0\n');
    expect(run('detect', [source, described]).status).toBe(code);
  });

  it.each([
    ['0\n', '127.0.0.1:1000'],
    ['1\n', '127.0.0.1:2000'],
  ])('fills in the peer’s own address and certificates for slot %j', (slot, address) => {
    const { source, described, built, released } = unpack('{}', slot);
    expect(run('build', [source, described, built]).status).toBe(0);
    expect(run('release', [built, released])).toMatchObject({ status: 0, stderr: '' });
    const file = path.join(released, 'chaincode', 'server', 'connection.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      address,
      dial_timeout: '5s',
      tls_required: true,
      client_auth_required: true,
      client_key: pem,
      client_cert: pem,
      root_cert: pem,
    });
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('refuses a slot that is none, and a peer that has no addresses', () => {
    const { source, described, built, released } = unpack('{}', '2\n');
    run('build', [source, described, built]);
    expect(run('release', [built, released])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/slot/),
    });
    writeFileSync(path.join(built, 'slot'), '0\n');
    const { MENGSU_CHAINCODE_ADDRESS_0: _, ...without } = environment;
    expect(run('release', [built, released], without)).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/MENGSU_CHAINCODE_ADDRESS_0/),
    });
  });
});
