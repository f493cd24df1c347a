import { mongolianFontPath } from '@mengsu/web-scan/views';
import { examples } from '@mengsu/web-scan/views/examples';
import { afterEach, describe, expect, it } from 'vitest';
import { cutMongolianFont, fontPathOf } from './mongolian-font.ts';
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

const { gtin, lot } = examples.lamb;
const path = `/01/${gtin}/10/${lot}`;
const asked: string[] = [];
const withLot: TestGatewayOptions = {
  questions: {
    lotPage: async (name) => {
      asked.push(name.lot);
      return name.lot === lot ? examples.lamb : undefined;
    },
  },
};
const languageOf = async (response: Response) => /<html lang="([^"]*)"/.exec(await response.text())?.[1];

describe('the page in traditional Mongolian', () => {
  it('is chosen in the address, and by those who ask for the script or for the country where it is written', async () => {
    const gateway = await start(withLot);
    expect(await languageOf(await gateway.get(`${path}?lang=mn-Mong`))).toBe('mn-Mong');
    for (const accepted of ['mn-Mong', 'mn-Mong-CN,zh;q=0.5', 'mn-CN'])
      expect(await languageOf(await gateway.get(path, { 'accept-language': accepted }))).toBe('mn-Mong');
    expect(await languageOf(await gateway.get(`${path}?lang=zh`, { 'accept-language': 'mn-Mong' }))).toBe(
      'zh-CN',
    );
  });

  it('is not for those who want Cyrillic, another language first, or one that is none', async () => {
    const gateway = await start(withLot);
    for (const [accepted, language] of [
      ['mn', 'zh-CN'],
      ['mn-MN, en', 'en'],
      ['en, mn-Mong;q=0.5', 'en'],
      ['mn-Mong;q=0, en', 'en'],
    ] as const)
      expect(await languageOf(await gateway.get(path, { 'accept-language': accepted })), accepted).toBe(
        language,
      );
    expect(await languageOf(await gateway.get(`${path}?lang=mn`))).toBe('en');
  });

  it('is kept apart from other languages, and answers problems in Chinese', async () => {
    const gateway = await start(withLot);
    const etag = (await gateway.get(`${path}?lang=mn-Mong`)).headers.get('etag') ?? '';
    expect((await gateway.get(`${path}?lang=mn-Mong`, { 'if-none-match': etag })).status).toBe(304);
    expect((await gateway.get(`${path}?lang=zh`, { 'if-none-match': etag })).status).toBe(200);
    const unknown = await gateway.get('/api/lots/09521500000129/none', { 'accept-language': 'mn-Mong' });
    expect(await unknown.json()).toMatchObject({ title: expect.stringMatching(/\p{Script=Han}/u) });
  });
});

describe('its letters', () => {
  it('are the same bytes each time, under the digest that pages name', async () => {
    const font = await cutMongolianFont();
    expect(fontPathOf(font)).toBe(mongolianFontPath);
    expect(font.subarray(0, 4).toString()).toBe('wOF2');
    expect(font.length).toBeGreaterThan(20_000);
    expect(font.length).toBeLessThan(51 * 1024);
  });

  it('come from this host, to be kept for ever, and only where the policy lets them in', async () => {
    const gateway = await start(withLot);
    const font = await gateway.get(mongolianFontPath);
    expect(font.headers.get('content-type')).toBe('font/woff2');
    expect(font.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(fontPathOf(Buffer.from(await font.arrayBuffer()))).toBe(mongolianFontPath);
    const { headers } = await gateway.get(`${path}?lang=mn-Mong`);
    expect(headers.get('content-security-policy')).toContain("font-src 'self';");
  });

  it('are nowhere else', async () => {
    const gateway = await start();
    for (const address of [
      '/fonts/',
      '/fonts/mongolian.woff2',
      `${mongolianFontPath}x`,
      '/fonts/../package.json',
    ])
      expect((await gateway.get(address)).status).toBe(404);
  });
});

describe('every page', () => {
  it.each([
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 MicroMessenger/8.0.50',
    'Mozilla/5.0 (Linux; U; Android 13) AppleWebKit/537.36 AlipayClient/10.6.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) AppleWebKit/605.1.15 DingTalk/7.5',
    'Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 QQ/9.0.85',
  ])('says in an app how to leave it, and is kept apart: %s', async (agent) => {
    const gateway = await start(withLot);
    asked.length = 0;
    const advice = 'Open in browser';
    const inApp = await gateway.get(path, { 'user-agent': agent });
    expect(inApp.headers.get('vary')).toContain('User-Agent');
    expect(await inApp.text()).toContain(advice);
    const plain = await gateway.get(path, { 'user-agent': 'Mozilla/5.0 MQQBrowser/15 Chrome/126' });
    expect(await plain.text()).not.toContain(advice);
    expect(plain.headers.get('etag')).not.toBe(inApp.headers.get('etag'));
    expect(asked).toHaveLength(2);
  });

  it('shows the number of the site’s filing, and none where none is set', async () => {
    const icp = '蒙ICP备00000000号-1';
    const gateway = await start({ ...withLot, settings: { icp } });
    for (const address of [path, '/01/09521500000128/10/L1', `/01/${gtin}/10/none`])
      expect(await (await gateway.get(address)).text()).toContain(icp);
    expect(await (await (await start(withLot)).get(path)).text()).not.toContain('beian.miit');
  });

  it('tells of a serial that is no text, as a page', async () => {
    const gateway = await start(withLot);
    const response = await gateway.get(`${path}/21/%FF?lang=zh`, { accept: 'text/html' });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('这个编码读不出来');
    const problem = await gateway.get(`${path}/21/%FF`, { accept: 'application/json' });
    expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it.each(['/', path, `/01/${gtin}`, '/01/09521500000128', '/tell'])(
    'is kept apart for those who read inside another app: %s',
    async (address) => {
      const gateway = await start(withLot);
      const { headers } = await gateway.get(address, { accept: 'text/html' });
      expect(headers.get('vary')).toContain('User-Agent');
    },
  );

  it.each(['/01/%E0%A4%A/10/L1', '/01/09521500000129/10/%FF'])(
    'tells of a code that is no text, as a page: %s',
    async (address) => {
      const gateway = await start(withLot);
      const response = await gateway.get(`${address}?lang=zh`, { accept: 'text/html' });
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(await response.text()).toContain('没有读懂这个编码');
      const problem = await gateway.get(address, { accept: 'application/json' });
      expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(problem.status).toBe(400);
    },
  );
});
