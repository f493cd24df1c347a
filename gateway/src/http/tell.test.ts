import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { makeReport, makeTestDesk, secretContact, secretWords } from '../reports/testing-reports.ts';
import { openStore, type Store } from '../store/open-store.ts';
import { startTestGateway, type TestGateway } from './testing.ts';

let gateway: TestGateway;
let store: Store;
const closers: (() => Promise<void>)[] = [];
beforeEach(async () => {
  const opened = await openStore(`sqlite:${join(mkdtempSync(join(tmpdir(), 'tell-')), 'store.sqlite')}`);
  store = opened;
  const started = await startTestGateway({ reports: makeTestDesk(store) });
  gateway = started;
  closers.push(async () => {
    await started.close(0);
    await opened.close();
  });
});
afterAll(async () => {
  for (const close of closers) await close();
});

type Fields = Readonly<Record<string, string>>;
const fieldsOf = (changes: Fields = {}): Fields => ({ ...makeReport(), lang: 'en', ...changes });
const send = (fields: Fields, headers: Fields = {}) =>
  fetch(`${gateway.url}/tell`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    body: new URLSearchParams(fields),
  });
const postJson = (body: unknown, headers: Fields = {}) =>
  fetch(`${gateway.url}/api/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

describe('the form', () => {
  it('needs no script, has the code that it was asked with, and says who reads it and for how long', async () => {
    const response = await gateway.get('/tell?code=09521500000129&lot=L%221');
    const text = await response.text();
    for (const part of [
      'value="09521500000129"',
      'value="L&quot;1"',
      'never to the maker',
      'Deleted after 365 days',
      'https://www.12315.cn/',
      'href="?lang=zh&amp;code=09521500000129&amp;lot=L%221"',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('<script');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  it('has another nonce each time', async () => {
    const nonces = new Set<string>();
    for (let count = 0; count < 3; count++)
      nonces.add(
        /name="nonce" value="([\w-]{22})"/.exec(await (await gateway.get('/tell')).text())?.[1] ?? '',
      );
    expect(nonces.size).toBe(3);
  });

  it('leads to a page with the receipt, the clock and nothing of what was written', async () => {
    const response = await send(fieldsOf());
    expect(response.status).toBe(303);
    const location = response.headers.get('location') ?? '';
    expect(location).toMatch(/^\/tell\/T[0-9A-Z]{12}\?lang=en$/);
    const text = await (await gateway.get(location)).text();
    for (const part of [
      location.slice(6, 19),
      '7 working days end on',
      'public holidays are not known',
      'Received',
    ])
      expect(text).toContain(part);
    for (const secret of [secretWords, secretContact]) expect(text).not.toContain(secret);
  });

  it('sent twice gives the same receipt', async () => {
    const fields = fieldsOf();
    const [one, two] = [await send(fields), await send(fields)];
    expect(one.headers.get('location')).toBe(two.headers.get('location'));
  });

  it.each([
    ['kind', { kind: '' }, 'Choose one of the two'],
    ['matter', { matter: 'x' }, 'Choose what it is about'],
    ['text', { text: ' ' }, 'Say what happened'],
    ['contact', { contact: 'call me' }, 'Give a telephone number'],
    ['code', { code: '09521500000128' }, 'This is no product code'],
    ['lot', { lot: 'x'.repeat(41) }, 'This is no product code'],
    ['nonce', { nonce: 'x' }, 'The form was too old'],
    ['trap', { website: 'http://spam.example' }, 'The form was too old'],
  ])('comes back with everything where its %s is wrong', async (_, changes, says) => {
    const response = await send(fieldsOf({ text: '<b>words</b>', contact: '0471 1234567', ...changes }));
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(text).toContain(says);
    if (!('text' in changes)) expect(text).toContain('&lt;b&gt;words&lt;/b&gt;</textarea>');
    if (!('contact' in changes)) expect(text).toContain('value="0471 1234567"');
    expect(await store.db.selectFrom('reports').selectAll().execute()).toEqual([]);
  });

  it('that comes back can be sent when it is put right', async () => {
    const text = await (await send(fieldsOf({ nonce: 'x' }))).text();
    const nonce = /name="nonce" value="([\w-]{22})"/.exec(text)?.[1] ?? '';
    expect((await send(fieldsOf({ nonce }))).status).toBe(303);
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'none' }, 303],
    [{ 'sec-fetch-site': 'same-origin', origin: 'null' }, 303],
  ])('sent from %j is answered %i', async (headers, status) => {
    expect((await send(fieldsOf(), headers)).status).toBe(status);
  });

  it.each([
    ['https://evil.example', 403],
    ['null', 403],
    ['own', 303],
  ])('of a browser that knows only Origin, here %s, is answered %i', async (origin, status) => {
    const response = await fetch(`${gateway.url}/tell`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: origin === 'own' ? gateway.url : origin },
      body: new URLSearchParams(fieldsOf()),
    });
    expect(response.status).toBe(status);
  });

  it('is taken five times an hour of one address, and comes back with everything', async () => {
    for (let count = 0; count < 5; count++) expect((await send(fieldsOf())).status).toBe(303);
    const response = await send(fieldsOf());
    expect(response.status).toBe(429);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(await response.text()).toContain(secretWords);
  });

  it('of many bytes, of another type or compressed is refused', async () => {
    expect((await send(fieldsOf({ text: 'x'.repeat(40_000) }))).status).toBe(413);
    expect((await send(fieldsOf(), { 'content-type': 'text/plain' })).status).toBe(400);
    expect((await send(fieldsOf(), { 'content-encoding': 'gzip' })).status).toBe(415);
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`f${at}`, '1']));
    expect((await send({ ...fieldsOf(), ...many })).status).toBe(400);
  });
});

describe('a receipt', () => {
  it.each(['/tell/T000000000000', '/tell/x', '/tell/%3Cscript%3E', `/tell/${'T'.repeat(5_000)}`])(
    'that is none is answered 404: %s',
    async (path) => {
      const response = await gateway.get(path);
      expect(response.status).toBe(404);
      expect(await response.text()).not.toMatch(/<script|T{100}/);
      const problem = await gateway.get(path, { accept: 'application/json' });
      expect(await problem.json()).toMatchObject({ code: 'RECEIPT_UNKNOWN' });
    },
  );

  it('does not say that it is of a disclosure, nor what it is about', async () => {
    const named = { code: '09521500000129', lot: 'L-77' };
    const location = (await send(fieldsOf({ kind: 'disclosure', ...named }))).headers.get('location') ?? '';
    for (const accept of ['text/html', 'application/json']) {
      const text = await (await gateway.get(location, { accept })).text();
      expect(text).not.toMatch(/disclosure|举报|wrongdoing|condition|09521500000129|L-77/);
    }
  });
});

describe('POST /api/reports', () => {
  it('gives the state and where its page is; twice the same', async () => {
    const report = makeReport({ kind: 'disclosure' });
    const [one, two] = [await postJson(report), await postJson(report)];
    expect(one.status).toBe(201);
    const state = (await one.json()) as { receipt: string };
    expect(state).not.toHaveProperty('dueOn');
    expect(one.headers.get('location')).toBe(`/tell/${state.receipt}`);
    expect(one.headers.get('access-control-allow-origin')).toBeNull();
    expect(await two.json()).toEqual(state);
  });

  it.each([
    [{ kind: 'praise' }, 'REPORT_INVALID'],
    [{ text: '' }, 'REPORT_INVALID'],
    [{ more: 1 }, 'REPORT_INVALID'],
    [{ code: '1' }, 'CODE_INVALID'],
  ])('refuses %j', async (changes, code) => {
    const response = await postJson({ ...makeReport(), ...changes });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code });
  });

  it('says in our own words which member is wrong', async () => {
    const response = await postJson({ ...makeReport(), kind: 'praise' });
    expect(await response.json()).toMatchObject({ detail: '/kind is not one of the allowed values' });
  });

  it('refuses a form in its place, and more than a few', async () => {
    expect((await postJson(makeReport(), { 'content-type': 'text/plain' })).status).toBe(415);
    for (let count = 0; count < 5; count++) await postJson(makeReport());
    expect(await (await postJson(makeReport())).json()).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

it('what was told stands in no answer of any route, and in no line of the log', async () => {
  const { receipt } = (await (await postJson(makeReport({ kind: 'disclosure' }))).json()) as {
    receipt: string;
  };
  const routes = [
    '/',
    '/find?code=x',
    '/tell',
    '/api/cases',
    '/api/alarms',
    '/readyz',
    '/metrics',
    '/api/reports',
  ];
  for (const path of [...routes, `/tell/${receipt}`, `/api/reports/${receipt}`]) {
    const text = await (await gateway.get(path)).text();
    for (const secret of [secretWords, secretContact]) expect(text).not.toContain(secret);
    if (!path.includes(receipt)) expect(text).not.toContain(receipt);
  }
  const logged = JSON.stringify(gateway.logged);
  for (const secret of [secretWords, secretContact, receipt]) expect(logged).not.toContain(secret);
});
