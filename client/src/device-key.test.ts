import { thumbprintOf, webCrypto } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { exportDeviceKey, importDeviceKey, makeDeviceKey, type PrivateJwk } from './device-key.ts';

const data = new TextEncoder().encode('羊 20');

describe('a device key', () => {
  it('is named by the thumbprint of its public key', async () => {
    const key = await makeDeviceKey();
    expect(key.kid).toBe(await thumbprintOf(key.publicKey, webCrypto));
  });

  it('does not leave WebCrypto unless that was asked for', async () => {
    const key = await makeDeviceKey();
    expect(key.privateKey.extractable).toBe(false);
    await expect(exportDeviceKey(key)).rejects.toMatchObject({ name: 'InvalidAccessError' });
  });

  it('comes back from its stored form as the same key, not extractable again', async () => {
    const key = await makeDeviceKey({ extractable: true });
    const stored: PrivateJwk = JSON.parse(JSON.stringify(await exportDeviceKey(key)));
    const again = await importDeviceKey(stored);
    expect(again.kid).toBe(key.kid);
    expect(again.privateKey.extractable).toBe(false);
    expect(await webCrypto.verifyEs256(key.publicKey, await again.sign(data), data)).toBe(true);
  });

  it.each([
    ['another curve', { crv: 'P-384' }],
    ['another kind of key', { kty: 'OKP' }],
    ['no secret', { d: '' }],
    ['a short coordinate', { x: 'AA' }],
    ['a text that is not base64url', { y: '*'.repeat(43) }],
  ])('refuses a stored key with %s', async (_what, change) => {
    const jwk = { ...(await exportDeviceKey(await makeDeviceKey({ extractable: true }))), ...change };
    await expect(importDeviceKey(jwk as PrivateJwk)).rejects.toThrow();
  });

  it('refuses a public half that does not belong to the secret', async () => {
    const one = await exportDeviceKey(await makeDeviceKey({ extractable: true }));
    const two = await makeDeviceKey();
    await expect(importDeviceKey({ ...one, ...two.publicKey })).rejects.toThrow();
  });
});
