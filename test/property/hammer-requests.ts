import { routes } from './hammer-routes.ts';
import type { Shot } from './hammer-shot.ts';

/** What is put where a route has a parameter, as it stands in the request line. */
const tricks: readonly string[] = [
  '%2F',
  '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '..%5c..%5cwindows',
  '%00',
  'L1%00.svg',
  '%',
  '%zz',
  '%C0%AF',
  '%ED%A0%80',
  '%F0%9F%90%91',
  '%EF%BC%90%EF%BC%99%EF%BC%95',
  '%3Cscript%3Ealert(1)%3C%2Fscript%3E',
  '%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E',
  '<script>alert(1)</script>',
  "'%20OR%201=1--",
  '%0d%0aSet-Cookie:%20a=b',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '%20',
  '%e2%80%8b',
  '-1',
  '1e9',
  'x'.repeat(10_000),
  '%41'.repeat(3_000),
  '(a+)+'.repeat(500),
];

const unknownGtin = '09521509999998';

/** Every GET route with tricks in every one of its parameters. */
export function pathTricks(): Shot[] {
  return routes.flatMap(({ template, isPage }) => {
    const parameters = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
    return parameters.flatMap((tricked) =>
      tricks.map((trick) => ({
        name: `path trick in ${tricked}`,
        method: 'GET',
        path: template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
          name === tricked ? trick : parameterOf(name),
        ),
        expected: { isPage },
      })),
    );
  });
}

const parameterOf = (parameter: string): string => (parameter === 'gtin' ? unknownGtin : 'L1');

/** Paths that are nobody's, and queries that ask for what there is not. */
export function strangePaths(): Shot[] {
  const lot = `/api/lots/${unknownGtin}/L1`;
  const paths = [
    '/.env',
    '/.git/config',
    '/..',
    '/../../etc/passwd',
    '//',
    '//evil.example/',
    '/api',
    '/api/',
    '/API/events',
    '/api/events/',
    '/api//events',
    '/%2e%2e/',
    '/%',
    '/%00',
    '/index.html',
    '/node_modules/express/package.json',
    '/package.json',
    '/src/main.ts',
    '/01',
    `/01/${unknownGtin}`,
    `/01/${unknownGtin}/10/L1/qr.gif`,
    `/01/${unknownGtin}/21/L1`,
    '*',
    'http://evil.example/x',
    '/healthz/x',
    `/${'x'.repeat(10_000)}`,
    `/${'a/'.repeat(5_000)}`,
  ];
  const queries = [
    'direction=sideways',
    'direction=back&direction=forward',
    'direction[__proto__]=x',
    'depth=0',
    'depth=-1',
    'depth=1.5',
    'depth=1e3',
    'depth=999',
    'depth=%00',
    'depth[]=1',
    'direction=%',
    `direction=${'x'.repeat(9_000)}`,
    '__proto__=1',
  ];
  // What begins like a code's address is answered by a page that says what to do.
  const isPage = (path: string): boolean => path === '/01' || path.startsWith('/01/');
  const get = (name: string, path: string): Shot => ({
    name,
    method: 'GET',
    path,
    expected: { isPage: isPage(path) },
  });
  return [
    ...paths.map((path) => get('strange path', path)),
    ...queries.map((query) => get('strange query', `${lot}/trace?${query}`)),
  ];
}

const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'GET'];

/** Methods that an address does not take. */
export function wrongMethods(): Shot[] {
  return routes.flatMap(({ template, method: right }) => {
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameterOf(name));
    return methods
      .filter((method) => method !== right)
      .map((method) => ({ name: 'wrong method', method, path, expected: { codes: ['METHOD_NOT_ALLOWED'] } }));
  });
}

/** Header values that are taken for what they say, or refused. */
export function strangeHeaders(body: Buffer): Shot[] {
  const values: readonly Readonly<Record<string, string>>[] = [
    { Prefer: 'wait=-1' },
    { Prefer: 'wait=99999999999999999999' },
    { Prefer: `wait=${'9'.repeat(5_000)}` },
    { Prefer: 'wait=NaN, respond-async' },
    { Accept: 'x'.repeat(8_000) },
    { Accept: '*/*;q=' },
    { Accept: ',,,;;;' },
    { 'Accept-Language': 'x-'.repeat(4_000) },
    { 'Accept-Language': '*;q=2' },
    { 'Content-Type': 'application/json; charset=utf-16' },
    { 'Content-Type': 'application/json; charset=x;;;' },
    { Cookie: 'a=b; '.repeat(1_000) },
    { 'X-Forwarded-For': '1.2.3.4, <script>' },
    { 'X-HTTP-Method-Override': 'DELETE' },
    { Range: 'bytes=0-99999999' },
    { 'If-None-Match': '"'.repeat(5_000) },
    { Origin: 'null' },
    { Host: 'evil.example' },
    { Host: '' },
    { Expect: '100-continue' },
    { Upgrade: 'h2c' },
    { Authorization: 'Basic !!!' },
  ];
  return values.map((headers) => ({
    name: `header ${Object.keys(headers)[0]}: ${Object.values(headers)[0]?.slice(0, 30)}`,
    method: 'POST',
    path: '/api/events',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
    expected: {},
  }));
}

/** Bytes that are no HTTP request. */
export function brokenRequests(): readonly (readonly [string, string])[] {
  const head = 'POST /api/events HTTP/1.1\r\nHost: a\r\nConnection: close\r\n';
  return [
    ['no HTTP', 'hello\r\n\r\n'],
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
    ['an unknown method', 'STEAL / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['another version', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n'],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n'],
    ['two lengths', `${head}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`],
    ['a length and chunks', `${head}Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a negative length', `${head}Content-Length: -1\r\n\r\n`],
    [
      'chunks that are none',
      `${head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n`,
    ],
    ['a header over 16 KiB', `${head}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a path over 16 KiB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['NUL in a header', `${head}X-Nul: a\u0000b\r\n\r\n`],
    ['a raw line break in a header', `${head}X-Break: a\nb c\r\n\r\n`],
    ['an unknown expectation', `${head}Expect: miracles\r\nContent-Length: 0\r\n\r\n`],
  ];
}
