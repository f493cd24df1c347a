import { parseDocument, ReceiptSchema, type Result, type SignedEvent } from '@mengsu/chaincode/model';
import { nodeCrypto } from './node-crypto.ts';

/** An event that the law recorded. */
export interface RecordedEvent extends SignedEvent {
  /** Place in its document. */
  readonly place: number;
  readonly breaches: readonly string[];
}

export interface DecodedRecord {
  readonly results: readonly Result[];
  readonly events: readonly RecordedEvent[];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The document of a `record` call and its endorsed response → results and recorded events. Throws where one is malformed or they do not belong together. */
export async function decodeRecord(document: Uint8Array, response: Uint8Array): Promise<DecodedRecord> {
  const { events } = await parseDocument(utf8.decode(document), nodeCrypto);
  const { results } = ReceiptSchema.parse(JSON.parse(utf8.decode(response)));
  if (events.length !== results.length) {
    throw new TypeError(`the document has ${events.length} events and the receipt ${results.length} results`);
  }
  const recorded: RecordedEvent[] = [];
  for (const [place, signed] of events.entries()) {
    const result = results[place];
    if (result?.id !== signed.id)
      throw new TypeError(`event ${place} is ${signed.id}, its result ${result?.id}`);
    if (result.status === 'recorded') recorded.push({ ...signed, place, breaches: result.breaches });
  }
  return { results, events: recorded };
}
