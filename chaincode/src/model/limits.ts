/** Every limit of the shared language in one place, and the proof that they fit together (law.md, Limits). */
export const limits = {
  eventsPerDocumentMax: 200,
  documentBytesMax: 256 * 1024,
  eventBytesMax: 16 * 1024,
  transformBytesMax: 48 * 1024,
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
  /** One result of `record`: id, status, code, detail, breaches. */
  receiptBytesMax: 1024,
  responseBytesMax: 512 * 1024,
} as const;

/** True where a full answer fits, a full transform fits an event, and a full shipment fits an event. */
export function limitsAgree(): boolean {
  const lineBytes = 14 + 1 + limits.lotCharactersMax + 80;
  return (
    limits.eventsPerDocumentMax * limits.receiptBytesMax < limits.responseBytesMax &&
    (limits.transformInputsMax + limits.transformOutputsMax) * lineBytes < limits.transformBytesMax &&
    limits.linesMax * lineBytes < limits.eventBytesMax &&
    limits.transformBytesMax < limits.documentBytesMax &&
    limits.amountMax * limits.transformInputsMax < Number.MAX_SAFE_INTEGER
  );
}
