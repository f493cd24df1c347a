import { exampleGtin } from '@mengsu/chaincode/model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Proofs } from '../log/proofs.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

const lot = `${exampleGtin(1)}/L1`;
const asked: (number | undefined)[] = [];
/** Canonical as it comes: one byte more would be another text. */
const bundle = '{"lot":"x","version":1}';
const proofs: Partial<Proofs> = {
  checkpoint: async () => ({ text: 'mengsu/n\n1\n', size: 1 }),
  lot: async (id, since) => {
    asked.push(since);
    return id === lot ? { text: bundle, size: 1 } : undefined;
  },
  consistency: async (from, size) => (size <= 9 ? [`${from}-${size}`] : undefined),
  pins: async () => ({ network: 'n', organisations: [], threshold: 3 }),
};

let gateway: TestGateway;
let unwitnessed: TestGateway;
beforeAll(async () => {
  [gateway, unwitnessed] = await Promise.all([startTestGateway({ proofs }), startTestGateway({})]);
});
afterAll(() => Promise.all([gateway.close(1000), unwitnessed.close(1000)]));

describe('proofs over HTTP', () => {
  it('are open to every origin, and never kept unasked', async () => {
    for (const path of [
      '/api/checkpoint',
      '/api/pins',
      `/api/proofs/lots/${lot}`,
      '/api/proofs/consistency?from=1&to=2',
    ]) {
      const { status, headers } = await gateway.get(path);
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, '*']);
      expect(headers.get('cache-control')).toBe('no-cache');
    }
  });

  it('come byte for byte as they were made', async () => {
    const answer = await gateway.get(`/api/proofs/lots/${lot}?since=7`);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.text()).toBe(bundle);
    expect(asked.at(-1)).toBe(7);
    const checkpoint = await gateway.get('/api/checkpoint');
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await checkpoint.text()).toBe('mengsu/n\n1\n');
  });

  it('come compressed to who takes that, and say the same', async () => {
    const [plain, small] = await Promise.all(
      ['identity', 'br'].map((encoding) =>
        gateway.get(`/api/proofs/lots/${lot}`, { 'accept-encoding': encoding }),
      ),
    );
    expect([plain?.headers.get('content-encoding'), small?.headers.get('content-encoding')]).toEqual([
      null,
      'br',
    ]);
    expect(await small?.text()).toBe(await plain?.text());
  });

  it.each(['since=-1', 'since=01', 'since=1.5', 'since=x', 'since=99999999999999999', 'since=1&since=2'])(
    'refuse %s',
    async (query) => {
      const answer = await gateway.get(`/api/proofs/lots/${lot}?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' });
    },
  );

  it.each(['', 'from=1', 'from=2&to=1', 'from=x&to=1', 'from=0&to=1e3'])(
    'of consistency refuse %j',
    async (query) => {
      const answer = await gateway.get(`/api/proofs/consistency?${query}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' });
    },
  );

  it('refuse a lot whose GTIN has another check digit', async () => {
    const answer = await gateway.get('/api/proofs/lots/09521500000001/L1');
    expect(await answer.json()).toMatchObject({ code: 'CODE_INVALID', status: 400 });
  });

  it('say that they are not there yet, and when to ask again', async () => {
    const paths = [
      '/api/checkpoint',
      '/api/pins',
      `/api/proofs/lots/${lot}`,
      '/api/proofs/consistency?from=1&to=2',
    ];
    for (const path of paths) {
      const answer = await unwitnessed.get(path);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([404, '5']);
      expect(await answer.json()).toMatchObject({ code: 'PROOF_NOT_YET' });
    }
    expect((await gateway.get('/api/proofs/consistency?from=1&to=10')).status).toBe(404);
    expect((await gateway.get(`/api/proofs/lots/${exampleGtin(1)}/OTHER`)).status).toBe(404);
  });
});
