import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CodeMembership } from '../codes/membership.ts';
import { type ItemStory, makeItemStory } from '../codes/testing-items.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'mengsu-proofs-'));
let store: Store;
let story: ItemStory;
let gateway: TestGateway;
let address = '';
interface Wish {
  readonly lot: string;
  readonly since: number | undefined;
  readonly code: CodeMembership | undefined;
}
const wishes: Wish[] = [];

beforeAll(async () => {
  store = await openStore(`sqlite:${join(folder, 'store.sqlite')}`);
  story = await makeItemStory(store);
  await story.bring();
  const { desk: items, name } = story;
  gateway = await startTestGateway({
    items,
    proofs: {
      lot: async (lot, since, code) => {
        wishes.push({ lot, since, code });
        return { text: '{}', size: 9 };
      },
    },
  });
  address = `/api/proofs/lots/${name.gtin}/${encodeURIComponent(name.lot)}`;
});
beforeEach(() => void wishes.splice(0));
afterAll(async () => {
  await gateway.close(0);
  await story.scans.stop();
  await store.close();
  story.remove();
  rmSync(folder, { recursive: true });
});

const codeOf = async (response: Response): Promise<[number, string]> => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

describe('GET /api/proofs/lots/{gtin}/{lot}', () => {
  it('proves a lot alone, for everybody and to be asked for again', async () => {
    const response = await gateway.get(`${address}?since=5`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(wishes).toEqual([{ lot: `${story.name.gtin}/${story.name.lot}`, since: 5, code: undefined }]);
  });

  it('proves a piece with its place in its set, kept by nobody, and counts no scan', async () => {
    const response = await gateway.get(`${address}?serial=${story.serialAt(50)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const [{ lot, code } = { lot: '', code: undefined }] = wishes;
    expect(code).toMatchObject({ lot, party: story.party, set: 1, index: 50, count: 300 });
    expect(code).toMatchObject({ serial: story.serialAt(50), path: expect.any(Array) });
    await story.scans.flush();
    expect(await store.db.selectFrom('scans').selectAll().execute()).toEqual([]);
  });

  it('answers 404 without any look-up for what bears no check characters of ours', async () => {
    const before = story.desk.lookups;
    for (const serial of ['0'.repeat(20), 'x', '', '9'.repeat(5_000), encodeURIComponent('<b>')])
      expect(await codeOf(await gateway.get(`${address}?serial=${serial}`))).toEqual([404, 'CODE_UNKNOWN']);
    expect(story.desk.lookups).toBe(before);
    expect(wishes).toEqual([]);
  });

  it('refuses several serials, a size that is none, and a lot that can be none', async () => {
    const serial = story.serialAt(50);
    for (const query of [`serial=${serial}&serial=${serial}`, 'since=-1', 'since='])
      expect(await codeOf(await gateway.get(`${address}?${query}`))).toEqual([400, 'REQUEST_INVALID']);
    const wrong = `/api/proofs/lots/09521500000128/L?serial=${serial}`;
    expect(await codeOf(await gateway.get(wrong))).toEqual([400, 'CODE_INVALID']);
    expect(wishes).toEqual([]);
  });

  it('logs no serial', async () => {
    await gateway.get(`${address}?serial=${story.serialAt(53)}`);
    expect(JSON.stringify(gateway.logged)).not.toContain(story.serialAt(53));
  });
});

it('says PROOF_NOT_YET where no checkpoint is there', async () => {
  const empty = await startTestGateway({ items: story.desk });
  for (const query of ['', `?serial=${story.serialAt(50)}`])
    expect(await codeOf(await fetch(`${empty.url}${address}${query}`))).toEqual([404, 'PROOF_NOT_YET']);
  await empty.close(0);
});
