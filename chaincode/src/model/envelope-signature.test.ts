import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import { webCrypto } from './crypto.ts';
import { type Envelope, parseEnvelope, protectedHeader, signingInput, verifyEnvelope } from './envelope.ts';
import { type DeviceKey, exampleEvents, makeDevices, sign, signedEnvelope } from './testing.ts';

/** The order of P-256 (SEC 2 §2.4.2). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

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
const headerOf = (text: string): string => toBase64url(new TextEncoder().encode(text));
const scalarOf = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
const bytesOf = (scalar: bigint): Uint8Array => Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
/** The entry's signature with r and s put through `change`. */
const respelt = (index: number, change: (r: bigint, s: bigint) => [bigint, bigint]): Envelope => {
  const bytes = fromBase64url(entry(index).signature) ?? new Uint8Array();
  const [r, s] = change(scalarOf(bytes.slice(0, 32)), scalarOf(bytes.slice(32)));
  return withEntry(index, { signature: toBase64url(Uint8Array.of(...bytesOf(r), ...bytesOf(s))) });
};

describe('a protected header', () => {
  it('is the text of proof.md §1', () => {
    const text = '{"alg":"ES256","b64":false,"crit":["b64"],"kid":"KID","typ":"mengsu-event+json"}';
    expect(Buffer.from(protectedHeader('KID'), 'base64url').toString()).toBe(text);
    expect(protectedHeader('A'.repeat(43)).length).toBeLessThan(256);
  });

  const kid = () => devices[1]?.kid ?? '';
  it.each([
    [
      'one more member',
      () => `{"alg":"ES256","b64":false,"crit":["b64"],"jku":"x","kid":"${kid()}","typ":"mengsu-event+json"}`,
    ],
    ['no type', () => `{"alg":"ES256","b64":false,"crit":["b64"],"kid":"${kid()}"}`],
    ['another type', () => `{"alg":"ES256","b64":false,"crit":["b64"],"kid":"${kid()}","typ":"JWT"}`],
    [
      'alg none',
      () => `{"alg":"none","b64":false,"crit":["b64"],"kid":"${kid()}","typ":"mengsu-event+json"}`,
    ],
    [
      'alg HS256',
      () => `{"alg":"HS256","b64":false,"crit":["b64"],"kid":"${kid()}","typ":"mengsu-event+json"}`,
    ],
    [
      'an encoded payload',
      () => `{"alg":"ES256","b64":true,"crit":["b64"],"kid":"${kid()}","typ":"mengsu-event+json"}`,
    ],
    ['nothing critical', () => `{"alg":"ES256","b64":false,"kid":"${kid()}","typ":"mengsu-event+json"}`],
    [
      'another order',
      () => `{"kid":"${kid()}","alg":"ES256","b64":false,"crit":["b64"],"typ":"mengsu-event+json"}`,
    ],
    [
      'a space',
      () => `{"alg":"ES256", "b64":false,"crit":["b64"],"kid":"${kid()}","typ":"mengsu-event+json"}`,
    ],
    [
      'another kid',
      () => `{"alg":"ES256","b64":false,"crit":["b64"],"kid":"${devices[3]?.kid}","typ":"mengsu-event+json"}`,
    ],
    ['nothing', () => ''],
  ])('is refused with %s, though the key signed it', async (_, text) => {
    const header = headerOf(text());
    const signature = await sign(devices[1] as DeviceKey, signingInput(header, whole.payload));
    await expect(verify(withEntry(1, { protected: header, signature }))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/1/protected'),
    );
  });

  it.each(['=', ' ', '\n', 'A'])('is refused with %j after it', async (more) => {
    await expect(verify(withEntry(0, { protected: entry(0).protected + more }))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/0/protected'),
    );
  });

  it('is refused above 256 characters before it is compared', async () => {
    await expect(verify(withEntry(0, { protected: 'A'.repeat(257) }))).rejects.toThrow(
      refused('EVENT_INVALID', '/signatures/0/protected'),
    );
  });
});

describe('a signature', () => {
  it('verifies with low and with high S, and its id does not depend on it', async () => {
    const high = respelt(1, (r, s) => [r, s > order / 2n ? s : order - s]);
    const low = respelt(1, (r, s) => [r, s > order / 2n ? order - s : s]);
    expect(high).not.toEqual(low);
    expect(await verify(high)).toBe(await verify(low));
  });

  it.each([
    ['r = 0', (_r: bigint, s: bigint) => [0n, s]],
    ['s = 0', (r: bigint) => [r, 0n]],
    ['r = s = 0', () => [0n, 0n]],
    ['r = n', (_r: bigint, s: bigint) => [order, s]],
    ['s = n', (r: bigint) => [r, order]],
    ['r and s swapped', (r: bigint, s: bigint) => [s, r]],
    ['s + 1', (r: bigint, s: bigint) => [r, s + 1n]],
    ['n − r', (r: bigint, s: bigint) => [order - r, s]],
  ] as const)('is refused with %s', async (_, change) => {
    const envelope = respelt(0, (r, s) => change(r, s) as [bigint, bigint]);
    await expect(verify(envelope)).rejects.toThrow(refused('SIGNATURE_INVALID', '/signatures/0'));
  });

  it.each([63, 65, 0, 70])('is refused with %d bytes', async (length) => {
    const bytes = new Uint8Array(length);
    bytes.set((fromBase64url(entry(0).signature) ?? bytes).subarray(0, length));
    await expect(verify(withEntry(0, { signature: toBase64url(bytes) }))).rejects.toThrow(
      refused('EVENT_INVALID', '/signatures/0/signature'),
    );
  });

  it.each([63, 65, 0])(
    'of %d bytes is never put to the cryptography, which might take it',
    async (length) => {
      const signed = await parseEnvelope(whole, webCrypto);
      const envelope = withEntry(0, { signature: toBase64url(new Uint8Array(length)) });
      const credulous = { ...webCrypto, verifyEs256: () => true };
      await verifyEnvelope(signed, keyOf, credulous);
      await expect(verifyEnvelope({ ...signed, envelope }, keyOf, credulous)).rejects.toThrow(
        refused('SIGNATURE_INVALID', '/signatures/0'),
      );
    },
  );

  it('is refused in another spelling of the same bytes', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const text = entry(0).signature;
    const last = alphabet.indexOf(text.at(-1) ?? '');
    const signature = text.slice(0, -1) + alphabet[last + 1];
    expect(Buffer.from(signature, 'base64url')).toEqual(Buffer.from(text, 'base64url'));
    await expect(verify(withEntry(0, { signature }))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/0'),
    );
  });

  it.each(['+', '/', '=', ' ', '羊'])('is refused with %j in it', async (character) => {
    const signature = character + entry(0).signature.slice(1);
    await expect(verify(withEntry(0, { signature }))).rejects.toThrow(
      refused('SIGNATURE_INVALID', '/signatures/0'),
    );
  });
});
