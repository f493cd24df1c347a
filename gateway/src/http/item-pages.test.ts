import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ItemDesk } from '../codes/item-desk.ts';
import { type ItemStory, makeItemStory } from '../codes/testing-items.ts';
import { storeQuestions } from '../questions.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'mengsu-item-pages-'));
let store: Store;
let story: ItemStory;
let gateway: TestGateway;
let lotPath = '';
beforeAll(async () => {
  store = await openStore(`sqlite:${join(folder, 'store.sqlite')}`);
  story = await makeItemStory(store);
  const { desk: items, labels, name } = story;
  gateway = await startTestGateway({ questions: storeQuestions(store, 'devnet'), items, labels });
  lotPath = `/01/${name.gtin}/10/${encodeURIComponent(name.lot)}`;
});
afterEach(async () => {
  await story.scans.flush();
  await store.db.deleteFrom('scans').execute();
});
afterAll(async () => {
  await gateway.close(0);
  await story.scans.stop();
  await store.close();
  story.remove();
  rmSync(folder, { recursive: true });
});

const put = (body: string | Buffer, path = '', headers: Record<string, string> = {}): Promise<Response> => {
  const { name, party } = story;
  const address = path || `/api/codes/${name.gtin}/${encodeURIComponent(name.lot)}/${party}/1`;
  return fetch(`${gateway.url}${address}`, {
    method: 'PUT',
    body: new Uint8Array(Buffer.from(body)),
    headers: { 'accept-language': 'en', ...headers },
  });
};
const pathOf = (index: number): string => `${lotPath}/21/${story.serialAt(index)}`;
const data = { accept: 'application/json' };
const timesOf = async (index: number): Promise<number> => {
  await story.scans.flush();
  return (await story.scans.summary(story.serialAt(index))).times;
};

describe('PUT /api/codes/{gtin}/{lot}/{party}/{set}', () => {
  const bytes = (): string => readFileSync(story.file, 'latin1');

  it('refuses what is not the set that was issued, with a code for each reason, and keeps nothing', async () => {
    const { name, party } = story;
    const other = `/api/codes/${name.gtin}/${encodeURIComponent(name.lot)}`;
    const lines = bytes().split('\n');
    const swapped = [lines[1], lines[0], ...lines.slice(2)].join('\n');
    const refused: [Response, number, string][] = [
      [await put(bytes(), `${other}/${party}/9`), 404, 'CODE_SET_UNKNOWN'],
      [await put(bytes(), `${other}/${party}/0`), 400, 'REQUEST_INVALID'],
      [await put(bytes(), `${other}/nobody/1`), 400, 'REQUEST_INVALID'],
      [await put(bytes().slice(21)), 400, 'CODES_INVALID'],
      [await put(swapped), 400, 'CODES_INVALID'],
      [await put(bytes().replaceAll('\n', ' ')), 400, 'CODES_INVALID'],
      [await put(bytes(), '', { 'content-encoding': 'gzip' }), 415, 'MEDIA_TYPE_UNSUPPORTED'],
    ];
    for (const [response, status, code] of refused) {
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    }
    expect(await story.shelf.list()).toEqual([]);
    const page = await gateway.get(pathOf(50));
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('not at this site');
  });

  it('refuses codes of the right form that were not issued', async () => {
    const strangers = await makeItemStory(await openStore(`sqlite:${join(folder, 'other.sqlite')}`));
    const response = await put(readFileSync(strangers.file));
    expect(await response.json()).toMatchObject({ code: 'CODES_INVALID' });
    strangers.remove();
  });

  it('answers whoever sends megabytes of something else, at their first line', async () => {
    const lines = 400_000;
    const { desk, labels, name, party } = story;
    const issued = { lot: `${name.gtin}/${name.lot}`, party, set: 3, count: lines, root: story.root };
    const items: ItemDesk = {
      accepts: (serial) => desk.accepts(serial),
      find: (lot, serial) => desk.find(lot, serial),
      issued: async () => issued,
      receive: (bytes, set) => desk.receive(bytes, set),
      saw: () => undefined,
    };
    const big = await startTestGateway({ items, labels });
    const response = await fetch(`${big.url}/api/codes/${name.gtin}/L/${party}/3`, {
      method: 'PUT',
      body: `${'0'.repeat(20)}\n`.repeat(lines),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'CODES_INVALID' });
    await big.close(0);
  });

  it('takes the set, and takes it again', async () => {
    for (const _ of [1, 2]) {
      const response = await put(bytes());
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ set: 1, count: 300, root: story.root });
    }
    expect(await story.shelf.list()).toHaveLength(1);
  });
});

