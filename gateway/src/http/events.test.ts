import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { idOf, MemoryOutboxStore } from '../outbox/testing.ts';
import { startTestGateway, TestDevice, type TestGateway, type TestGatewayOptions } from './testing.ts';

const running: TestGateway[] = [];
async function start(options?: TestGatewayOptions): Promise<TestGateway> {
  const gateway = await startTestGateway(options);
  running.push(gateway);
  return gateway;
}
afterEach(async () => {
  for (const gateway of running.splice(0)) {
    await gateway.outbox.stop();
    await gateway.close(0);
  }
});

const device = new TestDevice();
const knowsDevice: TestGatewayOptions = {
  questions: { keys: async () => new Map([[device.kid, device.key]]) },
};
const documentOf = (...events: unknown[]) => ({ mode: 'each', events });

async function refusal(response: Response): Promise<[number, string, string | undefined]> {
  expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  const problem = (await response.json()) as {
    code: string;
    status: number;
    title: string;
    pointer?: string;
  };
  expect(problem.status).toBe(response.status);
  expect(problem.title.length).toBeGreaterThan(3);
  expect(JSON.stringify(problem)).not.toMatch(/node_modules|\.ts:|ZodError|at \//);
  return [response.status, problem.code, problem.pointer];
}

describe('POST /api/events', () => {
  it('answers 200 with the block when the ledger has it', async () => {
    const gateway = await start(knowsDevice);
    const envelope = device.sign();
    const response = await gateway.post(documentOf(envelope));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      results: [
        {
          id: idOf(envelope.payload),
          status: 'recorded',
          breaches: [],
          block: 1,
          recordedAt: '2026-09-01T00:00:00.000Z',
        },
      ],
      block: 1,
    });
  });

  it('passes a device that the index does not know on to the ledger', async () => {
    const gateway = await start();
    expect((await gateway.post(documentOf(device.sign()))).status).toBe(200);
  });

  it('answers `exists` from the index without the ledger', async () => {
    const known = { block: 3, recordedAt: '2026-09-01T00:00:00.000Z', breaches: [] };
    const gateway = await start({
      questions: { recorded: async (ids) => new Map(ids.map((id) => [id, known])) },
    });
    expect(await (await gateway.post(documentOf(device.sign()))).json()).toMatchObject({
      results: [{ status: 'exists', block: 3 }],
      block: 3,
    });
    expect(gateway.ledger.documents).toEqual([]);
  });

  it('answers 202 with a job when the ledger is slow, and the job then has the answer', async () => {
    const gateway = await start();
    gateway.ledger.mischief = { endorse: () => ({ kind: 'retry', detail: '' }) };
    const envelope = device.sign();
    const response = await gateway.post(documentOf(envelope), { prefer: 'wait=0' });
    expect(response.status).toBe(202);
    const { job } = (await response.json()) as { job: string };
    expect(response.headers.get('location')).toBe(`/api/jobs/${job}`);
    expect(await (await gateway.get(`/api/jobs/${job}`)).json()).toEqual({ id: job, state: 'waiting' });
    gateway.ledger.mischief = {};
    const again = await gateway.post(documentOf(envelope));
    expect(again.status).toBe(200);
    expect(await (await gateway.get(`/api/jobs/${job}`)).json()).toMatchObject({
      state: 'done',
      results: [{ id: idOf(envelope.payload), status: 'recorded' }],
    });
    expect(gateway.ledger.recordedInOrder).toHaveLength(1);
  });

  it('answers whoever waits when the gateway stops', async () => {
    const gateway = await start();
    gateway.ledger.mischief = { endorse: () => ({ kind: 'retry', detail: '' }) };
    const waiting = gateway.post(documentOf(device.sign()));
    setTimeout(() => gateway.stopping.abort(), 50);
    expect((await waiting).status).toBe(202);
  });

  it('answers a refused event in mode each with 200 and its code', async () => {
    const gateway = await start();
    const [good, bad] = [device.sign(), device.sign()];
    gateway.ledger.refused.add(idOf(bad.payload));
    expect(await (await gateway.post(documentOf(bad, good))).json()).toMatchObject({
      results: [{ status: 'refused', code: 'HOLDING_TOO_SMALL' }, { status: 'recorded' }],
    });
  });

  it('answers a refused document in mode all with the code’s status and pointer', async () => {
    const gateway = await start();
    const [good, bad] = [device.sign(), device.sign()];
    gateway.ledger.refused.add(idOf(bad.payload));
    for (const events of [[good, bad], [bad]]) {
      const response = await gateway.post({ mode: 'all', events });
      expect(await refusal(response)).toEqual([409, 'HOLDING_TOO_SMALL', `/events/${events.length - 1}`]);
    }
    expect(gateway.ledger.recordedInOrder).toEqual([]);
  });

  it('answers 503 with Retry-After when the store takes nothing, and 202 once it does', async () => {
    const outboxStore = new MemoryOutboxStore();
    const gateway = await start({ outboxStore });
    gateway.ledger.mischief = { endorse: () => ({ kind: 'retry', detail: '' }) };
    outboxStore.full = true;
    const document = documentOf(device.sign());
    const response = await gateway.post(document, { prefer: 'wait=0' });
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await refusal(response)).toEqual([503, 'STORE_UNAVAILABLE', undefined]);
    expect(gateway.outbox.alarm).toMatch(/the store does not take .*: database or disk is full/);
    outboxStore.full = false;
    expect((await gateway.post(document, { prefer: 'wait=0' })).status).toBe(202);
    expect(outboxStore.jobs.size).toBe(1);
  });

  it('answers 429 with Retry-After when the outbox is full', async () => {
    const gateway = await start({ eventsMax: 1 });
    gateway.ledger.mischief = { endorse: () => ({ kind: 'retry', detail: '' }) };
    await gateway.post(documentOf(device.sign()), { prefer: 'respond-async' });
    const response = await gateway.post(documentOf(device.sign()));
    expect(response.headers.get('retry-after')).toBe('2');
    expect(await refusal(response)).toEqual([429, 'OUTBOX_FULL', undefined]);
  });
});

