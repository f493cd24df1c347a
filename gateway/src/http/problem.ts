import {
  LedgerError,
  type LedgerErrorCode,
  refusalSentences,
  refusals,
  type Sentence,
} from '@mengsu/chaincode/model';
import type { Response } from 'express';

/** What the gateway itself refuses, beside the law's refusals. */
export const gatewayProblems = {
  REQUEST_INVALID: 400,
  CODE_INVALID: 400,
  REPORT_INVALID: 400,
  ORIGIN_REFUSED: 403,
  NOT_FOUND: 404,
  RECEIPT_UNKNOWN: 404,
  CODES_INVALID: 400,
  LABEL_TOO_SMALL: 400,
  LABELS_CLOSED: 403,
  CODES_NOT_ISSUED: 409,
  CODE_UNKNOWN: 404,
  CODE_SET_UNKNOWN: 404,
  JOB_UNKNOWN: 404,
  EVENT_UNKNOWN: 404,
  PROOF_NOT_YET: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  MEDIA_TYPE_UNSUPPORTED: 415,
  REQUEST_TOO_SLOW: 408,
  HEADERS_TOO_LARGE: 431,
  RATE_LIMITED: 429,
  OUTBOX_FULL: 429,
  REPORTS_FULL: 429,
  LABELS_BUSY: 429,
  UPLOADS_BUSY: 429,
  INTERNAL: 500,
  LAW_FAILED: 502,
  NOT_READY: 503,
  STORE_UNAVAILABLE: 503,
  FONT_MISSING: 503,
} as const;

export type GatewayProblemCode = keyof typeof gatewayProblems;
export type ProblemCode = LedgerErrorCode | GatewayProblemCode;

const sentences = {
  REQUEST_INVALID: { zh: '请求的内容不正确', en: 'The request is not valid' },
  CODE_INVALID: { zh: '编码不正确，请检查校验位', en: 'The code is not valid; check its check digit' },
  REPORT_INVALID: {
    zh: '投诉或举报没有填写完整，或有一项不符合要求',
    en: 'A part of the report is missing or not valid',
  },
  ORIGIN_REFUSED: { zh: '这份表单不是从本站提交的', en: 'This form was not sent from this site' },
  RECEIPT_UNKNOWN: {
    zh: '没有这个回执号，或已过保存期',
    en: 'There is no such receipt, or its report is no longer kept',
  },
  REPORTS_FULL: { zh: '目前不能再接收，请拨打 12315', en: 'No more can be taken now; please call 12315' },
  CODES_INVALID: { zh: '编码文件不正确', en: 'The file of codes is not valid' },
  LABEL_TOO_SMALL: { zh: '标签太小，放不下要印的内容', en: 'The label is too small for what it must say' },
  LABELS_CLOSED: { zh: '这里不提供单件标签', en: 'Labels of pieces are not given here' },
  LABELS_BUSY: { zh: '正在生成其他标签，请稍后再试', en: 'Other labels are being drawn; try again later' },
  FONT_MISSING: { zh: '缺少印标签所需的字体', en: 'The font that the label needs is missing' },
  CODES_NOT_ISSUED: {
    zh: '编码文件与账本上的赋码不符',
    en: 'The file holds other codes than were issued on the ledger',
  },
  CODE_UNKNOWN: { zh: '没有这个编码', en: 'There is no such code' },
  CODE_SET_UNKNOWN: { zh: '没有这一组编码', en: 'There is no such set of codes' },
  UPLOADS_BUSY: {
    zh: '正在接收其他编码文件，请稍后再试',
    en: 'Other files of codes are arriving; try again later',
  },
  NOT_FOUND: { zh: '这里什么也没有', en: 'There is nothing here' },
  JOB_UNKNOWN: { zh: '没有这个任务，或已过保存期', en: 'There is no such job, or it is too old' },
  EVENT_UNKNOWN: { zh: '账本上没有这条记录', en: 'There is no such record on the ledger' },
  PROOF_NOT_YET: {
    zh: '尚未有足够的机构见证，请稍后再试',
    en: 'Not enough organisations have witnessed it yet; try again later',
  },
  METHOD_NOT_ALLOWED: { zh: '这个地址不支持此方法', en: 'This address does not support the method' },
  NOT_ACCEPTABLE: { zh: '没有所要求的格式', en: 'There is no such format' },
  MEDIA_TYPE_UNSUPPORTED: { zh: '只接受未压缩的 JSON', en: 'Only JSON that is not compressed is accepted' },
  REQUEST_TOO_SLOW: { zh: '请求没有及时送达', en: 'The request did not arrive in time' },
  HEADERS_TOO_LARGE: { zh: '请求头太长', en: 'The headers of the request are too long' },
  RATE_LIMITED: { zh: '请求太频繁，请稍后再试', en: 'Too many requests; try again later' },
  OUTBOX_FULL: {
    zh: '等待上链的记录太多，请稍后再试',
    en: 'Too many records wait for the ledger; try again later',
  },
  INTERNAL: { zh: '系统出错', en: 'Something went wrong on our side' },
  LAW_FAILED: { zh: '账本无法处理这条记录', en: 'The ledger has no answer to this record' },
  STORE_UNAVAILABLE: {
    zh: '系统暂时无法保存记录，请稍后再试',
    en: 'The record cannot be stored now; try again later',
  },
  NOT_READY: { zh: '系统还没有准备好，请稍后再试', en: 'The system is not ready; try again later' },
} as const satisfies Record<GatewayProblemCode, Sentence>;

/** A refusal by the gateway itself. `detail` carries nothing of a library's text. */
export class GatewayProblem extends Error {
  override readonly name = 'GatewayProblem';
  readonly code: GatewayProblemCode;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: GatewayProblemCode, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.code = code;
    this.headers = headers;
  }
}

/** A problem document (RFC 9457). `pointer` is a JSON Pointer into the request's body. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly pointer?: string;
  readonly instance?: string;
}

export type ProblemLanguage = keyof Sentence;

export const problemCodes = [...Object.keys(refusals), ...Object.keys(gatewayProblems)] as ProblemCode[];

export function statusOf(code: ProblemCode): number {
  return code in refusals ? refusals[code as LedgerErrorCode] : gatewayProblems[code as GatewayProblemCode];
}

export function problemOf(
  said: {
    readonly code: ProblemCode;
    readonly detail: string;
    readonly pointer?: string;
    readonly instance?: string;
  },
  language: ProblemLanguage,
): Problem {
  const { code, detail, pointer, instance } = said;
  const title = { ...refusalSentences, ...sentences }[code][language];
  return {
    type: `/openapi.json#${code}`,
    title,
    status: statusOf(code),
    code,
    detail,
    ...(pointer !== undefined && pointer !== '' && { pointer }),
    ...(instance !== undefined && { instance }),
  };
}

export function sendProblem(response: Response, problem: Problem): void {
  response
    .status(problem.status)
    .set('Content-Type', 'application/problem+json; charset=utf-8')
    .set('Cache-Control', 'no-store')
    .send(JSON.stringify(problem));
}

/** The refusal that an outbox answer, the law or the gateway gave, as what `problemOf` takes; undefined for any other error. */
export function refusalOf(
  error: unknown,
): { readonly code: ProblemCode; readonly detail: string; readonly pointer?: string } | undefined {
  if (error instanceof LedgerError) return { code: error.code, detail: error.detail, pointer: error.pointer };
  if (error instanceof GatewayProblem) return { code: error.code, detail: error.message };
  return undefined;
}
