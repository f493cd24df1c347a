import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { creditCodeCheckCharacter } from '@mengsu/chaincode/model';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCodeKey } from '../codes/code-key.ts';
import { type Config, parseConfig } from '../config.ts';
import { listCodes, makeCodes, putCodes } from './codes.ts';
import { drawLabels } from './labels.ts';

const party = `91150000MA0N12345${creditCodeCheckCharacter('91150000MA0N12345')}`;
const lot = '09521500000129/L(1)/%';
let folder: string;
let config: Config;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mengsu-cli-codes-'));
  config = parseConfig({ MENGSU_DATA: folder });
});
afterEach(() => rmSync(folder, { recursive: true }));
/** No terminal: nothing is drawn over and over. */
const lines: string[] = [];
const output = { isTTY: false, write: (text: string) => lines.push(text) } as unknown as NodeJS.WriteStream;
const make = (options: Record<string, string> = {}) =>
  makeCodes(config, { lot, set: '1', count: '300', ...options }, output);

describe('mengsu codes', () => {
  it('makes a file for its owner alone, and a root that issueCodes takes', async () => {
    const { file, root, count } = await make();
    expect(count).toBe(300);
    expect(root).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const serials = readFileSync(file, 'latin1').trimEnd().split('\n');
    expect(serials).toHaveLength(300);
    const key = await openCodeKey(join(folder, 'code-key'));
    expect(serials.every((serial) => key.accepts(serial))).toBe(true);
    expect(lines.at(-1)).toContain('300 codes');
    expect(await listCodes(config)).toEqual([]);
  });

  it('does not make a set twice: its codes may be printed', async () => {
    const { file } = await make();
    const before = readFileSync(file);
    await expect(make()).rejects.toThrow('EEXIST');
    expect(readFileSync(file)).toEqual(before);
  });

  it.each([
    [{ lot: '09521500000128/L' }, '--lot'],
    [{ set: '0' }, '--set'],
    [{ count: '0' }, '--count'],
    [{ count: '10000001' }, '--count'],
    [{ count: '1e3' }, '--count'],
  ])('refuses %j in one sentence', async (options, name) => {
    await expect(make(options as Record<string, string>)).rejects.toThrow(name);
  });

  it('brings the file with its length, and says what the gateway says', async () => {
    await make();
    const asked: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.method, request.url, request.headers['content-length']);
      request.resume().once('end', () => {
        response.writeHead(409, { 'content-type': 'application/problem+json' });
        response.end(JSON.stringify({ code: 'CODES_NOT_ISSUED', detail: 'another root' }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const putting = putCodes(config, { lot, set: '1', party, url });
    await expect(putting).rejects.toThrow('409: CODES_NOT_ISSUED: another root');
    expect(asked).toEqual(['PUT', `/api/codes/09521500000129/L(1)%2F%25/${party}/1`, '6300']);
    server.close();
  });

  it('says that no gateway runs here', async () => {
    await make();
    await expect(putCodes(config, { lot, set: '1', party })).rejects.toThrow('no gateway runs');
  });
});

describe('mengsu labels', () => {
  it('wants the address that labels lead to, and a product that is known', async () => {
    const out = join(folder, 'labels.pdf');
    await expect(drawLabels(config, { lot, out }, output)).rejects.toThrow('MENGSU_PUBLIC_URL');
    const known = parseConfig({ MENGSU_DATA: folder, MENGSU_PUBLIC_URL: 'https://s.example' });
    await expect(drawLabels(known, { lot, out }, output)).rejects.toThrow('the product is not in the index');
    await expect(drawLabels(known, { lot, out, set: 'x' }, output)).rejects.toThrow('--set');
    await expect(drawLabels(known, { lot }, output)).rejects.toThrow('--out');
    expect(() => statSync(out)).toThrow('ENOENT');
  });
});
