/** Every limit of the shared language in one place, and the proof that they fit together (law.md, Limits). */
export const limits = {
  eventsPerDocumentMax: 200,
  documentBytesMax: 256 * 1024,
  eventBytesMax: 16 * 1024,
  /** `transform`, `receive`, `settle`: many inputs and outputs, or three amounts a line. */
  longEventBytesMax: 48 * 1024,
  transformInputsMax: 256,
  transformOutputsMax: 64,
  linesMax: 100,
  signaturesMax: 8,
  rolesMax: 8,
  depthMax: 8,
  nameCharactersMax: 80,
  /** Base units: pieces, grams, millilitres. */
  amountMax: 1_000_000_000_000,
  lotCharactersMax: 20,
  shelfLifeDaysMax: 36_500,
  sequenceMax: Number.MAX_SAFE_INTEGER,
  /** A clock may be this far ahead of the transaction's timestamp. */
  clockAheadMs: 5 * 60_000,
  /** `notAfter` may be at most this far after the transaction's timestamp. */
  notAfterAheadMs: 30 * 86_400_000,
  /** What a client sets when nothing else is said: `notAfter` = signing time + this. */
  notAfterDefaultMs: 14 * 86_400_000,
  /** A dispatch may state its departure this far ahead; until then its sender may cancel alone. */
  departureAheadMs: 30 * 86_400_000,
  /** One result of `record`: id, status, code, detail, breaches. */
  receiptBytesMax: 1024,
  responseBytesMax: 512 * 1024,
} as const;

/** Bytes of the longest line of each kind in a payload, its comma included: a lot id and its amounts in two measures of 13 digits. */
const lineBytes = { taken: 130, made: 155, received: 300 } as const;

/** True where a full answer fits, and every act with all its lines fits an event. */
export function limitsAgree(): boolean {
  const frameBytes = 1024 + limits.signaturesMax * 46;
  const transformBytes =
    limits.transformInputsMax * lineBytes.taken + limits.transformOutputsMax * lineBytes.made;
  return (
    limits.eventsPerDocumentMax * limits.receiptBytesMax < limits.responseBytesMax &&
    frameBytes + transformBytes < limits.longEventBytesMax &&
    frameBytes + limits.linesMax * lineBytes.received < limits.longEventBytesMax &&
    frameBytes + limits.linesMax * lineBytes.taken < limits.eventBytesMax &&
    limits.longEventBytesMax < limits.documentBytesMax &&
    limits.amountMax * limits.transformInputsMax < Number.MAX_SAFE_INTEGER
  );
}
