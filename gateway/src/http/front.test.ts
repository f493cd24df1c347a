import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageScripts } from './scripts.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close(0));
const go = (path: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${gateway.url}${path}`, { redirect: 'manual', headers: { 'accept-language': 'en', ...headers } });
const find = (code: string, lot = '') =>
  go(`/find?code=${encodeURIComponent(code)}&lot=${encodeURIComponent(lot)}`);

describe('GET / and /scan', () => {
  it.each(['/', '/scan'])(
    '%s has a form that needs no script, and one script of this host under its digest',
    async (path) => {
      const response = await go(path, { 'accept-encoding': 'gzip' });
      const text = await response.text();
      const { path: script, integrity } = (await pageScripts()).entries.scan;
      expect(text).toContain('<form action="/find"');
      expect(text).toContain(`<script type="module" src="${script}" integrity="${integrity}"></script>`);
      expect(text.match(/<script/g)).toHaveLength(1);
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-/,
      );
      expect(response.headers.get('permissions-policy')).toBe('camera=(self)');
    },
  );

  it('weighs with its own script no more than 13 KiB as it is sent', async () => {
    const { entries, files } = await pageScripts();
    const page = await go('/', { 'accept-encoding': 'br' });
    // fetch unpacks what it gets: the length that was sent is not told for a body that is not chunked otherwise.
    const sent = Number(page.headers.get('content-length') ?? Number.NaN);
    const scripts = [entries.scan.path, ...entries.scan.imports].map((one) => files.get(one)?.br.length ?? 0);
    const whole = sent + scripts.reduce((sum, bytes) => sum + bytes, 0);
    expect(whole).toBeGreaterThan(3_000);
    expect(whole).toBeLessThanOrEqual(13 * 1024);
  });

  it('gives the camera to no other page', async () => {
    for (const path of ['/01/00614141999996', '/find?code=L-1', '/01/x'])
      expect((await go(path)).headers.get('permissions-policy')).toBe('camera=()');
  });
});

describe('GET /find', () => {
  it.each([
    ['09521500000129', '', '/01/09521500000129'],
    ['9 521500 000129', 'L1', '/01/09521500000129/10/L1'],
    ['https://s.example/01/09521500000129/10/L1', '', '/01/09521500000129/10/L1'],
    ['(01)09521500000129(10)L1', '', '/01/09521500000129/10/L1'],
    [']d2010952150000012910L1\u001d21AB', '', '/01/09521500000129/10/L1/21/AB'],
    ['', '', '/'],
  ])('%s + %s leads to %s', async (code, lot, location) => {
    const response = await find(code, lot);
    expect([response.status, response.headers.get('location')]).toEqual([303, location]);
    expect(response.headers.get('cache-control') ?? 'no-store').toBe('no-store');
  });

  it('keeps the language that was chosen', async () => {
    const response = await go('/find?code=09521500000129&lang=zh');
    expect(response.headers.get('location')).toBe('/01/09521500000129?lang=zh');
  });

  it('says that an address is of another host, and leads to its code here', async () => {
    const response = await find('HTTPS://Other.example/01/09521500000129/10/L1');
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain('other.example');
    expect(text).toContain('href="/01/09521500000129/10/L1?lang=en"');
    expect(text).not.toContain('href="https://other');
  });

  it('takes an address of the host that was asked for as its own', async () => {
    expect((await find(`${gateway.url}/01/09521500000129`)).status).toBe(303);
  });

  it.each([
    ['09521500000128', '', 'misread or mistyped'],
    ['L-1', '', 'A batch number alone'],
    ['', 'L-1', 'A batch number alone'],
    ['<script>alert(1)</script>', 'x', 'cannot be read'],
    ['javascript:alert(1)', '', 'cannot be read'],
    ['https://s.example/', '', 'cannot be read'],
    ['//evil.example/01/x', '', 'cannot be read'],
    ['9'.repeat(10_000), '', 'cannot be read'],
  ])('%s + %s is answered with what to do', async (code, lot, says) => {
    const response = await find(code, lot);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toContain(says);
    expect(text).not.toMatch(/<script|evil\.example|9{40}/);
  });

  it('never leads to another host', async () => {
    for (const code of ['https://evil.example/01/09521500000129', '//evil.example/01/09521500000129/10/L1'])
      expect((await find(code)).headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
  });
});
