import { afterEach, describe, expect, it, vi } from 'vitest';
import { keyIdOf } from '../indexer/node-crypto.ts';
import { idOf } from '../outbox/testing.ts';
import { enrolmentOf, startTestGateway, TestDevice, type TestGateway, withJunk } from './testing.ts';

const registrar = new TestDevice();
const fresh = new TestDevice();
const stranger = new TestDevice();
const each = (...events: unknown[]) => ({ mode: 'each', events });

const running: TestGateway[] = [];
/** A gateway that knows the registrar, over a ledger that answers nothing until it is told to. */
async function start(): Promise<TestGateway> {
  const known = new Map([[registrar.kid, registrar.key]]);
  const gateway = await startTestGateway({
    questions: { keys: async (kids) => new Map([...known].filter(([kid]) => kids.includes(kid))) },
  });
  gateway.ledger.mischief = { endorse: () => ({ kind: 'retry', detail: '' }) };
  running.push(gateway);
  return gateway;
}
afterEach(async () => {
  for (const gateway of running.splice(0)) {
    await gateway.outbox.stop();
    await gateway.close(0);
  }
});

async function refusal(response: Response): Promise<unknown[]> {
  const { code, pointer } = (await response.json()) as { code: string; pointer: string };
  return [response.status, code, pointer];
}

describe('somebody who holds a copy of an event', () => {
  it.each([
    [[0], 0],
    [[1], 1],
    [[0, 1], 0],
  ])('is refused an enrolment with junk in place of the signatures %j', async (junk, found) => {
    const gateway = await start();
    const response = await gateway.post(each(withJunk(enrolmentOf(fresh, registrar), ...junk)));
    expect(await refusal(response)).toEqual([401, 'SIGNATURE_INVALID', `/events/0/signatures/${found}`]);
  });

  it('is refused junk beside a signer whom nobody knows', async () => {
    const gateway = await start();
    const envelope = enrolmentOf(fresh, stranger);
    expect(await refusal(await gateway.post(each(withJunk(envelope, 1))))).toEqual([
      401,
      'SIGNATURE_INVALID',
      '/events/0/signatures/1',
    ]);
    const first = await gateway.post(each(withJunk(envelope, 0)), { prefer: 'respond-async' });
    expect(first.status, 'the ledger judges whom nobody here knows').toBe(202);
  });

  it('is refused a key that is no point of the curve, which verifies nothing', async () => {
    const gateway = await start();
    const off = new TestDevice();
    const key = { ...off.key, y: fresh.key.y };
    Object.assign(off, { key, kid: keyIdOf(key) });
    const response = await gateway.post(each(enrolmentOf(off, registrar)));
    expect(await refusal(response)).toEqual([401, 'SIGNATURE_INVALID', '/events/0/signatures/1']);
  });

  it('decides nothing about the genuine one, whose pointers are its own', async () => {
    const gateway = await start();
    const [event, junk] = [registrar.sign(), stranger.sign()];
    const attack = gateway.post(each(event, withJunk(junk, 0)));
    const victims = [each(event), { mode: 'all', events: [event] }].map((body) => gateway.post(body));
    await new Promise((resolve) => setTimeout(resolve, 30));
    gateway.ledger.mischief = {};
    for (const victim of await Promise.all(victims)) {
      expect(victim.status).toBe(200);
      expect(await victim.json()).toMatchObject({ results: [{ id: idOf(event.payload) }] });
    }
    expect(await refusal(await attack)).toEqual([401, 'SIGNATURE_INVALID', '/events/1/signatures/0']);
  });
});

describe('whom nobody known has enrolled', () => {
  const away = { prefer: 'respond-async' };

  it('fills a small quota of his own and not the outbox, whatever he brings', async () => {
    const gateway = await start();
    const own = new TestDevice();
    const documents = [
      () => [stranger.sign()],
      () => [enrolmentOf(own, stranger), own.sign()],
      () => [registrar.sign(), stranger.sign()],
    ];
    const statuses = new Set<number>();
    for (let count = 0; count < 60; count++) {
      for (const events of documents) {
        const many = Array.from({ length: 5 }, events).flat();
        statuses.add((await gateway.post(each(...many), away)).status);
      }
    }
    expect([...statuses]).toEqual([202, 429]);
    expect((await gateway.post(each(registrar.sign()), away)).status).toBe(202);
    gateway.ledger.mischief = {};
    expect((await gateway.post(each(registrar.sign()))).status, 'no waiting behind them').toBe(200);
  });

  it('is no stranger once somebody known enrols him, in the document or in one that waits', async () => {
    const gateway = await start();
    const [first, second] = [new TestDevice(), new TestDevice()];
    const post = vi.spyOn(gateway.outbox, 'post');
    await gateway.post(each(enrolmentOf(first, registrar), first.sign()), away);
    await gateway.post(each(first.sign(), enrolmentOf(second, first), second.sign()), away);
    await gateway.post(each(second.sign()), away);
    await gateway.post(each(stranger.sign()), away);
    expect(post.mock.calls.map(([, strangers]) => strangers)).toEqual([[], [], [], [stranger.kid]]);
    const response = await gateway.post(each(withJunk(second.sign(), 0)));
    expect(await refusal(response)).toEqual([401, 'SIGNATURE_INVALID', '/events/0/signatures/0']);
  });

  it('has his first event recorded though the index has not seen his enrolment', async () => {
    const gateway = await start();
    gateway.ledger.mischief = {};
    expect((await gateway.post(each(stranger.sign()))).status).toBe(200);
  });
});
