import { hash } from 'node:crypto';
import {
  type BreachCode,
  DocumentSchema,
  parseEvent,
  ReceiptSchema,
  type Result,
  type SignedEvent,
} from '@mengsu/chaincode/model';

/** An event that the law recorded. */
export interface RecordedEvent extends SignedEvent {
  /** Place in its document. */
  readonly place: number;
  readonly breaches: readonly BreachCode[];
  /** Of a spread: what no receipt tells (write-effects.ts). */
  readonly spread?: SpreadEffects;
  /** Of a transform of goods on hold: the holds that came down to its outputs beside its own. */
  readonly carried?: readonly CarriedHold[];
}

export interface DecodedRecord {
  readonly results: readonly Result[];
  readonly events: readonly RecordedEvent[];
}

/** A hold that a lot was born with. */
export interface CarriedHold {
  readonly hold: string;
  readonly lot: string;
}

/** Lots that a spread put on hold under its own id, and lots that have lost their claims for good. */
export interface SpreadEffects {
  readonly held: readonly string[];
  readonly stripped: readonly string[];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The document of a `record` call and its endorsed response → results and recorded events, each parsed by its strict schema.
 * Signatures are not verified here: the endorsers did, and the id, the digest of the payload, must be the one that they answered.
 * Throws where one is malformed or they do not belong together.
 */
export function decodeRecord(document: Uint8Array, response: Uint8Array): DecodedRecord {
  const { events: envelopes } = DocumentSchema.parse(JSON.parse(utf8.decode(document)));
  const { results } = ReceiptSchema.parse(JSON.parse(utf8.decode(response)));
  if (envelopes.length !== results.length) {
    throw new TypeError(
      `the document has ${envelopes.length} events and the receipt ${results.length} results`,
    );
  }
  const events: RecordedEvent[] = [];
  for (const [place, envelope] of envelopes.entries()) {
    const id = hash('sha256', envelope.payload, 'base64url');
    const result = results[place];
    if (result?.id !== id) throw new TypeError(`event ${place} is ${id}, its result ${result?.id}`);
    const event = parseEvent(envelope.payload);
    if (result.status === 'recorded') events.push({ id, event, envelope, place, breaches: result.breaches });
  }
  return { results, events };
}
