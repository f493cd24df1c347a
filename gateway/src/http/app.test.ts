import { refusalSentences, refusals } from '@mengsu/chaincode/model';
import { afterEach, describe, expect, it } from 'vitest';
import { makeApp } from './app.ts';
import { openApiDocument } from './openapi.ts';
import { gatewayProblems, problemCodes, problemOf, statusOf } from './problem.ts';
import { routesOf } from './routes-of.ts';
import { makeTestParts, startTestGateway, type TestGateway, type TestGatewayOptions } from './testing.ts';

const running: TestGateway[] = [];
async function start(options?: TestGatewayOptions): Promise<TestGateway> {
  const gateway = await startTestGateway(options);
  running.push(gateway);
  return gateway;
}
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close(0);
});

const addresses = [
  '/01/09521500000129/10/L1',
  '/scan',
  '/find',
  '/01/09521500000129/10/L1/qr.svg',
  '/01/09521500000129/10/L1/qr.png',
  '/api/lots/09521500000129/L1',
  '/api/lots/09521500000129/L1/trace',
  '/api/events/x',
  '/api/jobs/x',
  '/api/alarms',
  '/healthz',
  '/readyz',
  '/metrics',
  '/openapi.json',
];

describe('the application', () => {
  it('has every route in its OpenAPI document, and no other', async () => {
    const app = await makeApp(makeTestParts());
    const documented = Object.entries(openApiDocument('https://s.example').paths ?? {}).flatMap(
      ([path, item]) => Object.keys(item ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routed = routesOf(app).map(({ path, method }) => `${method} ${path.replace(/:([a-z]+)/g, '{$1}')}`);
    expect(documented.toSorted()).toEqual(routed.toSorted());
  });

  it.each(addresses)('refuses every other method on %s', async (address) => {
    const gateway = await start();
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(`${gateway.url}${address}`, { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('GET, HEAD');
      expect(await response.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    }
  });

  it.each([
    '/index.html',
    '/api',
    '/01x',
    '/api/lots',
    '/../etc/passwd',
    '/api/events/',
    '/HEALTHZ',
    '/api/lots/%00',
    '//',
  ])('has nothing at %s', async (address) => {
    const gateway = await start();
    const response = await gateway.get(address);
    expect([404, 405]).toContain(response.status);
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('has one spelling for every address: a stroke more is another one', async () => {
    const gateway = await start();
    for (const address of addresses.slice(1))
      expect([address, (await gateway.get(`${address}/`)).status]).toEqual([address, 404]);
    const label = `${gateway.url}/01/09521500000129/10/L%2F1/?order=newest`;
    const response = await fetch(label, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([
      308,
      '/01/09521500000129/10/L%2F1?order=newest',
    ]);
    expect((await gateway.get('//x.example/01/1/10/L/')).status).toBe(404);
  });

  it('answers a path that cannot be decoded with a problem', async () => {
    const gateway = await start();
    const response = await gateway.get('/api/events/%E0%A4%A');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'REQUEST_INVALID' });
  });

  it.each([
    ['/api/lots/09521500000128/L1', 400, 'CODE_INVALID'],
    ['/api/lots/09521500000129/L1', 404, 'LOT_UNKNOWN'],
    ['/api/lots/09521500000129/L1/trace', 404, 'LOT_UNKNOWN'],
    ['/api/lots/09521500000129/L1/trace?direction=up', 400, 'REQUEST_INVALID'],
    ['/api/lots/09521500000129/L1/trace?depth=65', 400, 'REQUEST_INVALID'],
    ['/api/lots/09521500000129/L1/trace?depth=1&depth=2', 400, 'REQUEST_INVALID'],
  ])('refuses %s', async (address, status, code) => {
    const gateway = await start();
    const response = await gateway.get(address);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
  });

  it('limits how often one address may ask', async () => {
    const gateway = await start({ settings: { requestsPerMinuteMax: 3 } });
    const statuses = [];
    for (let count = 0; count < 5; count++) statuses.push((await gateway.get('/healthz')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('says whether it is ready, and why not', async () => {
    const ready = await start();
    expect(await (await ready.get('/readyz')).json()).toMatchObject({
      ready: true,
      ground: { kind: 'devnet' },
    });
    const not = await start({
      facts: {
        index: { status: 'alarm', block: 3, alarm: 'FORK: other chain' },
        ledger: { height: 100, fault: 'away', warnings: ['b:1: it is not reached'] },
        outboxAgeMs: 61_000,
      },
    });
    const response = await not.get('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      reasons: [
        { part: 'index', reason: 'stopped: FORK: other chain' },
        { part: 'ledger', reason: 'away' },
        { part: 'index', reason: 'is 96 blocks behind the ledger' },
        { part: 'outbox', reason: 'its oldest event has waited 61 s for the ledger' },
        { part: 'ledger', reason: 'b:1: it is not reached' },
      ],
    });
  });

  it('is ready while one of several peers is away, and says which', async () => {
    const warnings = ['b:1: it is not reached'];
    const gateway = await start({ facts: { ledger: { height: 8, fault: undefined, warnings } } });
    const response = await gateway.get('/readyz');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      ready: true,
      reasons: [{ part: 'ledger', reason: 'b:1: it is not reached' }],
    });
  });

  it('logs and counts routes, never paths, addresses or bodies', async () => {
    const gateway = await start();
    await gateway.get('/api/lots/09521500000129/SECRET');
    const metrics = await (await gateway.get('/metrics')).text();
    expect(metrics).toContain('route="/api/lots/:gtin/:lot",status="404"');
    const lines = JSON.stringify(gateway.logged) + metrics;
    expect(lines).toContain('/api/lots/:gtin/:lot');
    expect(lines).not.toMatch(/SECRET|127\.0\.0\.1|09521500000129/);
  });

  it('finishes what is under way when it closes', async () => {
    const gateway = await startTestGateway({
      questions: { lot: () => new Promise((resolve) => setTimeout(() => resolve(undefined), 200)) },
    });
    const answer = gateway.get('/api/lots/09521500000129/L1');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await gateway.close(5_000);
    expect((await answer).status).toBe(404);
    await expect(gateway.get('/healthz')).rejects.toThrow();
  });
});

describe('problems', () => {
  it('have a status of 4xx or 5xx and a title in each language, for every code', () => {
    expect(new Set(problemCodes).size).toBe(problemCodes.length);
    for (const code of problemCodes) {
      expect(statusOf(code)).toBeGreaterThanOrEqual(400);
      const [zh, en] = (['zh', 'en'] as const).map(
        (language) => problemOf({ code, detail: '' }, language).title,
      );
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[A-Z]/);
    }
    expect(Object.keys(refusalSentences)).toEqual(Object.keys(refusals));
    expect(Object.keys(gatewayProblems).filter((code) => code in refusals)).toEqual([]);
  });
});
