import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { gatewayIdentity, readConnection } from './connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'mengsu-connection-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileWith = (text: string): string => {
  const file = join(folder, 'connection.json');
  writeFileSync(file, text);
  return file;
};
const good = {
  channel: 'mengsu',
  chaincode: 'mengsu',
  gateway: {
    endpoint: '127.0.0.1:7051',
    tlsCaFile: '/ca.pem',
    tlsServerName: 'localhost',
    mspId: 'ProducersMSP',
  },
  organisations: [
    {
      mspId: 'ProducersMSP',
      gateway: { certificateFile: join(folder, 'c'), privateKeyFile: join(folder, 'k') },
    },
  ],
};

describe('the connection file', () => {
  it('is read, and what it does not say of the ground is no demonstration', () => {
    expect(readConnection(fileWith(JSON.stringify(good)))).toMatchObject({
      channel: 'mengsu',
      demonstration: false,
    });
  });

  it('leads to the identity of an organisation', () => {
    writeFileSync(join(folder, 'c'), 'certificate');
    writeFileSync(join(folder, 'k'), 'key');
    const connection = readConnection(fileWith(JSON.stringify(good)));
    expect(gatewayIdentity(connection, 'ProducersMSP')).toEqual({
      mspId: 'ProducersMSP',
      certificatePem: 'certificate',
      privateKeyPem: 'key',
    });
    expect(() => gatewayIdentity(connection, 'TradeMSP')).toThrow(/no identity of TradeMSP/);
  });

  it.each([
    '',
    '[]',
    '{}',
    JSON.stringify({ ...good, organisations: [] }),
    JSON.stringify({ ...good, channel: 1 }),
  ])('is refused with its name when it says %j', (text) => {
    expect(() => readConnection(fileWith(text))).toThrow(/connection\.json/);
  });

  it('is refused when it is not there', () => {
    expect(() => readConnection(join(folder, 'nowhere'))).toThrow(/cannot be read/);
  });
});
