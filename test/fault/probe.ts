import { setTimeout as delay } from 'node:timers/promises';
import { type Producer, sign } from '../system/founded-network.ts';
import type { AccountBook } from './account-book.ts';

const tryTimeoutMs = 1_500;
const tryPauseMs = 15;
const recoveryTimeoutMs = 60_000;

let probes = 0;

/** Posts one new event without patience until it is recorded, which must stand after the party's last one; answers when (performance.now). Throws where that takes over a minute. */
export async function probe(url: string, own: Producer, book: AccountBook): Promise<number> {
  probes += 1;
  const lot = `${own.gtin}/P${probes}`;
  const amount = { count: 1, massG: 38_000 };
  const envelope = await sign(own.device, { act: 'commission', site: own.sites[0], lot, amount });
  const document = await book.open('each', [
    { envelope, expected: 'recorded', effects: [{ lot, amount, to: 'available' }] },
  ]);
  book.ordered(own.party, document);
  const body = JSON.stringify({ mode: 'each', events: [envelope] });
  const until = performance.now() + recoveryTimeoutMs;
  while (performance.now() < until) {
    if (await isRecorded(url, body)) {
      const [posted] = document.events;
      posted?.answers.push({ id: posted.id, status: 'recorded' });
      return performance.now();
    }
    await delay(tryPauseMs);
  }
  throw new Error(`no new event was recorded within ${recoveryTimeoutMs / 1000} s`);
}

async function isRecorded(url: string, body: string): Promise<boolean> {
  try {
    const answer = await fetch(new URL('/api/events', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=1' },
      body,
      signal: AbortSignal.timeout(tryTimeoutMs),
    });
    const text = await answer.text();
    if (answer.status === 200 && /"status":"(recorded|exists)"/.test(text)) return true;
    if (answer.status === 202 || answer.status >= 429) return false;
    throw new RangeError(`the probe was answered ${answer.status}: ${text}`);
  } catch (error) {
    // Nobody listens, the connection broke, or it took too long.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false;
    throw error;
  }
}
