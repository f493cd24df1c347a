import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CasesQuestion } from '../store/queries/cases.ts';
import { startTestGateway, type TestGateway, testParty } from './testing.ts';

const asked: CasesQuestion[] = [];
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({
    questions: {
      cases: async (question) => {
        asked.push(question);
        return { cases: [], next: 7 };
      },
      certificate: async (id) => (id === `${testParty}/MZB-1` ? ({ id } as never) : undefined),
      quotas: async (party, site) => (site === 'P-01' ? ({ party, site } as never) : undefined),
    },
  });
});
afterAll(() => gateway.close(1000));

describe('what regulators ask over HTTP', () => {
  it('answers for cases, open to every origin', async () => {
    const response = await gateway.get('/api/cases?limit=20&before=900');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ cases: [], next: 7 });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    await gateway.get('/api/cases');
    expect(asked).toEqual([
      { before: 900, limit: 20 },
      { before: undefined, limit: 50 },
    ]);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'before=-1', 'before=1.5', 'before=1&before=2'])(
    'refuses %s',
    async (query) => {
      const response = await gateway.get(`/api/cases?${query}`);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: 'REQUEST_INVALID' });
    },
  );

  it('answers for a certificate, or that there is none', async () => {
    expect((await gateway.get(`/api/certificates/${testParty}/MZB-1`)).status).toBe(200);
    for (const path of [`${testParty}/MZB-2`, 'nobody/MZB-1', `${testParty}/%00`]) {
      const response = await gateway.get(`/api/certificates/${path}`);
      expect([response.status, await response.json()]).toMatchObject([404, { code: 'CERTIFICATE_UNKNOWN' }]);
    }
  });

  it('answers for the quotas of a site, or that there is none', async () => {
    const response = await gateway.get(`/api/quotas/${testParty}/P-01`);
    expect(await response.json()).toEqual({ party: testParty, site: 'P-01' });
    for (const path of [`${testParty}/P-02`, 'nobody/P-01', `${testParty}/p%2F`]) {
      const refused = await gateway.get(`/api/quotas/${path}`);
      expect([refused.status, await refused.json()]).toMatchObject([404, { code: 'SITE_UNKNOWN' }]);
    }
  });
});
