import { fromBase64url, signingInput, toBase64url } from '@mengsu/chaincode/model';
import { Device, type EventFields, makeDeviceKey, signEvent, volatileMemory } from '@mengsu/client';
import { calculateJwkThumbprint, generalVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';

const commission: EventFields = {
  act: 'commission',
  site: 'PASTURE-1',
  lot: '09521520000017/L1',
  amount: { count: 20, massG: 760_000 },
};

async function signTwice() {
  const [key, second] = [await makeDeviceKey(), await makeDeviceKey()];
  const party = `P${'A'.repeat(43)}`;
  const device = new Device({ key, network: 'trial-net', party, memory: volatileMemory() });
  return { keys: [key, second], signed: await signEvent(commission, { device, cosigners: [second] }) };
}

describe('a signed event, seen by a JOSE library that knows nothing of ours', () => {
  it('verifies under each signer’s key (RFC 7515 general serialization, RFC 7797 payload)', async () => {
    const { keys, signed } = await signTwice();
    for (const [index, { publicKey, kid }] of keys.entries()) {
      const jwk = { kty: 'EC', crv: 'P-256', ...publicKey };
      const { payload, protectedHeader } = await generalVerify(
        { payload: signed.envelope.payload, signatures: signed.envelope.signatures.slice(index, index + 1) },
        await importJWK(jwk, 'ES256'),
        { algorithms: ['ES256'] },
      );
      expect(new TextDecoder().decode(payload)).toBe(signed.envelope.payload);
      expect(protectedHeader).toEqual({
        alg: 'ES256',
        b64: false,
        crit: ['b64'],
        kid,
        typ: 'mengsu-event+json',
      });
      expect(await calculateJwkThumbprint(jwk)).toBe(kid);
    }
  });

  it('is refused when one character of the payload is another', async () => {
    const { keys, signed } = await signTwice();
    const payload = signed.envelope.payload.replace('"count":20', '"count":21');
    const key = await importJWK({ kty: 'EC', crv: 'P-256', ...keys[0]?.publicKey }, 'ES256');
    await expect(generalVerify({ ...signed.envelope, payload }, key)).rejects.toThrow();
  });
});

describe('the signing input', () => {
  it('is that of RFC 7797 §4.2: its key and payload give its signature', async () => {
    const secret = fromBase64url(
      'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
    );
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', secret ?? new Uint8Array(), hmac, false, ['sign']);
    const header = 'eyJhbGciOiJIUzI1NiIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19';
    const signature = await crypto.subtle.sign('HMAC', key, signingInput(header, '$.02'));
    expect(toBase64url(new Uint8Array(signature))).toBe('A5dxf2s96_n5FLueVuW1Z_vh161FwXZC4YLPff6dmDY');
  });
});
