import { describe, expect, it } from 'vitest';
import { Pace } from './pace.ts';
import { pacedCrypto } from './paced-crypto.ts';

const paceOf = (sliceMs: number, restMs: number, isBusy = false) =>
  new Pace({ sliceMs, restMs, restBusyMs: restMs * 10, isBusy: () => isBusy });

async function msOf(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

describe('a pace', () => {
  it('asks for no rest within a slice, and for one after it', async () => {
    expect(paceOf(60_000, 10).breathe()).toBeUndefined();
    const pace = paceOf(0, 10);
    expect(await msOf(() => pace.breathe())).toBeGreaterThanOrEqual(9);
  });

  it('rests longer while others are busy', async () => {
    expect(await msOf(() => paceOf(0, 10, true).breathe())).toBeGreaterThanOrEqual(99);
  });

  it('is kept by the law’s cryptography, whose answers it does not change', async () => {
    const crypto = pacedCrypto(paceOf(0, 5));
    const data = new TextEncoder().encode('abc');
    const digest = await crypto.sha256(data);
    expect(Buffer.from(digest).toString('hex')).toMatch(/^ba7816bf/);
    const offCurve = { x: 'A'.repeat(43), y: 'B'.repeat(43) };
    expect(await crypto.verifyEs256(offCurve, new Uint8Array(64).fill(1), data)).toBe(false);
    expect(await msOf(() => crypto.sha256(data))).toBeGreaterThanOrEqual(4);
  });
});
