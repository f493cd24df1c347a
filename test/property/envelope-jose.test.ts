import { actNames, webCrypto } from '@mengsu/chaincode/model';
import { parseEnvelope, protectedHeader, verifyEnvelope } from '@mengsu/chaincode/model/envelope';
import { exampleEvents, makeDevices, payloadOf, signedEnvelope } from '@mengsu/chaincode/model/testing';
import { calculateJwkThumbprint, GeneralSign, generalVerify, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';

const jwkOf = (key: { readonly x: string; readonly y: string }) => ({ kty: 'EC', crv: 'P-256', ...key });

describe('an envelope is a JWS (RFC 7515, 7797) to another library too', () => {
  it.each(actNames)('jose verifies what our devices sign: %s', async (act) => {
    const devices = await makeDevices(3);
    const envelope = await signedEnvelope(exampleEvents[act], devices);
    for (const [index, device] of devices.entries()) {
      const one = { payload: envelope.payload, signatures: envelope.signatures.slice(index, index + 1) };
      const key = await importJWK(jwkOf(device.publicKey), 'ES256');
      const verified = await generalVerify(one, key, { algorithms: ['ES256'], crit: { b64: true } });
      expect(verified.protectedHeader).toMatchObject({ alg: 'ES256', b64: false, kid: device.kid });
      expect(new TextDecoder().decode(verified.payload)).toBe(envelope.payload);
    }
  });

  it('we verify what jose signs', async () => {
    const [device, cosigner] = await makeDevices(2);
    if (!device || !cosigner) throw new Error('expected two devices');
    const payload = payloadOf({ ...exampleEvents.sell, device: device.kid, cosigners: [cosigner.kid] });
    const jws = new GeneralSign(new TextEncoder().encode(payload));
    for (const { kid, privateKey } of [device, cosigner]) {
      const header = { alg: 'ES256', b64: false, crit: ['b64'], kid, typ: 'mengsu-event+json' };
      jws.addSignature(privateKey, { crit: { b64: true } }).setProtectedHeader(header);
    }
    const { signatures } = await jws.sign();
    expect(signatures[0]?.protected).toBe(protectedHeader(device.kid));
    const signed = await parseEnvelope({ payload, signatures }, webCrypto);
    const keys = new Map([device, cosigner].map(({ kid, publicKey }) => [kid, publicKey]));
    await verifyEnvelope(signed, (kid) => keys.get(kid), webCrypto);
  });

  it('has the thumbprints (RFC 7638) that jose computes', async () => {
    for (const { kid, publicKey } of await makeDevices(5)) {
      expect(await calculateJwkThumbprint(jwkOf(publicKey))).toBe(kid);
    }
  });

  it('jose refuses a changed payload as we do', async () => {
    const [device] = await makeDevices(1);
    if (!device) throw new Error('expected a device');
    const envelope = await signedEnvelope(exampleEvents.move, [device]);
    const payload = envelope.payload.replace('"sequence":1', '"sequence":2');
    const key = await importJWK(jwkOf(device.publicKey), 'ES256');
    await expect(generalVerify({ ...envelope, payload }, key, { crit: { b64: true } })).rejects.toThrow();
    const signed = await parseEnvelope({ ...envelope, payload }, webCrypto);
    await expect(verifyEnvelope(signed, () => device.publicKey, webCrypto)).rejects.toMatchObject({
      code: 'SIGNATURE_INVALID',
    });
  });
});
