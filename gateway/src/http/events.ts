import {
  DigestSchema,
  documentRefusals,
  parseDocumentValue,
  type SignedDocument,
} from '@mengsu/chaincode/model';
import type { Request, Response, Router } from 'express';
import { type EventResult, type JobAnswer, OutboxFull, type Ticket } from '../outbox/index.ts';
import type { RecordedStatus } from '../outbox/ports.ts';
import { parseJsonBody, rawBody } from './body.ts';
import { Door } from './door.ts';
import { languageOf } from './language.ts';
import { makeRouter } from './make-router.ts';
import type { HttpParts } from './parts.ts';
import { GatewayProblem, type Problem, problemOf, sendProblem } from './problem.ts';

const retryAfterSeconds = 2;

/** POST /api/events, GET /api/events/{id}, GET /api/jobs/{id}. */
export function eventRoutes(parts: HttpParts): Router {
  const router = makeRouter();
  const door = new Door({
    readKeys: (kids) => parts.questions.keys(kids),
    waitingKey: (kid) => parts.outbox.waitingKey(kid),
  });
  router.post('/api/events', rawBody, async (request, response) => {
    const document = await parseDocumentValue(parseJsonBody(request), door.crypto);
    const strangers = await door.verify(document);
    await post(parts, { document, strangers }, { request, response });
  });
  router.get('/api/events/:id', async (request, response) => {
    const { id } = request.params;
    const event = DigestSchema.safeParse(id).success ? await parts.questions.event(id) : undefined;
    if (!event) throw new GatewayProblem('EVENT_UNKNOWN', 'no event with this id is in the index');
    // What is recorded never changes.
    response.set('Cache-Control', 'public, max-age=31536000, immutable').json(event);
  });
  router.get('/api/jobs/:id', async (request, response) => {
    const { id } = request.params;
    const found = /^[\w-]{22}$/.test(id) ? await parts.outbox.find(id) : undefined;
    if (!found) throw new GatewayProblem('JOB_UNKNOWN', 'no job with this id is kept');
    response.set('Cache-Control', 'no-store').json({ id, ...jobState(found.answer, request) });
  });
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/** A document whose signatures were verified, but for those of `strangers`. */
interface Verified {
  readonly document: SignedDocument;
  readonly strangers: readonly string[];
}

async function post(parts: HttpParts, verified: Verified, exchange: Exchange): Promise<void> {
  const { document } = verified;
  const ids = document.events.map(({ id }) => id);
  const recorded = await parts.questions.recorded(ids);
  if (recorded.size === ids.length) {
    const results = ids.flatMap((id) => existing(id, recorded.get(id)));
    return sendAnswer({ state: 'done', results }, document, exchange);
  }
  const ticket = offer(parts, verified);
  const answer = await within(ticket.answer, waitMsOf(exchange.request, parts), parts.stopping);
  if (answer) return sendAnswer(answer, document, exchange);
  await promised(ticket);
  exchange.response
    .status(202)
    .set({ Location: `/api/jobs/${ticket.jobId}`, 'Cache-Control': 'no-store' })
    .json({ job: ticket.jobId, results: ids.map((id) => ({ id, status: 'waiting' })) });
}

function existing(id: string, known: RecordedStatus | undefined): EventResult[] {
  if (!known) return [];
  const { block, recordedAt, breaches } = known;
  return [{ id, status: 'exists', breaches: [...breaches], block, recordedAt }];
}

function offer(parts: HttpParts, { document, strangers }: Verified): Ticket {
  try {
    return parts.outbox.post(document, strangers);
  } catch (error) {
    if (!(error instanceof OutboxFull)) throw error;
    throw new GatewayProblem('OUTBOX_FULL', error.message, {
      'Retry-After': String(retryAfterSeconds),
    });
  }
}

/** A job is told only once it is on disk. The outbox's alarm has the cause. */
async function promised(ticket: Ticket): Promise<void> {
  try {
    await ticket.promise();
  } catch {
    throw new GatewayProblem('STORE_UNAVAILABLE', 'the store does not take the document', {
      'Retry-After': String(retryAfterSeconds),
    });
  }
}

/** `Prefer: wait=N` in seconds, `respond-async` = not at all (RFC 7240 §4.1, §4.3); else the configured time. */
function waitMsOf(request: Request, { settings }: HttpParts): number {
  const prefer = request.get('Prefer') ?? '';
  if (/(^|,)\s*respond-async\s*(,|;|$)/.test(prefer) && !/wait=/.test(prefer)) return 0;
  const seconds = /(?:^|,)\s*wait=(\d{1,5})\s*(?:,|;|$)/.exec(prefer)?.[1];
  return seconds === undefined ? settings.waitMs : Math.min(Number(seconds) * 1000, settings.waitMaxMs);
}

function within(
  answer: Promise<JobAnswer>,
  waitMs: number,
  stopping: AbortSignal,
): Promise<JobAnswer | undefined> {
  if (stopping.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const giveUp = (): void => resolve(undefined);
    const timer = setTimeout(giveUp, waitMs);
    stopping.addEventListener('abort', giveUp, { once: true });
    void answer.then((given) => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', giveUp);
      resolve(given);
    });
  });
}

