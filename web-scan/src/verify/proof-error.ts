/** Every reason why a proof is refused (docs/proof.md, What a verifier checks), in the order of the checks. */
export const proofCodes = [
  'PINS_INVALID',
  'BUNDLE_INVALID',
  'CHECKPOINT_INVALID',
  'WRONG_NETWORK',
  'CHECKPOINT_UNTRUSTED',
  'NOT_IN_LOG',
  'NOT_IN_STATES',
  'SUBJECT_INCOMPLETE',
  'SIGNATURE_INVALID',
  'SIGNER_UNKNOWN',
  'SIGNER_REVOKED',
  'SUBJECT_MISSING',
  'FORKED',
  'CODE_UNPROVEN',
] as const;
export type ProofCode = (typeof proofCodes)[number];

/** The one error of a proof. `pointer` is a JSON Pointer (RFC 6901) into what was refused, `''` for the whole. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
  readonly code: ProofCode;
  readonly detail: string;
  readonly pointer: string;

  constructor(code: ProofCode, detail: string, pointer = '') {
    super(`${code}: ${pointer === '' ? '' : `${pointer} `}${detail}`);
    this.code = code;
    this.detail = detail;
    this.pointer = pointer;
  }
}
