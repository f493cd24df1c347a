import { beforeAll, describe, expect, it } from 'vitest';
import { webCrypto } from './crypto.ts';
import { parseDocument, parseDocumentValue, under } from './document.ts';
import type { Envelope } from './envelope.ts';
import { limits } from './limits.ts';
import { type DeviceKey, documentText, exampleEvents, makeDevice, signedEnvelope } from './testing.ts';

let device: DeviceKey;
let events: Envelope[];
beforeAll(async () => {
  device = await makeDevice();
  const one = (sequence: number) => signedEnvelope({ ...exampleEvents.cancelDispatch, sequence }, [device]);
  events = await Promise.all(Array.from({ length: 201 }, (_, index) => one(index + 1)));
});

const parse = (text: string) => parseDocument(text, webCrypto);
const refused = (code: string, pointer: string) =>
  expect.objectContaining({ name: 'LedgerError', code, pointer });
const some = (count: number) => events.slice(0, count);

describe('a document', () => {
  it.each(['all', 'each'] as const)('of mode %s has its events in their order', async (mode) => {
    const document = await parse(documentText(some(3), mode));
    expect(document.mode).toBe(mode);
    expect(document.events.map(({ event }) => event.sequence)).toEqual([1, 2, 3]);
    expect(document.events.map(({ envelope }) => envelope)).toEqual(some(3));
  });

  it('may have 200 events, not 201 and not none', async () => {
    expect((await parse(documentText(some(200)))).events).toHaveLength(200);
    await expect(parse(documentText(events))).rejects.toThrow(refused('DOCUMENT_INVALID', '/events'));
    await expect(parse(documentText([]))).rejects.toThrow(refused('DOCUMENT_INVALID', '/events'));
  });

  it('may have 256 KiB, not a byte more, by bytes and not by characters', async () => {
    const padded = (bytes: number) =>
      documentText(some(1)) + ' '.repeat(bytes - documentText(some(1)).length);
    expect((await parse(padded(limits.documentBytesMax))).events).toHaveLength(1);
    await expect(parse(padded(limits.documentBytesMax + 1))).rejects.toThrow(
      refused('DOCUMENT_TOO_LARGE', ''),
    );
    await expect(parse(`"${'羊'.repeat(limits.documentBytesMax / 3)}"`)).rejects.toThrow(
      refused('DOCUMENT_TOO_LARGE', ''),
    );
    await expect(parse(`"${'羊'.repeat(80_000)}"`)).rejects.toThrow(refused('DOCUMENT_INVALID', ''));
  });

  it('names no event twice, with other signatures neither', async () => {
    const again = await signedEnvelope({ ...exampleEvents.cancelDispatch, sequence: 2 }, [device]);
    expect(again.payload).toBe(events[1]?.payload);
    for (const twin of [events[1] as Envelope, again]) {
      await expect(parse(documentText([...some(3), twin]))).rejects.toThrow(
        refused('DOCUMENT_INVALID', '/events'),
      );
    }
  });

  it.each([
    ['is shorter than an object', '1'],
    ['has over 64 KiB', 'x'.repeat(limits.longEventBytesMax + 1)],
  ])('is refused as a whole where a payload %s', async (_, payload) => {
    const [first] = some(1) as [Envelope];
    await expect(parse(documentText([{ ...first, payload }]))).rejects.toThrow(
      refused('DOCUMENT_INVALID', '/events/0/payload'),
    );
  });

  it.each([
    ['nothing', '', ''],
    ['no JSON', '{"mode":', ''],
    ['a raw NUL', '{"mode":"all\u0000"}', ''],
    ['NUL alone', '\u0000', ''],
    ['a byte order mark', '\ufeff{}', ''],
    ['null', 'null', ''],
    ['a list', '[]', ''],
    ['no mode', '{"events":[]}', '/mode'],
    ['an unknown mode', '{"mode":"some","events":[]}', '/mode'],
    ['an escaped NUL in the mode', '{"mode":"all\\u0000","events":[]}', '/mode'],
    ['no events', '{"mode":"all"}', '/events'],
    ['events that are no list', '{"mode":"all","events":{"0":{}}}', '/events'],
    ['an event that is no envelope', '{"mode":"all","events":[1]}', '/events/0'],
    ['a depth of 10,000', `${'['.repeat(10_000)}${']'.repeat(10_000)}`, ''],
    [
      'events at a depth of 10,000',
      `{"mode":"all","events":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      '/events/0',
    ],
    ['a lone surrogate', '{"mode":"\\ud800","events":[]}', '/mode'],
  ])('is refused: %s', async (_, text, pointer) => {
    await expect(parse(text)).rejects.toThrow(refused('DOCUMENT_INVALID', pointer));
  });

  it.each(['extra', 'constructor', 'prototype', '__proto__', 'toString'])(
    'is refused with the key %s',
    async (key) => {
      const text = documentText(some(1)).replace('{', `{"${key}":1,`);
      await expect(parse(text)).rejects.toThrow(refused('DOCUMENT_INVALID', `/${key}`));
    },
  );

  it('says nothing of the engine', async () => {
    await expect(parse('{"secret"')).rejects.toThrow(
      expect.objectContaining({ message: 'DOCUMENT_INVALID: is not JSON' }),
    );
  });

  it('has the faults of its events under their place', async () => {
    const wrong = await signedEnvelope({ ...exampleEvents.sell, to: 'nobody' }, [device]);
    await expect(parse(documentText([...some(2), wrong]))).rejects.toThrow(
      refused('EVENT_INVALID', '/events/2/payload/to'),
    );
    const stripped = { ...(events[0] as Envelope), signatures: events[1]?.signatures.slice(0, 1) ?? [] };
    const twice = { ...stripped, signatures: [...stripped.signatures, ...stripped.signatures] };
    await expect(parse(documentText([...some(2), twice]))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/events/2/signatures'),
    );
    const short = { ...stripped, signatures: [{ protected: '', signature: '' }] };
    await expect(parse(documentText([short]))).rejects.toThrow(
      refused('DOCUMENT_INVALID', '/events/0/signatures/0/signature'),
    );
  });

  it('is the same as a value and as a text', async () => {
    const text = documentText(some(2));
    expect(await parseDocumentValue(JSON.parse(text), webCrypto)).toEqual(await parse(text));
  });
});

describe('under', () => {
  it('lets every other error be', async () => {
    const fault = new TypeError('x');
    await expect(under('/a', () => Promise.reject(fault))).rejects.toBe(fault);
    expect(await under('/a', async () => 1)).toBe(1);
  });
});
