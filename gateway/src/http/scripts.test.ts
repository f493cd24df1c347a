import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageScripts } from './scripts.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close(0));

describe('GET /assets/{name}.{digest}.js', () => {
  it('gives every module of every entry, to be kept for ever, in each encoding', async () => {
    const { entries, files } = await pageScripts();
    const named = Object.values(entries).flatMap(({ path, imports }) => [path, ...imports]);
    expect(named.filter((path) => !files.has(path))).toEqual([]);
    for (const path of files.keys()) {
      const texts = new Set<string>();
      for (const encoding of ['br', 'gzip', 'identity']) {
        const response = await gateway.get(path, { 'accept-encoding': encoding });
        expect(response.status).toBe(200);
        expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
        expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
        expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
        expect(response.headers.get('x-content-type-options')).toBe('nosniff');
        texts.add(await response.text());
      }
      expect(texts.size).toBe(1);
    }
  });

  it.each([
    '/assets/page-scan.js',
    '/assets/page-scan.0000000000000000000000.js',
    '/assets/',
    '/assets/..%2f..%2fsettings.ts',
    '/assets/%',
    '/assets/__proto__',
  ])('has nothing at %s', async (path) => {
    const response = await gateway.get(path);
    expect([400, 404]).toContain(response.status);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});
