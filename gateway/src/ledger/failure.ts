import { type LedgerError, parseRefusal } from '@mengsu/chaincode/model';

/**
 * What a failed call means (ledger.md, Write path).
 * refused: the law said no. faulty: the chaincode failed in a way that is no refusal. busy: the peer sheds load. retry: nothing on the ledger, endorse anew.
 * committed: this transaction is on the ledger already. unknown: it may or may not come. forbidden: we may not, or the network is misconfigured; an operator must look.
 */
export type LedgerFailure =
  | { readonly kind: 'refused'; readonly refusal: LedgerError }
  | {
      readonly kind: 'faulty' | 'busy' | 'retry' | 'committed' | 'unknown' | 'forbidden';
      readonly detail: string;
    };

/** A failed gRPC call as @hyperledger/fabric-gateway throws it: `details` are the peers' and orderers' own messages. */
export interface CallFault {
  readonly code: number;
  readonly message: string;
  readonly details: readonly { readonly message: string }[];
}

const status = { unknown: 2, deadlineExceeded: 4, aborted: 10, unavailable: 14 } as const;

/** Reads what a call threw; undefined for what is no failed call (SubmitError and EndorseError are types only, so fields are looked at). */
export function callFaultOf(error: unknown): CallFault | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'number') return undefined;
  const details = 'details' in error && Array.isArray(error.details) ? error.details : [];
  return {
    code: error.code,
    message: error.message,
    details: details.filter((detail): detail is { message: string } => typeof detail?.message === 'string'),
  };
}

const textsOf = (fault: CallFault): string[] => [
  fault.message,
  ...fault.details.map(({ message }) => message),
];
const summary = (fault: CallFault): string =>
  `code ${fault.code}: ${textsOf(fault).join(' | ').slice(0, 500)}`;
const says = (fault: CallFault, pattern: RegExp): boolean =>
  textsOf(fault).some((text) => pattern.test(text));

const chaincodeResponse = /chaincode response \d+, ([\s\S]*)$/;
const deniedTexts =
  /access denied|creator (?:org|is malformed)|FORBIDDEN|incorrect timestamp|identity expired/i;

/** Table rows "endorse" and "any". Nothing of a failed endorsement is on the ledger, unless it says "duplicate transaction found". */
export function endorseFailure(fault: CallFault): LedgerFailure {
  const detail = summary(fault);
  for (const text of textsOf(fault)) {
    const answer = chaincodeResponse.exec(text)?.[1];
    if (answer === undefined) continue;
    const refusal = parseRefusal(answer);
    return refusal ? { kind: 'refused', refusal } : { kind: 'faulty', detail };
  }
  if (fault.code === status.unknown && says(fault, /too many requests/)) return { kind: 'busy', detail };
  if (says(fault, /duplicate transaction found/)) return { kind: 'committed', detail };
  if (says(fault, /do not match/)) return { kind: 'faulty', detail };
  if (fault.code === status.aborted && says(fault, deniedTexts)) return { kind: 'forbidden', detail };
  return { kind: 'retry', detail };
}

/** True where another peer may endorse: this one, or the chaincode beside it, is away, and nothing is on the ledger. */
export const endorsesElsewhere = (fault: CallFault): boolean => endorseFailure(fault).kind === 'retry';

/** True where the peer itself did not take it, before any orderer was asked: the same envelope may be handed to another one. */
export const submitsElsewhere = ({ code, details }: CallFault): boolean =>
  (code === status.unavailable || code === status.deadlineExceeded) && details.length === 0;

const orderer4xx =
  /unsuccessful response from orderer: status=(?:BAD_REQUEST|FORBIDDEN|NOT_FOUND|REQUEST_ENTITY_TOO_LARGE)/;

/** Table rows "submit". Whatever is not certainly refused is unknown: after a loss of quorum all refused ones committed. */
export function submitFailure(fault: CallFault): LedgerFailure {
  const detail = summary(fault);
  if (fault.code === status.unknown && says(fault, /too many requests/)) return { kind: 'busy', detail };
  if (says(fault, /status=FORBIDDEN/)) return { kind: 'forbidden', detail };
  if (fault.code === status.aborted && says(fault, orderer4xx)) return { kind: 'forbidden', detail };
  return { kind: 'unknown', detail };
}
