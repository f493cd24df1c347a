/**
 * Every refusal, with its HTTP status (RFC 9110). The order is the order of the checks (law.md): the first that fails is the answer.
 * A refusal's text is `CODE: detail`, because only text leaves the shim.
 */
export const refusals = {
  DOCUMENT_INVALID: 400,
  DOCUMENT_TOO_LARGE: 413,
  EVENT_INVALID: 400,
  NETWORK_MISMATCH: 409,
  DEVICE_UNKNOWN: 403,
  SIGNATURE_INVALID: 401,
  DEVICE_REVOKED: 403,
  DEVICE_NOT_VALID_THEN: 403,
  EVENT_WITHDRAWN: 409,
  EVENT_EXPIRED: 410,
  EVENT_IN_FUTURE: 422,
  PARTY_UNKNOWN: 404,
  PARTY_SUSPENDED: 403,
  MANDATE_MISSING: 403,
  ROLE_NOT_ALLOWED: 403,
  OUT_OF_REMIT: 403,
  COSIGNER_MISSING: 403,
  ALREADY_REGISTERED: 409,
  EVENT_RECORDED: 409,
  SUBJECT_UNKNOWN: 404,
  SUBJECT_CLOSED: 409,
  SITE_UNKNOWN: 404,
  CATEGORY_UNKNOWN: 404,
  PRODUCT_UNKNOWN: 404,
  PRODUCT_NOT_YOURS: 403,
  PROCESS_UNKNOWN: 404,
  PROCESS_UNSOUND: 422,
  INPUT_UNKNOWN: 404,
  LOT_UNKNOWN: 404,
  LOT_EXISTS: 409,
  SHIPMENT_UNKNOWN: 404,
  SHIPMENT_NOT_YOURS: 403,
  SHIPMENT_CLOSED: 409,
  UNIT_UNKNOWN: 404,
  CERTIFICATE_UNKNOWN: 404,
  MEASURE_MISMATCH: 422,
  HOLDING_TOO_SMALL: 409,
  QUOTA_OVERLAPS: 409,
  CODES_EXCEED_PIECES: 409,
  LOT_NOT_CLAIMABLE: 409,
  NOT_REVERSIBLE: 409,
  ALREADY_CORRECTED: 409,
  LIMIT_EXCEEDED: 422,
} as const;

export type LedgerErrorCode = keyof typeof refusals;

/** The refusals that say that nothing in the document may be believed: they fail it whole, in mode `each` too. */
export const documentRefusals: ReadonlySet<LedgerErrorCode> = new Set([
  'DOCUMENT_INVALID',
  'DOCUMENT_TOO_LARGE',
  'EVENT_INVALID',
  'NETWORK_MISMATCH',
  'DEVICE_UNKNOWN',
  'SIGNATURE_INVALID',
]);

/**
 * The one error of the law. `pointer` is a JSON Pointer (RFC 6901) into the document or event that was refused, `''` for the whole.
 * The detail names the thing, what was found and what was expected; it never carries a library's or the engine's text.
 */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;
  readonly detail: string;
  readonly pointer: string;

  constructor(code: LedgerErrorCode, detail: string, pointer = '') {
    super(`${code}: ${pointer === '' ? '' : `${pointer} `}${detail}`);
    this.code = code;
    this.detail = detail;
    this.pointer = pointer;
  }

  get httpStatus(): number {
    return refusals[this.code];
  }

  /** The same refusal seen from the outside: its pointer lies under `prefix`. */
  under(prefix: string): LedgerError {
    return new LedgerError(this.code, this.detail, prefix + this.pointer);
  }
}

const refusalText = /^([A-Z][A-Z_]+): (?:(\/\S*) )?([\s\S]*)$/;

/** Reads `CODE: /pointer detail` back as an error; undefined for any text that is not one of ours. */
export function parseRefusal(text: string): LedgerError | undefined {
  const match = refusalText.exec(text);
  if (!match) return undefined;
  const [, code = '', pointer = '', detail = ''] = match;
  return Object.hasOwn(refusals, code)
    ? new LedgerError(code as LedgerErrorCode, detail, pointer)
    : undefined;
}

/** For a `switch` that names every case: does not compile when one is forgotten. */
export function assertNever(value: never): never {
  throw new TypeError(`unexpected ${JSON.stringify(value)}`);
}
