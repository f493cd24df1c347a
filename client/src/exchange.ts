import { ClientError } from './client-error.ts';

/** One request as plain values, so that it can be sent again. */
export interface Request {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The world outside, to be replaced in tests. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  /** Resolves after `delayMs`; rejects with the signal's reason when it aborts. */
  readonly pause: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface ExchangeLimits {
  /** Tries of one request. */
  readonly triesMax: number;
  /** One try, from connecting to the last byte. */
  readonly requestTimeoutMs: number;
  /** Longest pause before the next try, whatever Retry-After asks. */
  readonly pauseMaxMs: number;
  readonly answerBytesMax: number;
}

export const exchangeLimits: ExchangeLimits = {
  triesMax: 8,
  requestTimeoutMs: 45_000,
  pauseMaxMs: 30_000,
  answerBytesMax: 8 * 1024 * 1024,
};

const pauseFirstMs = 200;
/** The gateway is full or away for a moment: the same request may be sent again (every event is idempotent by its id). */
const statusesToRetry: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends a request until there is an answer that is final. Answers 429, 502, 503 and 504 and broken connections are tried again, with jitter and never sooner than Retry-After asks,
 * as long as `signal` allows; the last such answer is returned.
 * Throws ClientError (UNREACHABLE, ANSWER_INVALID), or the signal's reason.
 */
export async function exchange(
  request: Request,
  surroundings: Surroundings,
  bounds: ExchangeLimits & { readonly signal: AbortSignal },
): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    bounds.signal.throwIfAborted();
    const last = tries >= bounds.triesMax;
    const outcome = await tryOnce(request, surroundings, bounds);
    if ('answer' in outcome) {
      if (last || !statusesToRetry.has(outcome.answer.status)) return outcome.answer;
    } else if (last) {
      throw new ClientError('UNREACHABLE', `${request.url.host} gave no answer in ${tries} tries`, {
        cause: outcome.failure,
      });
    }
    const asked = 'answer' in outcome ? retryAfterMs(outcome.answer.headers) : 0;
    await surroundings.pause(pauseMs(tries, asked, surroundings, bounds), bounds.signal);
  }
}

/** Full jitter over a doubling pause, added to what the server asked for, so that many clients do not come back together. */
function pauseMs(
  tries: number,
  askedMs: number,
  { random }: Surroundings,
  { pauseMaxMs }: ExchangeLimits,
): number {
  const jitter = random() * pauseFirstMs * 2 ** tries;
  return Math.min(pauseMaxMs, askedMs + jitter);
}

type Outcome = { readonly answer: Answer } | { readonly failure: unknown };

async function tryOnce(
  request: Request,
  surroundings: Surroundings,
  bounds: ExchangeLimits & { readonly signal: AbortSignal },
): Promise<Outcome> {
  const signal = AbortSignal.any([bounds.signal, AbortSignal.timeout(bounds.requestTimeoutMs)]);
  const { url, ...init } = request;
  try {
    const response = await surroundings.fetch(url, { ...init, signal, redirect: 'error' });
    const text = await readText(response, bounds.answerBytesMax);
    return { answer: { status: response.status, headers: response.headers, text } };
  } catch (failure) {
    bounds.signal.throwIfAborted();
    if (failure instanceof ClientError) throw failure;
    // fetch says TypeError for a broken connection, and the timeout is a TimeoutError.
    if (failure instanceof TypeError || (failure instanceof DOMException && failure.name === 'TimeoutError'))
      return { failure };
    throw failure;
  }
}

/** Reads no more than `bytesMax`. */
async function readText(response: Response, bytesMax: number): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > bytesMax) {
      await reader.cancel();
      throw new ClientError('ANSWER_INVALID', `has over ${bytesMax} bytes`);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** RFC 9110 §10.2.3: seconds, or a date. 0 where the header is missing or unreadable. */
export function retryAfterMs(headers: Headers, nowMs: number = Date.now()): number {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? 0 : Math.max(0, date - nowMs);
}

/** A pause that ends early, with the signal's reason, when the signal aborts. */
export function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}