describe('POST /api/events refuses, with nothing for the ledger:', () => {
  const good = device.sign();
  const other = new TestDevice();
  const [entry] = good.signatures;
  const changed = (change: (event: Record<string, unknown>) => void) => {
    const event = JSON.parse(good.payload) as Record<string, unknown>;
    change(event);
    return { ...good, payload: JSON.stringify(event) };
  };
  const cases: [string, unknown, [number, string, string | undefined]][] = [
    ['text that is not JSON', '{"mode":', [400, 'DOCUMENT_INVALID', undefined]],
    ['an empty body', '', [400, 'DOCUMENT_INVALID', undefined]],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22]), [400, 'DOCUMENT_INVALID', undefined]],
    ['a byte order mark', '\ufeff{}', [400, 'DOCUMENT_INVALID', undefined]],
    ['an array', [], [400, 'DOCUMENT_INVALID', undefined]],
    ['no events', documentOf(), [400, 'DOCUMENT_INVALID', '/events']],
    ['201 events', documentOf(...Array(201).fill(good)), [400, 'DOCUMENT_INVALID', '/events']],
    ['an unknown mode', { mode: 'some', events: [good] }, [400, 'DOCUMENT_INVALID', '/mode']],
    ['an unknown key', { ...documentOf(good), hurry: true }, [400, 'DOCUMENT_INVALID', '/hurry']],
    ['an event twice', documentOf(good, good), [400, 'DOCUMENT_INVALID', '/events']],
    [
      'a key __proto__ in the document',
      `{"mode":"each","events":[${JSON.stringify(good)}],"__proto__":{}}`,
      [400, 'DOCUMENT_INVALID', '/__proto__'],
    ],
    [
      'a key __proto__ in an envelope',
      `{"mode":"each","events":[{"__proto__":{},${JSON.stringify(good).slice(1)}]}`,
      [400, 'DOCUMENT_INVALID', '/events/0/__proto__'],
    ],
    [
      'a key __proto__ in a signature',
      JSON.stringify(documentOf(good)).replace('{"protected"', '{"__proto__":1,"protected"'),
      [400, 'DOCUMENT_INVALID', '/events/0/signatures/0/__proto__'],
    ],
    ['depth 10⁴', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, [400, 'DOCUMENT_INVALID', undefined]],
    ['257 KiB', ' '.repeat(257 * 1024), [413, 'DOCUMENT_TOO_LARGE', undefined]],
    [
      'a payload that is not canonical',
      documentOf({ ...good, payload: ` ${good.payload}` }),
      [400, 'EVENT_INVALID', '/events/0/payload'],
    ],
    [
      'an unknown key in the event',
      documentOf(changed((event) => Object.assign(event, { zzz: 1 }))),
      [400, 'EVENT_INVALID', '/events/0/payload/zzz'],
    ],
    [
      'no signature',
      documentOf({ ...good, signatures: [] }),
      [400, 'DOCUMENT_INVALID', '/events/0/signatures'],
    ],
    [
      'a signature too many',
      documentOf({ ...good, signatures: [entry, entry] }),
      [401, 'SIGNATURE_INVALID', '/events/0/signatures'],
    ],
    [
      'the signature of another event',
      documentOf({ ...good, signatures: device.sign().signatures }),
      [401, 'SIGNATURE_INVALID', '/events/0/signatures/0'],
    ],
    [
      'the signature of another device under this one’s name',
      documentOf({ ...good, signatures: [{ ...entry, signature: other.sign().signatures[0]?.signature }] }),
      [401, 'SIGNATURE_INVALID', '/events/0/signatures/0'],
    ],
    [
      'another device’s header',
      documentOf({ ...good, signatures: other.sign().signatures }),
      [401, 'SIGNATURE_INVALID', '/events/0/signatures/0/protected'],
    ],
  ];

  it.each(cases)('%s', async (_name, body, expected) => {
    const gateway = await start(knowsDevice);
    expect(await refusal(await gateway.post(body))).toEqual(expected);
    expect(gateway.ledger.documents).toEqual([]);
  });

  it('another media type, and compressed bodies', async () => {
    const gateway = await start();
    const body = JSON.stringify(documentOf(good));
    const expected = [415, 'MEDIA_TYPE_UNSUPPORTED', undefined];
    expect(await refusal(await gateway.post(body, { 'content-type': 'text/plain' }))).toEqual(expected);
    expect(await refusal(await gateway.post(body, { 'content-encoding': 'gzip' }))).toEqual(expected);
  });

  it('a client that takes too long to send its body', async () => {
    const gateway = await start({ requestTimeoutMs: 300 });
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(
      'POST /api/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data) => {
        text += data.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('GET /api/events/{id} and /api/jobs/{id}', () => {
  it('refuse ids that are none, and that are not there', async () => {
    const gateway = await start();
    for (const id of ['x', idOf('nothing'), '__proto__', '%00', 'a'.repeat(5_000)]) {
      expect((await refusal(await gateway.get(`/api/events/${id}`)))[1]).toBe('EVENT_UNKNOWN');
      expect((await refusal(await gateway.get(`/api/jobs/${id}`)))[1]).toBe('JOB_UNKNOWN');
    }
  });

  it('answer a failure of ours with an id and nothing else of it', async () => {
    const gateway = await start({
      questions: {
        event: async () => {
          throw new Error('the password is secret');
        },
      },
    });
    const response = await gateway.get(`/api/events/${idOf('x')}`);
    const problem = (await response.json()) as { code: string; instance: string };
    expect(response.status).toBe(500);
    expect(problem.code).toBe('INTERNAL');
    expect(JSON.stringify(problem)).not.toContain('secret');
    const line = gateway.logged.find(({ level }) => level === 50);
    expect(problem.instance).toBe(`urn:uuid:${line?.id}`);
  });
});
