import { type Envelope, eventIdOf, limits, type Mode, webCrypto } from '@mengsu/chaincode/model';
import type * as z from 'zod';
import {
  type EventAnswer,
  EventAnswerSchema,
  type EventResult,
  JobSchema,
  type LotAnswer,
  LotAnswerSchema,
  type PostAnswer,
  PostAnswerSchema,
  ProblemSchema,
  type TraceAnswer,
  TraceAnswerSchema,
  WaitingAnswerSchema,
} from './answers.ts';
import {
  type CasesAnswer,
  CasesAnswerSchema,
  type CertificateAnswer,
  CertificateAnswerSchema,
  type QuotasAnswer,
  QuotasAnswerSchema,
} from './answers-law.ts';
import { ApiProblem, ClientError } from './client-error.ts';
import { type Answer, exchange, exchangeLimits, pause, type Request, type Surroundings } from './exchange.ts';

export interface ClientOptions extends Partial<Surroundings> {
  /** Longest time of one call, all its tries and waiting together. */
  readonly callTimeoutMs?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface TraceOptions extends CallOptions {
  readonly direction?: 'back' | 'forward' | 'both';
  readonly depth?: number;
}

export interface CasesOptions extends CallOptions {
  readonly before?: number;
  readonly limit?: number;
}

const callTimeoutDefaultMs = 120_000;
const jobPauseFirstMs = 250;
const jobPauseMaxMs = 4000;

/** The gateway's API. Every call ends: by an answer, an ApiProblem, a ClientError, or the caller's signal. */
export class MengsuClient {
  readonly #base: URL;
  readonly #surroundings: Surroundings;
  readonly #callTimeoutMs: number;

  /** `baseUrl` is the gateway's address, `https://host/` or with a path under which it is served. */
  constructor(baseUrl: string | URL, options: ClientOptions = {}) {
    this.#base = new URL(baseUrl);
    if (!this.#base.pathname.endsWith('/')) this.#base.pathname += '/';
    this.#surroundings = {
      fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
      pause: options.pause ?? pause,
      random: options.random ?? Math.random,
    };
    this.#callTimeoutMs = options.callTimeoutMs ?? callTimeoutDefaultMs;
  }

  /**
   * Posts signed events and waits until the ledger has answered for each of them, in their order. May be called again with the same events: they are recorded once.
   * Throws ApiProblem where the document was refused (in mode `all`: any event), ClientError WAIT_EXPIRED where the ledger is too slow.
   */
  async postEvents(
    document: { readonly mode: Mode; readonly events: readonly Envelope[] },
    options: CallOptions = {},
  ): Promise<PostAnswer> {
    const ids = await Promise.all(document.events.map((event) => eventIdOf(event.payload, webCrypto)));
    const body = JSON.stringify(document);
    const bytes = new TextEncoder().encode(body).length;
    if (bytes > limits.documentBytesMax)
      throw new RangeError(`the document has ${bytes} bytes, at most ${limits.documentBytesMax} can be sent`);
    const signal = this.#callSignal(options.signal);
    return this.#inTime(signal, undefined, async () => {
      const answer = await this.#send('api/events', signal, body);
      if (answer.status !== 202) return inOrder(parseAnswer(PostAnswerSchema, answer), ids);
      return inOrder(await this.#follow(parseAnswer(WaitingAnswerSchema, answer).job, signal), ids);
    });
  }

  /** Waits for a job of an earlier post. Same errors as `postEvents`; its results are in the order of that post. */
  async followJob(job: string, options: CallOptions = {}): Promise<PostAnswer> {
    const signal = this.#callSignal(options.signal);
    return this.#inTime(signal, job, () => this.#follow(job, signal));
  }

  /** A lot with its way and its holdings. Throws ApiProblem (404) where there is none. */
  lot(gtin: string, lot: string, options: CallOptions = {}): Promise<LotAnswer> {
    return this.#read(LotAnswerSchema, lotPath(gtin, lot), options);
  }

  /** The lots that a lot was made of, that were made of it, or both. */
  trace(gtin: string, lot: string, options: TraceOptions = {}): Promise<TraceAnswer> {
    const query = new URLSearchParams({ direction: options.direction ?? 'back' });
    if (options.depth !== undefined) query.set('depth', String(options.depth));
    return this.#read(TraceAnswerSchema, `${lotPath(gtin, lot)}/trace?${query}`, options);
  }

  /** A recorded event with its signed envelope, which this call does not verify. */
  event(id: string, options: CallOptions = {}): Promise<EventAnswer> {
    return this.#read(EventAnswerSchema, `api/events/${encodeURIComponent(id)}`, options);
  }

