import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ItemStory, makeItemStory } from '../codes/testing-items.ts';
import { openFonts } from '../labels/fonts.ts';
import { labelJobLimits } from '../labels/label-jobs.ts';
import { FontError } from '../labels/outline.ts';
import { storeQuestions } from '../questions.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { isFromHere } from './loopback.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

const hasFont = await openFonts().then(
  () => true,
  (error: unknown) => {
    if (error instanceof FontError) return false;
    throw error;
  },
);
const without = hasFont ? '' : ' (skipped: no font for \u4e2d\u6587 is installed)';
const folder = mkdtempSync(join(tmpdir(), 'mengsu-label-jobs-'));
let store: Store;
let story: ItemStory;
const gateways: TestGateway[] = [];

async function start(labels: 'loopback' | 'off' | 'open' = 'loopback'): Promise<TestGateway> {
  const { desk: items, labels: desk } = story;
  const questions = storeQuestions(store, 'devnet');
  const gateway = await startTestGateway({ questions, items, labels: desk, settings: { labels } });
  gateways.push(gateway);
  return gateway;
}
beforeAll(async () => {
  store = await openStore(`sqlite:${join(folder, 'store.sqlite')}`);
  story = await makeItemStory(store);
  await story.bring();
});
afterAll(async () => {
  for (const gateway of gateways) await gateway.close(0);
  await story.labels.jobs.stop();
  await store.close();
  story.remove();
  rmSync(folder, { recursive: true });
});

