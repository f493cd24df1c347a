import type { LotPageData } from '@mengsu/web-scan/views';
import { examples } from '@mengsu/web-scan/views/examples';
import { afterEach, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway, type TestGatewayOptions } from './testing.ts';

const running: TestGateway[] = [];
async function start(options?: TestGatewayOptions): Promise<TestGateway> {
  const gateway = await startTestGateway(options);
  running.push(gateway);
  return gateway;
}
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close(0);
});

const maker = {
  id: '91150000MA0N12345H',
  names: { zh: '牧场' },
  organisation: 'ProducersMSP',
  division: '152500',
} as const;
const data: LotPageData = {
  gtin: '09521500000129',
  lot: 'L"1/2',
  product: {
    gtin: '09521500000129',
    names: { zh: '羊肉', en: 'Lamb' },
    category: 'lamb',
    categoryNames: { zh: '羊' },
    owner: maker,
  },
  maker,
  site: { party: maker.id, code: 'S1', kind: 'plant', division: '152500' },
  created: { massG: 1000 },
  madeAt: '2026-09-01T00:00:00.000Z',
  amounts: {
    available: { massG: 1000 },
    inTransit: { massG: 0 },
    used: { massG: 0 },
    sold: { massG: 0 },
    disposed: { massG: 0 },
    returned: { massG: 0 },
    countedLess: { massG: 0 },
    countedMore: { massG: 0 },
  },
  marks: { holds: [], recalls: [] },
  claims: [],
  declarations: [],
  tests: [],
  treatments: [],
  readOn: '2026-09-02',
  steps: [],
  ancestors: [],
  truncated: false,
  network: { id: 'mengsu-test', ground: 'devnet' },
  indexed: { block: 7, at: '2026-09-01T00:00:00.000Z' },
  canonicalUrl: 'https://s.example/',
};
const path = `/01/09521500000129/10/${encodeURIComponent('L"1/2')}`;
let asked = 0;
const withLot: TestGatewayOptions = {
  questions: {
    lotPage: async ({ lot }, canonicalUrl) => {
      asked += 1;
      return lot === data.lot ? { ...data, canonicalUrl } : undefined;
    },
    hasLot: async ({ lot }) => lot === data.lot,
  },
};

describe('GET /01/{gtin}/10/{lot}', () => {
  it('is made once a block and language, and is sent compressed as the reader can', async () => {
    asked = 0;
    let block = 7;
    const gateway = await start({ ...withLot, indexedBlock: () => block });
    const etags = new Set<string | null>();
    for (const encoding of ['br', 'gzip', 'identity']) {
      const response = await gateway.get(path, { 'accept-encoding': encoding });
      expect(response.headers.get('content-encoding')).toBe(encoding === 'identity' ? null : encoding);
      expect(await response.text()).toContain('Lamb');
      etags.add(response.headers.get('etag'));
    }
    expect(etags.size, 'each encoding has its own validator').toBe(3);
    expect(asked).toBe(1);
    await gateway.get(`${path}?lang=zh`);
    block = 8;
    await gateway.get(path);
    expect(asked).toBe(3);
  });

  it('answers 304 while nothing is new', async () => {
    const gateway = await start(withLot);
    const etag = (await gateway.get(path)).headers.get('etag') ?? '';
    expect((await gateway.get(path, { 'if-none-match': etag })).status).toBe(304);
    expect((await gateway.get(`${path}?lang=zh`, { 'if-none-match': etag })).status).toBe(200);
  });

  it('tells whoever only asks for its head that its lot is recalled', async () => {
    const recalled = { ...examples.recalled, gtin: data.gtin, lot: data.lot };
    for (const [lotPage, warning] of [
      [recalled, 'recalledEarlier'],
      [data, null],
    ] as const) {
      const gateway = await start({ questions: { lotPage: async () => lotPage } });
      const head = await fetch(gateway.url + path, { method: 'HEAD', headers: { accept: 'text/html' } });
      expect([head.status, head.headers.get('mengsu-warning')]).toEqual([200, warning]);
      const etag = head.headers.get('etag') ?? '';
      const again = await fetch(gateway.url + path, { method: 'HEAD', headers: { 'if-none-match': etag } });
      expect([again.status, again.headers.get('mengsu-warning')]).toEqual([304, warning]);
    }
  });

  it('carries its GS1 Digital Link with the lot number encoded', async () => {
    const gateway = await start(withLot);
    const answer = await gateway.get(path, { accept: 'application/json' });
    expect(await answer.json()).toMatchObject({
      canonicalUrl: 'https://s.example/01/09521500000129/10/L%221%2F2',
    });
  });

  it('lets in its own style and nothing else', async () => {
    const gateway = await start(withLot);
    const { headers } = await gateway.get(path);
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'sha256-/,
    );
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('set-cookie')).toBeNull();
  });

  it('answers HEAD like GET, without a body', async () => {
    const gateway = await start(withLot);
    const response = await fetch(`${gateway.url}${path}`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['/01/09521500000128/10/L1', 400],
    ['/01/952150000012/10/L1', 400],
    ['/01/０９５２１５０００００１２９/10/L1', 400],
    [`/01/09521500000129/10/${encodeURIComponent('<script>')}`, 404],
    [`/01/09521500000129/10/${'x'.repeat(21)}`, 400],
    [`/01/09521500000129/10/${encodeURIComponent('蒙')}`, 400],
    ['/01/09521500000129/10/unknown', 404],
  ])('refuses %s with a page', async (address, status) => {
    const gateway = await start(withLot);
    const response = await gateway.get(address);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(await response.text()).not.toContain('<script>');
  });
});

describe('labels', () => {
  it('are given for lots of the ledger only', async () => {
    const gateway = await start(withLot);
    const svg = await gateway.get(`${path}/qr.svg`);
    expect(svg.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(await svg.text()).toMatch(/^<svg /);
    const png = Buffer.from(await (await gateway.get(`${path}/qr.png`)).arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect((await gateway.get('/01/09521500000129/10/unknown/qr.png')).status).toBe(404);
    expect((await gateway.get('/01/09521500000128/10/unknown/qr.svg')).status).toBe(400);
  });
});