  /** Recorded events that did not keep rules, the newest first. The answer's `next` is the following call's `before`. */
  cases(options: CasesOptions = {}): Promise<CasesAnswer> {
    const query = new URLSearchParams();
    if (options.before !== undefined) query.set('before', String(options.before));
    if (options.limit !== undefined) query.set('limit', String(options.limit));
    return this.#read(CasesAnswerSchema, query.size > 0 ? `api/cases?${query}` : 'api/cases', options);
  }

  /** A certificate and how it stands, by its id `issuer/number`. Throws ApiProblem (404) where there is none. */
  certificate(id: string, options: CallOptions = {}): Promise<CertificateAnswer> {
    const path = id.split('/').map(encodeURIComponent).join('/');
    return this.#read(CertificateAnswerSchema, `api/certificates/${path}`, options);
  }

  /** What a site may bring in under claims, and how much of it was used. Throws ApiProblem (404) where there is no such site. */
  quotas(party: string, site: string, options: CallOptions = {}): Promise<QuotasAnswer> {
    const path = `api/quotas/${encodeURIComponent(party)}/${encodeURIComponent(site)}`;
    return this.#read(QuotasAnswerSchema, path, options);
  }

  async #read<S extends z.ZodType>(schema: S, path: string, options: CallOptions): Promise<z.output<S>> {
    const signal = this.#callSignal(options.signal);
    return this.#inTime(signal, undefined, async () => parseAnswer(schema, await this.#send(path, signal)));
  }

  async #follow(id: string, signal: AbortSignal): Promise<PostAnswer> {
    return this.#inTime(signal, id, async () => {
      for (let polls = 0; ; polls++) {
        const job = parseAnswer(JobSchema, await this.#send(`api/jobs/${encodeURIComponent(id)}`, signal));
        if (job.state !== 'waiting') return outcomeOf(job);
        const longest = Math.min(jobPauseMaxMs, jobPauseFirstMs * 2 ** polls);
        await this.#surroundings.pause(longest * (0.5 + this.#surroundings.random() / 2), signal);
      }
    });
  }

  #send(path: string, signal: AbortSignal, body?: string): Promise<Answer> {
    const accept = { accept: 'application/json, application/problem+json' };
    const url = new URL(path, this.#base);
    const request: Request =
      body === undefined
        ? { url, method: 'GET', headers: accept }
        : { url, method: 'POST', headers: { ...accept, 'content-type': 'application/json' }, body };
    return exchange(request, this.#surroundings, { ...exchangeLimits, signal });
  }

  #callSignal(caller: AbortSignal | undefined): AbortSignal {
    const bound = AbortSignal.timeout(this.#callTimeoutMs);
    return caller ? AbortSignal.any([caller, bound]) : bound;
  }

  /** Says WAIT_EXPIRED where our own clock ended the call; the caller's abort goes through as it is. */
  async #inTime<T>(signal: AbortSignal, job: string | undefined, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      const ours = error === signal.reason && error instanceof DOMException && error.name === 'TimeoutError';
      if (!ours) throw error;
      throw new ClientError('WAIT_EXPIRED', `no outcome within ${this.#callTimeoutMs} ms`, {
        cause: error,
        ...(job === undefined ? {} : { job }),
      });
    }
  }
}

const lotPath = (gtin: string, lot: string): string =>
  `api/lots/${encodeURIComponent(gtin)}/${encodeURIComponent(lot)}`;

function outcomeOf(job: z.output<typeof JobSchema>): PostAnswer {
  if (job.problem) throw new ApiProblem(job.problem);
  if (!job.results) throw new ClientError('ANSWER_INVALID', `job ${job.id} is over and has no results`);
  return { results: job.results };
}

/** One result for each posted event, in the order of the post. */
function inOrder(answer: PostAnswer, ids: readonly string[]): PostAnswer {
  const byId = new Map(answer.results.map((result) => [result.id, result]));
  const results = ids.map((id): EventResult => {
    const result = byId.get(id);
    if (!result || result.status === 'waiting')
      throw new ClientError('ANSWER_INVALID', `says nothing final of event ${id}`);
    return result;
  });
  return { ...answer, results };
}

function parseAnswer<S extends z.ZodType>(schema: S, answer: Answer): z.output<S> {
  const value = parseJson(answer);
  if (answer.status >= 300) {
    const problem = ProblemSchema.safeParse(value);
    if (problem.success) throw new ApiProblem({ ...problem.data, status: answer.status });
    throw new ClientError('ANSWER_INVALID', `status ${answer.status} without a problem document`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('/') ?? '';
    throw new ClientError('ANSWER_INVALID', `status ${answer.status}, /${path} is not of the promised form`);
  }
  return parsed.data;
}

function parseJson(answer: Answer): unknown {
  try {
    return JSON.parse(answer.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ClientError('ANSWER_INVALID', `status ${answer.status}, not JSON`);
  }
}