/** 200 with a result per event, or the problem that refused the document. */
function sendAnswer(answer: JobAnswer, document: SignedDocument, { request, response }: Exchange): void {
  const judged = judge(answer, document);
  if (judged.state === 'refused') sendProblem(response, problemOf(judged, languageOf(request)));
  else response.set('Cache-Control', 'no-store').json(withBlock(judged.results));
}

/** A job's answer as this document's: a single event may have been joined in the other mode. */
function judge(answer: JobAnswer, document: SignedDocument): JobAnswer {
  if (answer.state === 'refused') return refusedAlone(answer, document) ?? answer;
  const byId = new Map(answer.results.map((result) => [result.id, result]));
  const results = document.events.flatMap(({ id }) => byId.get(id) ?? []);
  const refused = results.findIndex(({ status }) => status === 'refused');
  const first = results[refused];
  if (document.mode === 'each' || first?.status !== 'refused') return { state: 'done', results };
  const { code, detail, pointer = '' } = first;
  return { state: 'refused', code, detail, pointer: `/events/${refused}${pointer}` };
}

/** One event in mode `each` has its refusal as its result, unless nothing in the document could be believed. */
function refusedAlone(
  answer: JobAnswer & { state: 'refused' },
  document: SignedDocument,
): JobAnswer | undefined {
  const [only, ...others] = document.events;
  if (document.mode !== 'each' || !only || others.length > 0 || answer.code === 'LAW_FAILED')
    return undefined;
  const { code, detail } = answer;
  if (documentRefusals.has(code)) return undefined;
  const pointer = answer.pointer.replace(/^\/events\/0(?=\/|$)/, '');
  return {
    state: 'done',
    results: [{ id: only.id, status: 'refused', code, detail, ...(pointer && { pointer }) }],
  };
}

/** `block` is the last block that the results stand in. */
function withBlock(results: readonly EventResult[]): { results: readonly EventResult[]; block?: number } {
  const blocks = results.flatMap(({ block }) => block ?? []);
  return blocks.length === 0 ? { results } : { results, block: Math.max(...blocks) };
}

type JobState =
  | { readonly state: 'waiting' }
  | { readonly state: 'done'; readonly results: readonly EventResult[]; readonly block?: number }
  | { readonly state: 'refused'; readonly problem: Problem };

function jobState(answer: JobAnswer | undefined, request: Request): JobState {
  if (!answer) return { state: 'waiting' };
  if (answer.state === 'done') return { state: 'done', ...withBlock(answer.results) };
  return { state: 'refused', problem: problemOf(answer, languageOf(request)) };
}
