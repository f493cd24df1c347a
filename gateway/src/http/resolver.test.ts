import type { ProductPageData } from '@mengsu/web-scan/views';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from './testing.ts';

const owner = {
  id: '91150000MA0N12345H',
  names: { zh: '牧场' },
  organisation: 'ProducersMSP',
  division: '152500',
} as const;
const data: ProductPageData = {
  product: {
    gtin: '09521500000129',
    names: { zh: '羊肉', en: 'Lamb' },
    category: 'lamb',
    categoryNames: { zh: '羊' },
    netContent: { massG: 500 },
    standard: 'GB/T 9961',
    owner,
  },
  lots: [
    { lot: 'L"1/2', madeAt: '2026-09-01T00:00:00.000Z', created: { massG: 1000 }, bestBefore: '2026-12-01' },
  ],
  next: 41,
  certificates: [
    {
      id: `${owner.id}/C-1`,
      scheme: 'mengzibiao',
      issuer: owner,
      holder: owner,
      from: '2026-01-01',
      until: '2026-12-31',
      state: 'suspended',
    },
  ],
  network: { id: 'mengsu-test', ground: 'devnet' },
};
let gateway: TestGateway;
let block = 7;
const asked: unknown[] = [];
beforeAll(async () => {
  gateway = await startTestGateway({
    indexedBlock: () => block,
    questions: {
      async productPage(question) {
        asked.push(question);
        return question.gtin === data.product.gtin ? data : undefined;
      },
    },
  });
});
afterAll(() => gateway.close(0));
const go = (path: string, init: RequestInit = {}) =>
  fetch(`${gateway.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { 'accept-language': 'en', ...init.headers },
  });

describe('GET /01/{gtin}', () => {
  it('shows product, owner, lots and certificates, and asks for the lot without script', async () => {
    const text = await (await go('/01/09521500000129')).text();
    for (const part of [
      'Lamb',
      '牧场',
      'GB/T 9961',
      '500 g',
      'action="/find"',
      'value="09521500000129"',
      'C-1',
    ])
      expect(text).toContain(part);
    expect(text).toContain('href="/01/09521500000129/10/L%221%2F2?lang=en"');
    expect(text).toContain('href="?lang=en&amp;before=41"');
    expect(text).not.toContain('<script');
  });

  it('is made once a block, language and page of lots, and is not sent twice to who has it', async () => {
    block = 100;
    asked.length = 0;
    const first = await go('/01/09521500000129');
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('vary')).toBe('Accept, Accept-Language, Accept-Encoding, User-Agent');
    expect((await go('/01/09521500000129', { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect(asked).toHaveLength(1);
    await go('/01/09521500000129?lang=zh');
    await go('/01/09521500000129?before=41');
    block = 101;
    await go('/01/09521500000129');
    expect(asked).toHaveLength(4);
    expect(asked[2]).toMatchObject({ before: 41 });
  });

  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/json;q=0.9, text/html;q=0.1', 'application/json; charset=utf-8'],
    ['application/json;q=0.1, text/html;q=0.9', 'text/html; charset=utf-8'],
    ['*/*', 'text/html; charset=utf-8'],
    ['text/html, application/json', 'text/html; charset=utf-8'],
  ])('answers %s with %s, for every origin', async (accept, type) => {
    const response = await go('/01/09521500000129', { headers: { accept } });
    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    if (type.startsWith('application')) expect(await response.json()).toEqual(data);
  });

  it('answers HEAD without a body and OPTIONS of any origin', async () => {
    const head = await go('/01/09521500000129', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    for (const path of ['/01/09521500000129', '/01/09521500000129/10/L1']) {
      const options = await go(path, { method: 'OPTIONS', headers: { origin: 'https://o.example' } });
      expect(options.status).toBe(204);
      expect(options.headers.get('access-control-allow-origin')).toBe('*');
      expect(options.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS');
    }
  });

  it('says that a product is not here, to people and to programs', async () => {
    const page = await go('/01/00614141999996');
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('00 614141 999996');
    const problem = await go('/01/00614141999996', { headers: { accept: 'application/json' } });
    expect(await problem.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it.each(['?before=x', '?before=-1', '?before=1&before=2', `?before=${'9'.repeat(20)}`])(
    'refuses %s',
    async (query) => {
      expect((await go(`/01/09521500000129${query}`)).status).toBe(400);
    },
  );
});

it.each([
  ['/01/9521500000129', '/01/09521500000129'],
  ['/01/9521500000129/10/L1?lang=en', '/01/09521500000129/10/L1?lang=en'],
  ['/01/614141999996/10/a%2Fb', '/01/00614141999996/10/a%2Fb'],
  ['/01/00000017', '/01/00000000000017'],
  ['/01/09521500000129/', '/01/09521500000129'],
  ['/01/09521500000129/10/L1/', '/01/09521500000129/10/L1'],
  ['/01/9521500000129/10/L1/21/AB', '/01/09521500000129/10/L1/21/AB'],
])('%s has one spelling, %s', async (path, whole) => {
  const response = await go(path);
  expect([response.status, response.headers.get('location')]).toEqual([308, whole]);
});

const misread = 'One digit was misread';
const unreadable = 'This code cannot be read';
const meant = 'href="/01/09521500000129/10/L1?lang=en"';
describe('a damaged address', () => {
  it.each([
    ['a wrong check digit', '/01/09521500000128', misread],
    ['a wrong check digit before a lot', '/01/09521500000128/10/L1', misread],
    ['two digits exchanged', '/01/09521500000192', misread],
    ['a digit too few', '/01/952150000012', misread],
    ['a digit too many', '/01/095215000001299', misread],
    ['a wrong GTIN-13', '/01/9521500000128', misread],
    ['a wrong GTIN-8', '/01/00000018', misread],
    ['full-width digits', `/01/${encodeURIComponent('０９５２１５０００００１２９')}/10/L1`, meant],
    ['full-width digits as they are', '/01/０９５２１５０００００１２９/10/L1', meant],
    ['the letter O', '/01/O952150000O129/10/L1', meant],
    ['the letter l', '/01/0952l500000129/10/L1', meant],
    ['spaces', '/01/0%209521500%20000129/10/L1', meant],
    ['encoded twice', '/01/%2530%2539521500000129/10/L1', meant],
    ['keys in the wrong order', '/10/L1/01/09521500000129', meant],
    ['a serial before the lot', '/21/AB/01/09521500000129/10/L1', '/21/AB'],
    ['no GTIN', '/01', unreadable],
    ['an empty GTIN', '/01/', unreadable],
    ['two strokes', '/01//10/L1', unreadable],
    ['no lot', '/01/09521500000129/10', '/01/09521500000129?lang=en'],
    ['an empty lot', '/01/09521500000129/10/', '/01/09521500000129?lang=en'],
    ['a lot alone', '/10/L1', 'A batch number alone'],
    ['an unknown key', '/01/09521500000129/99/L1', '/01/09521500000129?lang=en'],
    ['script as GTIN', '/01/%3Cscript%3Ealert(1)%3C%2Fscript%3E', unreadable],
    ['script as lot', '/01/09521500000129/10/%3Cscript%3Ealert(1)%3C%2Fscript%3E', unreadable],
    ['script in quotes', '/01/%22%3E%3Cscript%3E/10/L1', unreadable],
    ['half an encoding', '/01/%', unreadable],
    ['an encoding of no character', '/01/%E0%A4%A/10/L1', 'A batch number alone'],
    ['a lot of no character', '/01/09521500000129/10/%FF', '/01/09521500000129?lang=en'],
    ['a null character', '/01/%00/10/L1', unreadable],
    ['a line feed', '/01/09521500000129%0A/10/L1', meant],
    ['Chinese as lot', `/01/09521500000129/10/${encodeURIComponent('蒙')}`, unreadable],
    ['a long lot', `/01/09521500000129/10/${'x'.repeat(21)}`, unreadable],
    ['10 kB', `/01/${'9'.repeat(10_000)}`, unreadable],
    ['10 kB of encodings', `/01/${'%41'.repeat(3_400)}/10/L1`, unreadable],
    ['a path out of the site', '/01/..%2f..%2fetc%2fpasswd', unreadable],
    ['a name of JavaScript', '/01/__proto__/10/constructor', unreadable],
  ])('by %s is answered by a page that says what to do', async (_, path, says) => {
    const response = await go(path);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src/);
    expect(text).toContain(says);
    expect(text).toContain('action="/find"');
    expect(text).not.toMatch(/<script|alert\(1\)|passwd|\n\s+at |node_modules|9{40}|x{21}/);
    const problem = await go(path, { headers: { accept: 'application/json' } });
    expect(problem.status).toBe(400);
    expect(await problem.json()).toMatchObject({ code: 'CODE_INVALID', status: 400 });
  });

  it('shows what was read in groups, not what would have been right', async () => {
    const text = await (await go('/01/09521500000128')).text();
    expect(text).toContain('09 521500 000128');
    expect(text).not.toContain('000129');
  });
});
