import { type Envelope, eventIdOf, webCrypto } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { ApiProblem } from './client-error.ts';
import { retryAfterMs } from './exchange.ts';
import { MengsuClient } from './mengsu-client.ts';

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly body: string | undefined;
}
type Reply = Response | Error | ((sent: Sent, signal: AbortSignal) => Promise<Response>);

/** A gateway that gives the replies in turn, and notes what it was sent and how long the client paused. */
function gateway(replies: readonly Reply[], callTimeoutMs?: number) {
  const sent: Sent[] = [];
  const pauses: number[] = [];
  const client = new MengsuClient('http://gateway.test/base', {
    ...(callTimeoutMs === undefined ? {} : { callTimeoutMs }),
    random: () => 0.5,
    pause: async (delayMs, signal) => {
      signal.throwIfAborted();
      pauses.push(delayMs);
    },
    fetch: async (input, init) => {
      const note = { url: String(input), method: init?.method ?? 'GET', body: init?.body?.toString() };
      const reply = replies[Math.min(sent.length, replies.length - 1)];
      sent.push(note);
      if (reply instanceof Error) throw reply;
      if (typeof reply === 'function') return reply(note, init?.signal ?? new AbortController().signal);
      return reply?.clone() ?? Response.error();
    },
  });
  return { client, sent, pauses };
}

const json = (status: number, value: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
const problem = (status: number, code: string, headers: Record<string, string> = {}) =>
  json(
    status,
    { type: 'about:blank', title: 'No', status, code, detail: 'so it is', pointer: '/x' },
    headers,
  );

const envelope = (text: string): Envelope => ({
  payload: JSON.stringify({ text }),
  signatures: [{ protected: 'p', signature: 's' }],
});
const events = [envelope('one'), envelope('two')];
const ids = await Promise.all(events.map((event) => eventIdOf(event.payload, webCrypto)));
const recorded = ids.map((id) => ({ id, status: 'recorded', breaches: [], block: 7 }));
const waiting = { job: 'job-1', results: ids.map((id) => ({ id, status: 'waiting' })) };
const document = { mode: 'each', events } as const;

/** Never answers; fails when the request is aborted, as fetch does. */
const silent: Reply = (_sent, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('what regulators ask', () => {
  it('asks for cases page by page', async () => {
    const answer = { cases: [], next: 12 };
    const { client, sent } = gateway([json(200, answer), json(200, { cases: [] })]);
    expect(await client.cases()).toEqual(answer);
    await client.cases({ before: 12, limit: 5 });
    expect(sent.map(({ url }) => url)).toEqual([
      'http://gateway.test/base/api/cases',
      'http://gateway.test/base/api/cases?before=12&limit=5',
    ]);
  });

  it('asks for a certificate and for quotas, and says that there is none', async () => {
    const none = json(404, { title: 'No', status: 404, code: 'CERTIFICATE_UNKNOWN' });
    const { client, sent } = gateway([none, json(404, { title: 'No', status: 404, code: 'SITE_UNKNOWN' })]);
    await expect(client.certificate('91X/MZB-1')).rejects.toMatchObject({ code: 'CERTIFICATE_UNKNOWN' });
    await expect(client.quotas('91X', 'P-01')).rejects.toMatchObject({ code: 'SITE_UNKNOWN' });
    expect(sent.map(({ url }) => url)).toEqual([
      'http://gateway.test/base/api/certificates/91X/MZB-1',
      'http://gateway.test/base/api/quotas/91X/P-01',
    ]);
  });
});

describe('postEvents', () => {
  it('answers one result for each event in the order of the post, and ignores unknown members', async () => {
    const { client, sent } = gateway([json(200, { results: recorded.toReversed(), block: 7, later: 'x' })]);
    const answer = await client.postEvents(document);
    expect(answer.results.map(({ id }) => id)).toEqual(ids);
    expect(answer).not.toHaveProperty('later');
    expect(sent).toEqual([
      { url: 'http://gateway.test/base/api/events', method: 'POST', body: JSON.stringify(document) },
    ]);
  });

  it('follows a job until it is done', async () => {
    const still = json(200, { id: 'job-1', state: 'waiting' });
    const { client, sent, pauses } = gateway([
      json(202, waiting),
      still,
      still,
      json(200, { id: 'job-1', state: 'done', results: recorded }),
    ]);
    expect((await client.postEvents(document)).results).toEqual(recorded);
    expect(sent.slice(1).map(({ url }) => url)).toEqual(
      Array(3).fill('http://gateway.test/base/api/jobs/job-1'),
    );
    expect(pauses).toEqual([187.5, 375]);
  });

  it('says the refusal of a job as the problem that it is', async () => {
    const refused = {
      id: 'job-1',
      state: 'refused',
      problem: { title: 'No', status: 409, code: 'LOT_EXISTS' },
    };
    const { client } = gateway([json(202, waiting), json(200, refused)]);
    await expect(client.postEvents({ mode: 'all', events })).rejects.toMatchObject({
      name: 'ApiProblem',
      code: 'LOT_EXISTS',
      status: 409,
    });
  });

  it('takes an event that was recorded before for what it is', async () => {
    const exists = ids.map((id) => ({ id, status: 'exists', breaches: [] }));
    const { client } = gateway([json(200, { results: exists })]);
    expect((await client.postEvents(document)).results.map(({ status }) => status)).toEqual([
      'exists',
      'exists',
    ]);
  });

  it('sends the same bytes again after 503, 429 and a broken connection, not sooner than asked', async () => {
    const { client, sent, pauses } = gateway([
      problem(503, 'NOT_READY', { 'retry-after': '3' }),
      problem(429, 'OUTBOX_FULL', { 'retry-after': '5' }),
      new TypeError('fetch failed'),
      json(200, { results: recorded }),
    ]);
    await client.postEvents(document);
    expect(new Set(sent.map(({ body }) => body)).size).toBe(1);
    expect(pauses).toEqual([3200, 5400, 800]);
  });

  it('does not send again what was refused for what it says', async () => {
    const { client, sent } = gateway([problem(409, 'HOLDING_TOO_SMALL')]);
    await expect(client.postEvents({ mode: 'all', events })).rejects.toMatchObject({
      code: 'HOLDING_TOO_SMALL',
      status: 409,
      pointer: '/x',
      detail: 'so it is',
    });
    expect(sent).toHaveLength(1);
  });

  it('gives up after a bounded number of tries and says the last answer', async () => {
    const full = gateway([problem(429, 'OUTBOX_FULL')]);
    await expect(full.client.postEvents(document)).rejects.toThrow(ApiProblem);
    expect(full.sent).toHaveLength(8);
    const gone = gateway([new TypeError('fetch failed')]);
    await expect(gone.client.postEvents(document)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(gone.sent).toHaveLength(8);
  });

  it('pauses at most 30 s, whatever the server asks', async () => {
    const { client, pauses } = gateway([
      problem(429, 'OUTBOX_FULL', { 'retry-after': '86400' }),
      json(200, { results: recorded }),
    ]);
    await client.postEvents(document);
    expect(pauses).toEqual([30_000]);
  });

  it('ends when its time is over and names the job to follow later', async () => {
    const slow = gateway([json(202, waiting), silent], 30);
    await expect(slow.client.postEvents(document)).rejects.toMatchObject({
      code: 'WAIT_EXPIRED',
      job: 'job-1',
    });
    const again = gateway([json(200, { id: 'job-1', state: 'done', results: recorded })]);
    expect((await again.client.followJob('job-1')).results).toEqual(recorded);
  });

  it("ends with the caller's own reason when the caller aborts", async () => {
    const { client } = gateway([silent]);
    const stop = new AbortController();
    const call = client.postEvents(document, { signal: stop.signal });
    stop.abort(new Error('closed by the user'));
    await expect(call).rejects.toThrow('closed by the user');
  });

  it.each([
    ['no result for an event', { results: recorded.slice(1) }],
    ['nothing final for an event', { results: waiting.results }],
    ['results without ids', { results: [{ status: 'recorded' }] }],
    ['another kind of value', ['recorded']],
  ])('refuses an answer with %s', async (_what, value) => {
    const { client } = gateway([json(200, value)]);
    await expect(client.postEvents(document)).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
  });

  it('refuses a job id that is a path', async () => {
    const { client, sent } = gateway([json(202, { ...waiting, job: '../../elsewhere' })]);
    await expect(client.postEvents(document)).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
    expect(sent).toHaveLength(1);
  });

  it('refuses an answer that is not JSON, and a failure without a problem document', async () => {
    const page = gateway([new Response('<html>', { status: 200 })]);
    await expect(page.client.postEvents(document)).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
    const bare = gateway([new Response('{}', { status: 500 })]);
    await expect(bare.client.postEvents(document)).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
  });

  it('refuses an answer without end', async () => {
    const endless = () => {
      const chunk = new Uint8Array(1024 * 1024);
      return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(chunk) }));
    };
    const { client } = gateway([async () => endless()]);
    await expect(client.postEvents(document)).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
  });

  it('refuses to send a document that is over the limit', async () => {
    const { client, sent } = gateway([json(200, {})]);
    const huge = { mode: 'each', events: [{ ...envelope('x'), payload: 'x'.repeat(262_144) }] } as const;
    await expect(client.postEvents(huge)).rejects.toThrow(RangeError);
    expect(sent).toHaveLength(0);
  });
});

