/** Every limit of the shared language in one place, and the proof that they fit together (law.md, Limits). */
export const limits = {
  eventsPerDocumentMax: 200,
  documentBytesMax: 256 * 1024,
  eventBytesMax: 16 * 1024,
  /** Acts of many lines: see `longActs`. */
  longEventBytesMax: 64 * 1024,
  transformInputsMax: 256,
  transformOutputsMax: 64,
  linesMax: 100,
  papersMax: 8,
  /** Claims of one event, and schemes of one output. */
  claimsMax: 4,
  unitsMax: 20,
  unitLotsMax: 100,
  recallLotsMax: 300,
  holdLotsMax: 300,
  spreadChildrenMax: 200,
  /** Holds, and recalls, that one lot or holding names; a transform of more has a hold of its own. */
  marksMax: 32,
  certificateProductsMax: 100,
  certificateSitesMax: 50,
  capacityClassesMax: 16,
  capacitiesMax: 32,
  seasonsMax: 64,
  ceilingsMax: 16,
  processOutputsMax: 16,
  processInputsMax: 16,
  bandsMax: 4,
  /** Thousandths: grams out of 1,000 grams in, or millilitres of a kilogram, or grams of 1,000 head. */
  bandPermilleMax: 1_000_000_000,
  inspectionParametersMax: 40,
  mandateActsMax: 32,
  mandateGtinsMax: 100,
  codesPerSetMax: 10_000_000,
  codeSetsMax: 16,
  codeRangesMax: 64,
  intervalDaysMax: 730,
  /** Treatments of a site, or of a lot, that are told apart. */
  treatmentSpansMax: 64,
  noteCharactersMax: 2048,
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
  /** Production and custody said longer ago than this are LATE. */
  lateMs: 14 * 86_400_000,
  /** Opening stock is admitted this long after the party's enrolment. */
  openingMs: 90 * 86_400_000,
  /** Recounts of a holding are summed over this long. */
  recountPeriodMs: 30 * 86_400_000,
  /** One result of `record`: id, status, code, detail, breaches. */
  receiptBytesMax: 1024,
  responseBytesMax: 512 * 1024,
} as const;

/** Bytes of the longest line of each kind in a payload, its comma included: a lot id, its amounts in two measures of 13 digits, and what else it may say. */
const lineBytes = { taken: 146, sent: 160, made: 260, received: 330, lot: 55 } as const;
/** The most that papers and claims take. */
const paperBytes = limits.papersMax * 220;
const claimBytes = limits.claimsMax * 150;

/** What must fit into what: the most that is needed, and the bound that it must stay below. */
export interface Fit {
  readonly needs: number;
  readonly below: number;
}

/** A full answer, every act with all its lines, an event in a document, a sum of amounts. */
export const limitFits: Readonly<Record<string, Fit>> = fitsOf();

function fitsOf() {
  const frameBytes = 1024 + limits.signaturesMax * 46;
  const transformBytes =
    limits.transformInputsMax * lineBytes.taken + limits.transformOutputsMax * lineBytes.made;
  const { longEventBytesMax: long, linesMax } = limits;
  return {
    answer: { needs: limits.eventsPerDocumentMax * limits.receiptBytesMax, below: limits.responseBytesMax },
    transform: { needs: frameBytes + transformBytes + paperBytes + claimBytes, below: long },
    receive: { needs: frameBytes + linesMax * lineBytes.received + paperBytes, below: long },
    dispatch: { needs: frameBytes + linesMax * lineBytes.sent + paperBytes, below: long },
    recall: { needs: frameBytes + limits.recallLotsMax * lineBytes.lot, below: long },
    spread: { needs: frameBytes + limits.spreadChildrenMax * lineBytes.lot, below: limits.eventBytesMax },
    event: { needs: long, below: limits.documentBytesMax },
    amounts: { needs: limits.amountMax * limits.transformInputsMax, below: Number.MAX_SAFE_INTEGER },
  };
}
