import { connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listening, listen } from './listen.ts';

let server: Listening;

beforeAll(async () => {
  const app = express().get('/', (_request, response) => {
    response.send('well');
  });
  server = await listen(app, { host: '127.0.0.1', port: 0, requestTimeoutMs: 1_000 });
});
afterAll(() => server.close(0));

/** Everything that the server says on one connection until it closes it. */
function said(text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(text, 'latin1'));
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

describe('the server answers what it cannot read with a problem document', () => {
  it.each([
    ['bytes that are no request', 'hello\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['a method that nobody knows', 'STEAL / HTTP/1.1\r\nHost: a\r\n\r\n', 400, 'REQUEST_INVALID'],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'REQUEST_INVALID'],
    [
      'an unknown expectation',
      'GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n',
      400,
      'REQUEST_INVALID',
    ],
    [
      'headers over 16 KiB',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`,
      431,
      'HEADERS_TOO_LARGE',
    ],
    ['a request that stops half-way', 'GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ', 408, 'REQUEST_TOO_SLOW'],
  ])('%s', async (_, text, status, code) => {
    const answer = await said(text);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head).toMatch(/^content-type: application\/problem\+json/im);
    expect(JSON.parse(body)).toMatchObject({ status, code });
  });

  it('but says nothing more on a connection that had an answer', async () => {
    const answer = await said('GET / HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*well$/);
  });
});