describe('reading', () => {
  it('writes every lot number as one path segment', async () => {
    const { client, sent } = gateway([problem(404, 'LOT_UNKNOWN')]);
    await expect(client.lot('09521520000017', 'A/B?"%&')).rejects.toMatchObject({
      code: 'LOT_UNKNOWN',
      status: 404,
    });
    expect(sent[0]?.url).toBe('http://gateway.test/base/api/lots/09521520000017/A%2FB%3F%22%25%26');
  });

  it('asks for the trace in a direction and to a depth', async () => {
    const trace = { root: 'g/l', direction: 'both', nodes: [], edges: [], truncated: false };
    const { client, sent } = gateway([json(200, trace)]);
    expect(await client.trace('09521520000017', 'L1', { direction: 'both', depth: 3 })).toEqual(trace);
    expect(sent[0]?.url).toBe(
      'http://gateway.test/base/api/lots/09521520000017/L1/trace?direction=both&depth=3',
    );
  });

  it('refuses an event that is not of the promised form', async () => {
    const { client } = gateway([json(200, { id: ids[0], act: 'move' })]);
    await expect(client.event(ids[0] ?? '')).rejects.toMatchObject({ code: 'ANSWER_INVALID' });
  });
});

describe('Retry-After', () => {
  it.each([
    ['3', 3000],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 10_000],
    ['Wed, 31 Dec 1969 23:59:00 GMT', 0],
    ['soon', 0],
    ['-5', 0],
    ['', 0],
  ])('%j is %d ms', (text, milliseconds) => {
    expect(retryAfterMs(new Headers(text === '' ? {} : { 'retry-after': text }), 0)).toBe(milliseconds);
  });
});
