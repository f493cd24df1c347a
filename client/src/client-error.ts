/** What can go wrong between this program and the gateway, apart from the gateway's own refusals (ApiProblem). */
export type ClientErrorCode = 'UNREACHABLE' | 'ANSWER_INVALID' | 'WAIT_EXPIRED';

/**
 * UNREACHABLE: no answer after every try · ANSWER_INVALID: an answer that is not of the promised form ·
 * WAIT_EXPIRED: the time is over and the outcome is not known; post the same events again, or follow `job`.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: ClientErrorCode;
  readonly job: string | undefined;

  constructor(code: ClientErrorCode, detail: string, options: { cause?: unknown; job?: string } = {}) {
    super(`${code}: ${detail}`, 'cause' in options ? { cause: options.cause } : {});
    this.code = code;
    this.job = options.job;
  }
}

/** A problem document's members (RFC 9457) as this API writes them. */
export interface ProblemMembers {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly pointer?: string | undefined;
}

/** A refusal by the gateway or the ledger. `code` is the ledger's (`HOLDING_TOO_SMALL`) or the gateway's own. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** JSON Pointer into what was posted, `''` for the whole. */
  readonly pointer: string;

  constructor(members: ProblemMembers) {
    const detail = members.detail ?? members.title;
    super(`${members.code}: ${detail}`);
    this.status = members.status;
    this.code = members.code;
    this.detail = detail;
    this.pointer = members.pointer ?? '';
  }
}