describe('GET /01/{gtin}/10/{lot}/21/{serial}', () => {
  it('is the lot’s page with the code, for people and as data', async () => {
    const page = await gateway.get(pathOf(50));
    expect(page.status).toBe(200);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const text = await page.text();
    expect(text).toContain('This code is on the ledger and was put on a piece.');
    expect(text).toContain(story.serialAt(50));
    const answer = (await (await gateway.get(pathOf(50), data)).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({
      lot: story.name.lot,
      code: { serial: story.serialAt(50), index: 50, count: 300, root: story.root, state: 'active' },
    });
  });

  it('is sent compressed as the reader can, within 13 KiB', async () => {
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await gateway.get(pathOf(50), { 'accept-encoding': encoding });
      expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(await response.text()).toContain(story.serialAt(50));
    }
    const sent = await new Promise<number>((resolve, reject) => {
      const headers = { 'accept-encoding': 'br', accept: 'text/html' };
      get(`${gateway.url}${pathOf(50)}`, { headers }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length)).once('end', () => resolve(bytes));
      }).once('error', reject);
    });
    expect(sent).toBeLessThan(13 * 1024);
  });

  it.each([
    [5, 'not yet for sale'],
    [20, 'This label was voided'],
  ])('says of code %i: %s', async (index, sentence) => {
    expect(await (await gateway.get(pathOf(index))).text()).toContain(sentence);
  });

  it('answers 404 without any look-up for what bears no check characters of ours', async () => {
    const before = story.desk.lookups;
    for (const serial of ['0'.repeat(20), 'x', encodeURIComponent('<script>')]) {
      const page = await gateway.get(`${lotPath}/21/${serial}`);
      expect(page.status).toBe(404);
      const text = await page.text();
      expect(text).toContain('is no code of this maker’s labels');
      expect(text).not.toContain('<script>');
      const answer = await gateway.get(`${lotPath}/21/${serial}`, data);
      expect(await answer.json()).toMatchObject({ status: 404, code: 'CODE_UNKNOWN' });
    }
    expect(story.desk.lookups).toBe(before);
  });

  it('refuses a GTIN whose check digit is wrong', async () => {
    const wrong = `/01/09521500000128/10/L/21/${story.serialAt(50)}`;
    expect((await gateway.get(wrong)).status).toBe(400);
    expect((await gateway.get(wrong, data)).status).toBe(400);
  });

  it('leads a stroke at its end to the one spelling', async () => {
    const response = await fetch(`${gateway.url}${pathOf(50)}/?lang=en`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([308, `${pathOf(50)}?lang=en`]);
  });

  it('counts who looks after the page has gone out: once an hour, not a program that asks ahead', async () => {
    await gateway.get(pathOf(51), { 'sec-purpose': 'prefetch' });
    await gateway.get(pathOf(51), { 'sec-purpose': 'prefetch;prerender' });
    await fetch(`${gateway.url}${pathOf(51)}`, { method: 'HEAD' });
    expect(await timesOf(51)).toBe(0);
    expect(await (await gateway.get(pathOf(51))).text()).toContain('Nobody else');
    await gateway.get(pathOf(51));
    await expect.poll(() => timesOf(51)).toBe(1);
    expect(await (await gateway.get(pathOf(51))).text()).toContain('first scanned on');
  });

  it('warns where scans are more than one package can have', async () => {
    for (let place = 0; place < 6; place++) story.scans.saw(story.serialAt(52), `10.${place}.0.1`);
    await story.scans.flush();
    expect(await (await gateway.get(pathOf(52))).text()).toContain('this cannot be one package');
  });

  it('counts no look at the lot’s own page and none at an unknown code', async () => {
    await gateway.get(lotPath);
    await gateway.get(`${lotPath}/21/${'0'.repeat(20)}`);
    await story.scans.flush();
    expect(await store.db.selectFrom('scans').selectAll().execute()).toEqual([]);
  });

  it('logs the route and neither serial nor address', async () => {
    await gateway.get(pathOf(53));
    const lines = JSON.stringify(gateway.logged);
    expect(lines).toContain('/01/:gtin/10/:lot/21/:serial');
    expect(lines).not.toContain(story.serialAt(53));
    expect(lines).not.toContain('127.0.0.1');
  });
});
