import { beforeAll, describe, expect, it } from 'vitest';
import { webCrypto } from './crypto.ts';
import { type Envelope, parseEnvelope, signersOf, signingInput, verifyEnvelope } from './envelope.ts';
import { limits } from './limits.ts';
import {
  type DeviceKey,
  exampleEvents,
  makeDevices,
  payloadOf,
  sign,
  signedEnvelope,
  signedPayload,
} from './testing.ts';

let devices: DeviceKey[];
let whole: Envelope;
beforeAll(async () => {
  devices = await makeDevices(4);
  whole = await signedEnvelope(exampleEvents.sell, devices.slice(0, 3));
});

const keyOf = (kid: string) => devices.find((device) => device.kid === kid)?.publicKey;
const verify = async (envelope: unknown): Promise<string> => {
  const signed = await parseEnvelope(envelope, webCrypto);
  await verifyEnvelope(signed, keyOf, webCrypto);
  return signed.id;
};
const refused = (code: string, pointer: string) =>
  expect.objectContaining({ name: 'LedgerError', code, pointer });
const entry = (index: number) => whole.signatures[index] ?? { protected: '', signature: '' };
const withEntry = (index: number, change: object): Envelope => ({
  ...whole,
  signatures: whole.signatures.map((item, place) => (place === index ? { ...item, ...change } : item)),
});

describe('an envelope', () => {
  it('holds the event, its id and its signers, the device first', async () => {
    const signed = await parseEnvelope(whole, webCrypto);
    expect(signed.event).toMatchObject({ act: 'sell', device: devices[0]?.kid });
    expect(signersOf(signed.event)).toEqual(devices.slice(0, 3).map(({ kid }) => kid));
    expect(signed.id).toBe(
      Buffer.from(await webCrypto.sha256(Buffer.from(whole.payload))).toString('base64url'),
    );
    expect(await verify(whole)).toBe(signed.id);
  });

  it('signed again is the same event', async () => {
    const again = await signedPayload(whole.payload, devices.slice(0, 3));
    expect(again.signatures).not.toEqual(whole.signatures);
    expect(await verify(again)).toBe(await verify(whole));
  });

  it('may have eight signers', async () => {
    const many = await makeDevices(limits.signaturesMax);
    const signed = await parseEnvelope(await signedEnvelope(exampleEvents.move, many), webCrypto);
    await verifyEnvelope(signed, (kid) => many.find((device) => device.kid === kid)?.publicKey, webCrypto);
    expect(signed.envelope.signatures).toHaveLength(8);
  });

  it('of another network verifies: the network is the ledger’s matter', async () => {
    const envelope = await signedEnvelope({ ...exampleEvents.move, network: 'another' }, devices.slice(0, 1));
    expect(await verify(envelope)).toHaveLength(43);
  });
});

describe('an envelope with other signers than its event names', () => {
  it.each([
    ['none', () => []],
    ['the last one stripped', () => [entry(0), entry(1)]],
    ['the device stripped', () => [entry(1), entry(2)]],
    ['one added', () => [entry(0), entry(1), entry(2), entry(2)]],
    ['one doubled in place of another', () => [entry(0), entry(1), entry(1)]],
    ['cosigners swapped', () => [entry(0), entry(2), entry(1)]],
    ['device and cosigner swapped', () => [entry(1), entry(0), entry(2)]],
    ['nine of them', () => Array.from({ length: 9 }, () => entry(0))],
  ] as const)('is refused: %s', async (name, signatures) => {
    const envelope = { ...whole, signatures: signatures() };
    const inForm = envelope.signatures.length > 0 && envelope.signatures.length <= limits.signaturesMax;
    await expect(verify(envelope), name).rejects.toMatchObject({
      code: inForm ? 'SIGNATURE_INVALID' : 'EVENT_INVALID',
      pointer: expect.stringMatching(/^\/signatures/),
    });
  });

  it('is refused where one is replaced by somebody else’s', async () => {
    const other = await signedPayload(whole.payload, devices.slice(3));
    await expect(verify(withEntry(2, other.signatures[0] ?? {}))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/2/protected'),
    );
    const under = await sign(devices[3] as DeviceKey, signingInput(entry(2).protected, whole.payload));
    await expect(verify(withEntry(2, { signature: under }))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/2'),
    );
  });

  it('is refused with the signature of another event, or another place', async () => {
    const other = await signedEnvelope(exampleEvents.dispose, devices.slice(0, 3));
    await expect(verify({ ...whole, signatures: other.signatures })).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/0'),
    );
    await expect(verify(withEntry(1, { signature: entry(0).signature }))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/1'),
    );
  });

  it('is refused by a device that nobody knows', async () => {
    const strangers = await makeDevices(1);
    const envelope = await signedEnvelope(exampleEvents.move, [devices[0] as DeviceKey, ...strangers]);
    await expect(verify(envelope)).rejects.toThrow(refused('DEVICE_UNKNOWN', ''));
  });

  it('is refused when another key goes under the signer’s name', async () => {
    const signed = await parseEnvelope(whole, webCrypto);
    const wrong = () => devices[3]?.publicKey;
    await expect(verifyEnvelope(signed, wrong, webCrypto)).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/0'),
    );
  });
});

