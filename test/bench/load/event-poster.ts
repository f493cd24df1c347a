import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { PresignedPost } from './presigned.ts';

/** How a post ended: every event of it is on the ledger, or the post was turned away. */
export interface PostEnd {
  /** From sending to the answer that says VALID, the waiting for a job included. */
  readonly latencyMs: number;
  /** Times that it was answered 202 or 429 on the way. */
  readonly waits: number;
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
  readonly text: string;
}

interface PostAnswer {
  readonly results: readonly { readonly id: string; readonly status: string }[];
}

const jobPauseMs = 100;
const fullPauseMs = 200;
const waitsMax = 600;

/** Posts over connections that stay open, and knows an event for recorded only when the answer says so. */
export class EventPoster {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections, scheduling: 'fifo' });
  }

  /** Throws where any event was not recorded. */
  async post({ ids, body }: PresignedPost): Promise<PostEnd> {
    const startedAt = performance.now();
    let waits = 0;
    let answer = await this.#exchange('POST', '/api/events', body);
    for (; answer.status === 202 || answer.status === 429 || isWaiting(answer); waits++) {
      if (waits === waitsMax) throw new Error(`no answer to a post after ${waitsMax} waits`);
      await pause(answer.status === 429 ? fullPauseMs : jobPauseMs);
      answer =
        answer.status === 429
          ? await this.#exchange('POST', '/api/events', body)
          : await this.#exchange('GET', answer.location ?? '', undefined);
    }
    const latencyMs = performance.now() - startedAt;
    requireRecorded(answer, ids);
    return { latencyMs, waits };
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange(method: 'GET' | 'POST', path: string, body: string | undefined): Promise<Answer> {
    const { hostname, port } = this.#url;
    const headers =
      body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const call = request({ agent: this.#agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            location: response.headers.location ?? (method === 'GET' ? path : undefined),
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      call.once('error', reject);
      call.end(body);
    });
  }
}

const isWaiting = ({ status, text }: Answer): boolean => status === 200 && text.includes('"state":"waiting"');

function requireRecorded({ status, text }: Answer, ids: readonly string[]): void {
  if (status !== 200) throw new Error(`a post was answered ${status}: ${text.slice(0, 500)}`);
  const { results = [] } = JSON.parse(text) as Partial<PostAnswer>;
  const recorded = results.filter(
    (result, index) => result.status === 'recorded' && result.id === ids[index],
  );
  if (recorded.length !== ids.length) {
    throw new Error(`${ids.length} events were posted, ${recorded.length} recorded: ${text.slice(0, 500)}`);
  }
}
