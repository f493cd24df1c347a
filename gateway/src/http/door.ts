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

export interface KeySources {
  /** The keys of those devices that are enrolled. */
  readonly readKeys: (kids: readonly string[]) => Promise<ReadonlyMap<string, PublicKey>>;
  /** The key of a device whose enrolment by somebody known waits for the ledger. */
  readonly waitingKey: (kid: string) => PublicKey | undefined;
}

/** Checks signatures before anything is promised. Devices whose key nobody here has are the ledger's to judge. */
export class Door {
  /** Key id → key. A key never changes, because its id is its digest. */
  readonly #keys = new Map<string, PublicKey>();
  readonly #sources: KeySources;
  readonly #crypto: Crypto;

  constructor(sources: KeySources) {
    this.#sources = sources;
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
   * Returns the key ids of the strangers among the signers: neither known nor enrolled by somebody known before them in the document.
   */
  async verify(document: SignedDocument): Promise<readonly string[]> {
    const kids = new Set(document.events.flatMap(({ event }) => signersOf(event)));
    const unread = [...kids].filter((kid) => !this.#keys.has(kid));
    if (unread.length > 0) this.#remember(await this.#sources.readKeys(unread));
    const known = (kid: string) => this.#keys.get(kid) ?? this.#sources.waitingKey(kid);
    // Of one moment: what waits may be answered while signatures are verified.
    const strangers = strangersOf(document, (kid) => known(kid) !== undefined);
    const brought = new Map(
      document.events.flatMap(({ event }) => introducedKeys(event)).map((key) => [keyIdOf(key), key]),
    );
    const keys = new Map([...kids].map((kid) => [kid, known(kid) ?? brought.get(kid)]));
    for (const [index, signed] of document.events.entries()) {
      for (const [position, kid] of signersOf(signed.event).entries()) {
        const key = keys.get(kid);
        if (key === undefined || (await this.#verifies(signed, position, key))) continue;
        throw new LedgerError(
          'SIGNATURE_INVALID',
          'does not verify',
          `/events/${index}/signatures/${position}`,
        );
      }
    }
    return strangers;
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

/** A key that an event brings vouches for nothing unless the event's own device is known: anybody can enrol a key of his own by itself. */
function strangersOf(document: SignedDocument, isEnrolled: (kid: string) => boolean): string[] {
  const vouched = new Set<string>();
  const strangers = new Set<string>();
  const isKnown = (kid: string): boolean => isEnrolled(kid) || vouched.has(kid);
  for (const { event } of document.events) {
    const own = introducedKeys(event).map(keyIdOf);
    const isByKnown = isKnown(event.device);
    const unknown = signersOf(event).filter((kid) => !isKnown(kid) && !(isByKnown && own.includes(kid)));
    for (const kid of unknown) strangers.add(kid);
    if (unknown.length === 0) for (const kid of own) vouched.add(kid);
  }
  return [...strangers];
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
