import { createPublicKey, hash, type KeyObject, verify } from 'node:crypto';
import {
  type Crypto,
  derSignature,
  LedgerError,
  type PublicKey,
  type SignedDocument,
  signersOf,
  verifyEnvelope,
} from '@mengsu/chaincode/model';

const keysMax = 10_000;

/** Checks signatures before anything is promised. Devices that the index does not know are the ledger's to judge. */
export class Door {
  /** Key id → key. A key never changes, because its id is its digest. */
  readonly #keys = new Map<string, PublicKey>();
  readonly #readKeys: (kids: readonly string[]) => Promise<ReadonlyMap<string, PublicKey>>;
  readonly #crypto: Crypto;

  /** `readKeys` gives the keys of those devices that are enrolled. */
  constructor(readKeys: (kids: readonly string[]) => Promise<ReadonlyMap<string, PublicKey>>) {
    this.#readKeys = readKeys;
    // An imported key lives as long as the index's own object in the list above.
    const imports = new WeakMap<PublicKey, KeyObject>();
    this.#crypto = {
      sha256: (data) => hash('sha256', data, 'buffer'),
      verifyEs256: (key, signature, data) => {
        const imported = imports.get(key) ?? importKey(key);
        imports.set(key, imported);
        const der = derSignature(signature);
        return der !== undefined && verify('sha256', data, imported, der);
      },
    };
  }

  get crypto(): Crypto {
    return this.#crypto;
  }

  /** Throws SIGNATURE_INVALID with the pointer of the first signature of a known device that does not verify. */
  async verify(document: SignedDocument): Promise<void> {
    const kids = new Set(document.events.flatMap(({ event }) => signersOf(event)));
    const unknown = [...kids].filter((kid) => !this.#keys.has(kid));
    if (unknown.length > 0) this.#remember(await this.#readKeys(unknown));
    for (const [index, signed] of document.events.entries()) {
      if (!signersOf(signed.event).every((kid) => this.#keys.has(kid))) continue;
      try {
        await verifyEnvelope(signed, (kid) => this.#keys.get(kid), this.#crypto);
      } catch (error) {
        throw error instanceof LedgerError ? error.under(`/events/${index}`) : error;
      }
    }
  }

  #remember(found: ReadonlyMap<string, PublicKey>): void {
    for (const [kid, key] of found) {
      if (this.#keys.size >= keysMax) this.#keys.delete(this.#keys.keys().next().value ?? '');
      this.#keys.set(kid, key);
    }
  }
}

/** Keys of the index were on the curve when the law enrolled them. */
function importKey({ x, y }: PublicKey): KeyObject {
  return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
}
