import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import { introducedKeys } from '@mengsu/chaincode/acts';
import {
  type Crypto,
  derSignature,
  fromBase64url,
  LedgerError,
  type PublicKey,
  type SignedDocument,
  type SignedEvent,
  signersOf,
  signingInput,
} from '@mengsu/chaincode/model';
import { keyIdOf } from '../indexer/node-crypto.ts';

const keysMax = 10_000;

/** Checks signatures before anything is promised. Devices whose key nobody here has are the ledger's to judge. */
export class Door {
  /** Key id → key. A key never changes, because its id is its digest. */
  readonly #keys = new Map<string, PublicKey>();
  readonly #readKeys: (kids: readonly string[]) => Promise<ReadonlyMap<string, PublicKey>>;
  readonly #crypto: Crypto;

  /** `readKeys` gives the keys of those devices that are enrolled. */
  constructor(readKeys: (kids: readonly string[]) => Promise<ReadonlyMap<string, PublicKey>>) {
    this.#readKeys = readKeys;
    // An imported key lives as long as the index's own object in the list above.
    const imports = new WeakMap<PublicKey, KeyObject | undefined>();
    this.#crypto = {
      sha256: (data) => hash('sha256', data, 'buffer'),
      verifyEs256: (key, signature, data) => {
        const imported = imports.has(key) ? imports.get(key) : importKey(key);
        imports.set(key, imported);
        const der = derSignature(signature);
        return imported !== undefined && der !== undefined && verify('sha256', data, imported, der);
      },
    };
  }

  get crypto(): Crypto {
    return this.#crypto;
  }

  /**
   * Every signature whose key is known, or stands in the document itself, verifies; else SIGNATURE_INVALID with its pointer.
   * One signer whom nobody knows spares no other signature: or a copy with junk would pass for the genuine event.
   */
  async verify(document: SignedDocument): Promise<void> {
    const kids = new Set(document.events.flatMap(({ event }) => signersOf(event)));
    const unknown = [...kids].filter((kid) => !this.#keys.has(kid));
    if (unknown.length > 0) this.#remember(await this.#readKeys(unknown));
    const brought = new Map(
      document.events.flatMap(({ event }) => introducedKeys(event)).map((key) => [keyIdOf(key), key]),
    );
    for (const [index, signed] of document.events.entries()) {
      for (const [position, kid] of signersOf(signed.event).entries()) {
        const key = this.#keys.get(kid) ?? brought.get(kid);
        if (key === undefined || (await this.#verifies(signed, position, key))) continue;
        throw new LedgerError(
          'SIGNATURE_INVALID',
          'does not verify',
          `/events/${index}/signatures/${position}`,
        );
      }
    }
  }

  async #verifies({ envelope }: SignedEvent, position: number, key: PublicKey): Promise<boolean> {
    const { protected: header = '', signature: text = '' } = envelope.signatures[position] ?? {};
    const signature = fromBase64url(text);
    return (
      signature?.length === 64 &&
      (await this.#crypto.verifyEs256(key, signature, signingInput(header, envelope.payload)))
    );
  }

  #remember(found: ReadonlyMap<string, PublicKey>): void {
    for (const [kid, key] of found) {
      if (this.#keys.size >= keysMax) this.#keys.delete(this.#keys.keys().next().value ?? '');
      this.#keys.set(kid, key);
    }
  }
}

/** Undefined for a point that is not on the curve: an event may bring any. */
function importKey({ x, y }: PublicKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_CRYPTO_INVALID_JWK')
      return undefined;
    throw error;
  }
}
