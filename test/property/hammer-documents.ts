import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type Ammunition, json, post } from './hammer-ammunition.ts';
import type { Shot } from './hammer-shot.ts';

const invalid = (pointer?: string) => ({
  codes: ['DOCUMENT_INVALID'],
  ...(pointer !== undefined && { pointer }),
});
const deep = 10_000;

/** Bodies that are no document. */
export async function wrongDocuments(ammunition: Ammunition): Promise<Shot[]> {
  const good = await ammunition.envelope();
  const text = JSON.stringify({ mode: 'all', events: [good] });
  const document = (value: unknown): string => JSON.stringify(value);
  const envelopeWith = (more: string): string => text.replace('"events":[{', `"events":[{${more},`);
  return [
    post('nothing', '', invalid()),
    post('null', 'null', invalid()),
    post('a number', '7', invalid()),
    post('a string', '"all"', invalid()),
    post('an array', `[${text}]`, invalid()),
    post('no mode', document({ events: [good] }), invalid('/mode')),
    post('another mode', document({ mode: 'most', events: [good] }), invalid('/mode')),
    post('mode as an array', document({ mode: ['all'], events: [good] }), invalid('/mode')),
    post('no events', document({ mode: 'all' }), invalid('/events')),
    post('empty events', document({ mode: 'all', events: [] }), invalid('/events')),
    post('events as an object', document({ mode: 'all', events: { 0: good } }), invalid('/events')),
    post(
      '201 events',
      document({ mode: 'all', events: Array(201).fill({ payload: '{}', signatures: [] }) }),
      invalid(),
    ),
    post('an event twice', document({ mode: 'all', events: [good, good] }), invalid('/events')),
    post('an unknown key', text.replace('{', '{"extra":1,'), invalid('/extra')),
    post('an unknown key in an envelope', envelopeWith('"extra":1'), invalid('/events/0/extra')),
    post('__proto__', text.replace('{', '{"__proto__":{"mode":"each"},'), invalid('/__proto__')),
    post('__proto__ in an envelope', envelopeWith('"__proto__":{}'), invalid('/events/0/__proto__')),
    post('a null event', document({ mode: 'all', events: [null] }), invalid('/events/0')),
    post(
      'a payload as an object',
      document({ mode: 'all', events: [{ ...good, payload: {} }] }),
      invalid('/events/0/payload'),
    ),
    post(
      'a payload of over 64 KiB',
      document({ mode: 'all', events: [{ ...good, payload: 'x'.repeat(66_000) }] }),
      invalid('/events/0/payload'),
    ),
    post('257 KiB', text.padEnd(257 * 1024), { codes: ['DOCUMENT_TOO_LARGE'] }),
    post('8 MiB', text.padEnd(8 * 1024 * 1024), { codes: ['DOCUMENT_TOO_LARGE'], mayHangUp: true }),
    post('depth 10^4', `${'['.repeat(deep)}${']'.repeat(deep)}`, invalid()),
    post('depth 10^4 of objects', `${'{"events":'.repeat(deep)}1${'}'.repeat(deep)}`, invalid()),
    post(
      'depth 10^4 in an envelope',
      envelopeWith(`"extra":${'['.repeat(deep)}${']'.repeat(deep)}`),
      invalid(),
    ),
    post('cut off', text.slice(0, -1), invalid()),
    post('twice', text + text, invalid()),
    post('a trailing comma', text.replace(/}$/, ',}'), invalid()),
    post('NaN', '{"mode":NaN}', invalid()),
    post(
      'invalid UTF-8',
      Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xc0, 0xaf, 0x7d])]),
      invalid(),
    ),
    post('UTF-16', Buffer.from(text, 'utf16le'), invalid()),
    post('a byte order mark', `\ufeff${text}`, invalid()),
    ...compressed(text),
    ...wrongTypes(text),
  ].map((shot) => ({ ...shot, name: `document: ${shot.name}` }));
}

/** Nobody has to unpack what strangers packed. */
function compressed(text: string): Shot[] {
  const unsupported = { codes: ['MEDIA_TYPE_UNSUPPORTED'] };
  const packed = { gzip: gzipSync(text), deflate: deflateSync(text), br: brotliCompressSync(text) };
  return [
    ...Object.entries(packed).map(([encoding, body]) =>
      post(encoding, body, unsupported, { ...json, 'Content-Encoding': encoding }),
    ),
    post('a packed bomb', gzipSync(Buffer.alloc(32 * 1024 * 1024)), unsupported, {
      ...json,
      'Content-Encoding': 'gzip',
    }),
    post('an unknown encoding', text, unsupported, { ...json, 'Content-Encoding': 'rot13' }),
  ];
}

function wrongTypes(text: string): Shot[] {
  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application',
    'json',
    '*/*',
    '\u0001',
  ];
  const [first = '', ...rest] = types;
  return [
    ...[first, ...rest].map((type) =>
      post(
        `content type ${JSON.stringify(type)}`,
        text,
        { codes: ['MEDIA_TYPE_UNSUPPORTED', 'REQUEST_INVALID'] },
        { 'Content-Type': type },
      ),
    ),
    post('no content type', text, { codes: ['MEDIA_TYPE_UNSUPPORTED'] }, {}),
  ];
}
