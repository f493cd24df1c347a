import { setTimeout as pause } from 'node:timers/promises';

const timeoutMs = 60_000;
const pollMs = 200;

interface Answering {
  readonly url: string;
}

/** What /readyz says is wrong, ready or not. */
export async function reasonsOf({ url }: Answering): Promise<string[]> {
  const answer = await fetch(new URL('/readyz', url));
  const { reasons } = (await answer.json()) as { reasons: readonly { part: string; reason: string }[] };
  return reasons.map(({ part, reason }) => `${part}: ${reason}`);
}

/** Resolves with the first reason of /readyz that fits. Throws where there is none within a minute. */
export async function untilReasonOf(gateway: Answering, pattern: RegExp): Promise<string> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const reasons = await reasonsOf(gateway);
    const found = reasons.find((reason) => pattern.test(reason));
    if (found !== undefined) return found;
    if (performance.now() > until)
      throw new Error(`/readyz does not say ${pattern}, but: ${reasons.join('; ') || 'nothing'}`);
    await pause(pollMs);
  }
}

/** Resolves when /readyz says that nothing is wrong. Throws where that takes over a minute. */
export async function untilNoReasonOf(gateway: Answering): Promise<void> {
  const until = performance.now() + timeoutMs;
  for (;;) {
    const reasons = await reasonsOf(gateway);
    if (reasons.length === 0) return;
    if (performance.now() > until) throw new Error(`/readyz still says: ${reasons.join('; ')}`);
    await pause(pollMs);
  }
}
