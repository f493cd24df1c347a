import { afterEach, describe, expect, it } from 'vitest';
import type { Alarm } from '../store/queries/alarms.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

let gateway: TestGateway | undefined;
afterEach(() => gateway?.close(0));

const alarm: Alarm = {
  number: 4,
  kind: 'FOREIGN_WRITER',
  block: 7,
  tx: 0,
  txId: 'ab',
  event: undefined,
  found: 'other steal writes to the namespace',
  expected: 'top-level calls of record alone write to it',
  raisedAt: '2026-09-01T03:31:00.500Z',
};

describe('GET /api/alarms', () => {
  it('gives a page after a number, and where the next one begins', async () => {
    const asked: unknown[] = [];
    const alarms = async (page: unknown) => {
      asked.push(page);
      return { alarms: [alarm], next: 4 };
    };
    gateway = await startTestGateway({ questions: { alarms } });
    const answer = await gateway.get('/api/alarms?after=3&limit=1');
    const { event: _, ...told } = alarm;
    expect(await answer.json()).toEqual({ alarms: [told], next: 4 });
    await gateway.get('/api/alarms');
    expect(asked).toEqual([
      { after: 3, limit: 1 },
      { after: 0, limit: 50 },
    ]);
  });

  it.each(['after=-1', 'after=x', 'limit=0', 'limit=201', 'after=1&after=2'])('refuses %s', async (query) => {
    gateway = await startTestGateway();
    const answer = await gateway.get(`/api/alarms?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'REQUEST_INVALID' });
  });
});

describe('an alarm', () => {
  it('is said by /readyz, and the gateway goes on serving', async () => {
    gateway = await startTestGateway({ facts: { audit: { alarms: 2, fault: 'stands still' } } });
    const answer = await gateway.get('/readyz');
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      ready: true,
      reasons: [
        {
          part: 'audit',
          reason: '2 alarms: the ledger holds what the law does not give, see /api/alarms',
        },
        { part: 'audit', reason: 'stands still' },
      ],
    });
  });

  it('is counted by the metrics, which say how far the audit is behind', async () => {
    gateway = await startTestGateway();
    const metrics = await (await gateway.get('/metrics')).text();
    expect(metrics).toMatch(/^mengsu_law_alarms 0$/m);
    expect(metrics).toMatch(/^mengsu_audit_lag_blocks 0$/m);
  });
});