describe('a payload', () => {
  it('is refused with one character changed', async () => {
    const payload = whole.payload.replace('"sequence":1', '"sequence":2');
    await expect(verify({ ...whole, payload })).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/0'),
    );
  });

  it.each([
    ['a space', (text: string) => text.replace('":', '": ')],
    ['a key twice', (text: string) => text.replace('{"act"', '{"act":"sell","act"')],
    ['NUL', (text: string) => text.replace('sell', 'se\u0000ll')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['a lone surrogate', (text: string) => text.replace('mengsu-test', 'mengsu-\ud800')],
    ['__proto__', (text: string) => text.replace('{"act"', '{"__proto__":{},"act"')],
    ['no JSON', () => 'xx'],
  ])('is refused with %s, though all signed it', async (_, change) => {
    const envelope = await signedPayload(change(whole.payload), devices.slice(0, 3));
    await expect(verify(envelope)).rejects.toMatchObject({
      code: 'EVENT_INVALID',
      pointer: expect.stringMatching(/^\/payload/),
    });
  });

  it('is refused above 64 KiB, above 16 KiB for acts of few lines, with the pointer of the payload', async () => {
    for (const [act, bytesMax] of [
      ['transform', limits.longEventBytesMax],
      ['move', limits.eventBytesMax],
    ] as const) {
      const filled = (bytes: number): string => {
        const start = payloadOf({ ...exampleEvents[act], zz: '' }).length;
        return payloadOf({ ...exampleEvents[act], zz: 'x'.repeat(bytes - start) });
      };
      const parse = (payload: string) => parseEnvelope({ ...whole, payload }, webCrypto);
      await expect(parse(filled(bytesMax))).rejects.toThrow(refused('EVENT_INVALID', '/payload/zz'));
      await expect(parse(filled(bytesMax + 1))).rejects.toThrow(refused('EVENT_INVALID', '/payload'));
    }
  });

  it('has its faults under /payload', async () => {
    const envelope = await signedEnvelope({ ...exampleEvents.sell, to: 'nobody' }, devices.slice(0, 1));
    await expect(verify(envelope)).rejects.toThrow(refused('EVENT_INVALID', '/payload/to'));
  });
});

describe('the form of an envelope', () => {
  it.each([
    ['null', null, ''],
    ['a text', 'x', ''],
    ['a list', [], ''],
    ['nothing', {}, '/payload'],
    ['a payload that is no text', { payload: {}, signatures: [] }, '/payload'],
  ])('is refused: %s', async (_, envelope, pointer) => {
    await expect(verify(envelope)).rejects.toThrow(refused('EVENT_INVALID', pointer));
  });

  it('is refused with a key that is not known', async () => {
    await expect(verify({ ...whole, header: {} })).rejects.toThrow(refused('EVENT_INVALID', '/header'));
    await expect(verify(withEntry(1, { header: { alg: 'none' } }))).rejects.toThrow(
      refused('EVENT_INVALID', '/signatures/1/header'),
    );
    await expect(verify(JSON.parse(`{"__proto__":1,${JSON.stringify(whole).slice(1)}`))).rejects.toThrow(
      refused('EVENT_INVALID', '/__proto__'),
    );
  });
});