const order = (changes: object = {}): object => ({
  lot: `${story.name.gtin}/${story.name.lot}`,
  set: 1,
  from: 10,
  to: 29,
  paper: '70x37',
  ...changes,
});
const post = (gateway: TestGateway, body: object, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${gateway.url}/api/labels`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-language': 'en', ...headers },
    body: JSON.stringify(body),
  });
interface Job {
  readonly id: string;
  readonly status: string;
  readonly done: number;
  readonly code?: string;
}
async function ended(gateway: TestGateway, path: string): Promise<Job> {
  for (;;) {
    const job = (await (await gateway.get(path)).json()) as Job;
    if (job.status !== 'running') return job;
  }
}

describe.skipIf(!hasFont)(`POST /api/labels${without}`, () => {
  it('draws in the background and gives the file, without what is void', async () => {
    const gateway = await start();
    const response = await post(gateway, order());
    expect(response.status).toBe(202);
    const path = response.headers.get('location') ?? '';
    const job = await ended(gateway, path);
    expect(job).toMatchObject({ status: 'done', done: 19, total: 20, format: 'pdf' });
    const file = await gateway.get(`${path}/file`);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toBe('attachment; filename="labels.pdf"');
    const pdf = Buffer.from(await file.arrayBuffer()).toString('latin1');
    expect(pdf).toMatch(/^%PDF-1\.4/);
    expect(pdf).toContain('/Count 19>>');
    expect(statSync(story.labels.jobs.fileOf({ id: job.id, format: 'pdf' })).mode & 0o077).toBe(0);
  });

  it.each([
    [{ to: 300 }, 400, 'REQUEST_INVALID'],
    [{ from: 30 }, 400, 'REQUEST_INVALID'],
    [{ from: -1 }, 400, 'REQUEST_INVALID'],
    [{ set: 2 }, 404, 'CODE_SET_UNKNOWN'],
    [{ paper: 'a3' }, 400, 'REQUEST_INVALID'],
    [{ format: 'exe' }, 400, 'REQUEST_INVALID'],
    [{ lot: '09521500000128/L' }, 400, 'REQUEST_INVALID'],
    [{ unknown: 1 }, 400, 'REQUEST_INVALID'],
    [{ set: undefined, copies: 10_001 }, 400, 'REQUEST_INVALID'],
  ])('refuses %j', async (changes, status, code) => {
    const response = await post(await start(), order(changes));
    expect([response.status, ((await response.json()) as Job).code]).toEqual([status, code]);
  });

  it('says why a label cannot be drawn', async () => {
    const gateway = await start();
    const response = await post(gateway, order({ paper: '20x15' }));
    const job = await ended(gateway, response.headers.get('location') ?? '');
    expect(job).toMatchObject({ status: 'failed', code: 'LABEL_TOO_SMALL' });
    expect((await gateway.get(`${response.headers.get('location')}/file`)).status).toBe(404);
  });

  it('keeps a bounded number of jobs', async () => {
    const gateway = await start();
    const paths: string[] = [];
    for (let count = 0; count < labelJobLimits.keptMax + 1; count++) {
      const response = await post(gateway, order({ to: 10 }));
      paths.push(response.headers.get('location') ?? '');
      await ended(gateway, paths.at(-1) ?? '');
    }
    expect((await gateway.get(paths[0] ?? '')).status).toBe(404);
    expect((await gateway.get(paths.at(-1) ?? '')).status).toBe(200);
  });

  it('has no more under way than two', async () => {
    const gateway = await start();
    const big = order({ set: undefined, from: undefined, to: undefined, copies: 300, paper: 'a4' });
    const answers = await Promise.all([post(gateway, big), post(gateway, big), post(gateway, big)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 202, 429]);
    for (const answer of answers) if (answer.ok) await ended(gateway, answer.headers.get('location') ?? '');
  });

  it.each(['svg', 'png', 'pdf', 'zpl'])('is not needed for the label of a lot as %s', async (format) => {
    const gateway = await start('off');
    const path = `/01/${story.name.gtin}/10/${encodeURIComponent(story.name.lot)}/label.${format}`;
    const response = await gateway.get(path);
    expect(response.status).toBe(200);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    expect((await gateway.get(`${path}?size=a4`)).status).toBe(400);
    expect((await gateway.get(`${path}?size=20x15`)).status).toBe(400);
    expect((await gateway.get(path.replace(/10\/[^/]+/, '10/NONE'))).status).toBe(404);
  });

  it('is not for requests through a proxy, by another name, or where it is off', async () => {
    const gateway = await start();
    for (const name of ['x-forwarded-for', 'forwarded', 'via'])
      expect((await post(gateway, order(), { [name]: '203.0.113.1' })).status).toBe(403);
    const off = await start('off');
    expect((await post(off, order())).status).toBe(403);
    expect((await off.get('/api/labels/abc')).status).toBe(403);
    const open = await start('open');
    expect((await post(open, order({ to: 10 }), { 'x-forwarded-for': '203.0.113.1' })).status).toBe(202);
  });

  it('knows no job that it has not begun', async () => {
    const gateway = await start();
    for (const path of ['/api/labels/abc', '/api/labels/..%2f..%2fcode-key', '/api/labels/abc/file'])
      expect(await (await gateway.get(path)).json()).toMatchObject({ code: 'JOB_UNKNOWN' });
  });
});

describe('a request from this machine', () => {
  const request = (remoteAddress: string, headers: Record<string, string>) =>
    ({ socket: { remoteAddress }, headers }) as unknown as Parameters<typeof isFromHere>[0];

  it.each([
    ['127.0.0.1', { host: 'localhost:8080' }, true],
    ['::1', { host: '[::1]:8080' }, true],
    ['::ffff:127.0.0.1', { host: '127.0.0.1' }, true],
    ['192.0.2.1', { host: 'localhost' }, false],
    ['127.0.0.1', { host: 'rebound.example' }, false],
    ['127.0.0.1', { host: 'localhost.example' }, false],
    ['127.0.0.1', { host: 'localhost', 'x-real-ip': '192.0.2.1' }, false],
    ['127.0.0.1', {}, false],
  ])('at %s with %j: %s', (address, headers, expected) => {
    expect(isFromHere(request(address, headers as Record<string, string>))).toBe(expected);
  });
});
