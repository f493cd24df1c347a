import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** SHA-256 of Node, not of the verifier. */
export const digestOf = (...parts: readonly (Uint8Array | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** A P-256 key of the tests. */
export class TestKey {
  readonly key: { readonly x: string; readonly y: string };
  readonly kid: string;
  readonly #private: KeyObject;
  readonly #spki: Buffer;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#private = privateKey;
    this.#spki = publicKey.export({ format: 'der', type: 'spki' });
    this.key = { x, y };
    this.kid = digestOf(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).toString('base64url');
  }

  /** An entry of an event's signatures. */
  signEvent(payload: string, kid = this.kid): { readonly protected: string; readonly signature: string } {
    const header = `{"alg":"ES256","b64":false,"crit":["b64"],"kid":"${kid}","typ":"mengsu-event+json"}`;
    const text = Buffer.from(header).toString('base64url');
    const data = Buffer.from(`${text}.${payload}`);
    const signature = sign('sha256', data, { key: this.#private, dsaEncoding: 'ieee-p1363' });
    return { protected: text, signature: signature.toString('base64url') };
  }

  /** The line of a signed note. */
  signNote(text: string, name: string): string {
    const keyId = digestOf(this.#spki).subarray(0, 4);
    const signature = sign('sha256', Buffer.from(text), { key: this.#private, dsaEncoding: 'der' });
    return `\u2014 ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;
  }
}
