import * as z from 'zod';
import type { Crypto } from './crypto.ts';
import { EnvelopeSchema, readEnvelope, type SignedEvent } from './envelope.ts';
import { LedgerError } from './errors.ts';
import { fromZod } from './event/index.ts';
import { limits } from './limits.ts';

/** `all`: all or nothing. `each`: refused events are answered with their code, the others stand. */
export const ModeSchema = z.enum(['all', 'each']);
export type Mode = z.infer<typeof ModeSchema>;

/** What `record` and `POST /api/events` take. Depth is bounded by the schema itself. */
export const DocumentSchema = z.strictObject({
  mode: ModeSchema,
  events: z.array(EnvelopeSchema).min(1).max(limits.eventsPerDocumentMax),
});

export interface SignedDocument {
  readonly mode: Mode;
  readonly events: readonly SignedEvent[];
}

/** A document's text → its parsed events (signatures not verified yet). Throws DOCUMENT_TOO_LARGE, DOCUMENT_INVALID, EVENT_INVALID or SIGNATURE_INVALID. */
export async function parseDocument(text: string, crypto: Crypto): Promise<SignedDocument> {
  if (new TextEncoder().encode(text).length > limits.documentBytesMax) {
    throw new LedgerError('DOCUMENT_TOO_LARGE', `has over ${limits.documentBytesMax} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new LedgerError('DOCUMENT_INVALID', 'is not JSON');
  }
  return parseDocumentValue(value, crypto);
}

/** The same for a document that was parsed from JSON already. */
export async function parseDocumentValue(value: unknown, crypto: Crypto): Promise<SignedDocument> {
  const parsed = DocumentSchema.safeParse(value);
  if (!parsed.success) throw fromZod(parsed.error, 'DOCUMENT_INVALID');
  const events: SignedEvent[] = [];
  for (const [index, envelope] of parsed.data.events.entries()) {
    events.push(await under(`/events/${index}`, () => readEnvelope(envelope, crypto)));
  }
  if (new Set(events.map((event) => event.id)).size !== events.length) {
    throw new LedgerError('DOCUMENT_INVALID', 'names an event twice', '/events');
  }
  return { mode: parsed.data.mode, events };
}

/** Runs `parse` and gives its refusals the pointer prefix `prefix`. */
export async function under<T>(prefix: string, parse: () => Promise<T>): Promise<T> {
  try {
    return await parse();
  } catch (error) {
    throw error instanceof LedgerError ? error.under(prefix) : error;
  }
}
