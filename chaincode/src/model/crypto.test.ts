import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';
import { eventIdOf, thumbprintOf, webCrypto } from './crypto.ts';
import { signingInput } from './envelope.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const bytesOf = (text: string) => fromBase64url(text) ?? new Uint8Array();

describe('signingInput', () => {
  const key = bytesOf(
    'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  );
  const header = 'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19';

  it('is the octets of RFC 7797 §4.2: the payload as it is, not its base64url', () => {
    expect(toBase64url(ascii('{"alg":"HS256","b64":false,"crit":["b64"]}'))).toBe(header);
    expect(Buffer.from(signingInput(header, '$.02')).toString('latin1')).toBe(`${header}.$.02`);
  });

  it('gives the signature of RFC 7797 §4.2', () => {
    const mac = createHmac('sha256', key).update(signingInput(header, '$.02')).digest();
    expect(toBase64url(mac)).toBe('A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY');
  });

  it('gives the signature of RFC 7797 §4.1 where the payload is encoded', () => {
    const mac = createHmac('sha256', key).update(signingInput('eyJhbGciOiJIUzI1NiJ9', 'JC4wMg')).digest();
    expect(toBase64url(mac)).toBe('5mvfOroL-g7HyqJoozehmsaqmvTYGEq5jTI1gVvoEoQ');
  });

  it('is UTF-8', () => {
    expect(Buffer.from(signingInput('e', '羊')).toString('hex')).toBe('652ee7be8a');
  });
});

describe('thumbprintOf', () => {
  it('is the thumbprint of the P-256 key of RFC 9449 (§4.1 its key, §6.1 its jkt)', async () => {
    const key = {
      x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
      y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
    };
    expect(await thumbprintOf(key, webCrypto)).toBe('0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I');
  });
});

describe('eventIdOf', () => {
  it('is base64url of SHA-256 over UTF-8 (FIPS 180-4: "abc")', async () => {
    const digest = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await eventIdOf('abc', webCrypto)).toBe(Buffer.from(digest, 'hex').toString('base64url'));
    expect(await eventIdOf('羊', webCrypto)).not.toBe(await eventIdOf('牛', webCrypto));
  });
});

describe('verifyEs256 of WebCrypto', () => {
  const key = {
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  };
  const data = ascii(
    'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
  );
  const signature = bytesOf(
    'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
  );

  it('accepts the signature of RFC 7515 appendix A.3', async () => {
    expect(await webCrypto.verifyEs256(key, signature, data)).toBe(true);
  });

  it('reads a view of a shared buffer', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(data.length));
    shared.set(data);
    expect(await webCrypto.verifyEs256(key, signature, shared)).toBe(true);
    expect(await webCrypto.sha256(shared)).toEqual(await webCrypto.sha256(data));
  });

  it('reads a part of a buffer as that part alone', async () => {
    const whole = new Uint8Array([1, ...data, 2]);
    expect(await webCrypto.verifyEs256(key, signature, whole.subarray(1, -1))).toBe(true);
  });

  it.each([
    ['another text', key, signature, ascii('x')],
    ['63 bytes', key, signature.slice(0, 63), data],
    ['65 bytes', key, Uint8Array.of(...signature, 0), data],
    ['no bytes', key, new Uint8Array(), data],
    ['a point that is not on the curve', { ...key, y: key.x }, signature, data],
    ['the point (0, 0)', { x: 'A'.repeat(43), y: 'A'.repeat(43) }, signature, data],
    ['a coordinate that is too short', { ...key, x: 'AAAA' }, signature, data],
    ['a coordinate that is not base64url', { ...key, x: '+'.repeat(43) }, signature, data],
  ])('answers false for %s', async (_, badKey, badSignature, badData) => {
    expect(await webCrypto.verifyEs256(badKey, badSignature, badData)).toBe(false);
  });

  it.each([
    { name: 'DataError', isBadKey: true },
    { name: 'OperationError', isBadKey: true },
    { name: 'NotSupportedError', isBadKey: false },
  ])('takes $name of an import for a key that is none: $isBadKey', async ({ name, isBadKey }) => {
    const error = new DOMException('no', name);
    const verifying = () => verifyWithImport(() => Promise.reject(error));
    if (isBadKey) expect(await verifying()).toBe(false);
    else await expect(verifying()).rejects.toBe(error);
  });

  it('passes on what is no failure of the key', async () => {
    const error = Object.assign(new Error('no'), { name: 'DataError' });
    await expect(verifyWithImport(() => Promise.reject(error))).rejects.toBe(error);
  });
});

/** With another import of keys, as a browser may have. */
async function verifyWithImport(importKey: () => Promise<never>): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  const own = subtle.importKey;
  Object.defineProperty(subtle, 'importKey', { value: importKey, configurable: true });
  try {
    const key = { x: 'A'.repeat(43), y: 'A'.repeat(43) };
    return await webCrypto.verifyEs256(key, new Uint8Array(64), new Uint8Array(1));
  } finally {
    Object.defineProperty(subtle, 'importKey', { value: own, configurable: true });
  }
}
