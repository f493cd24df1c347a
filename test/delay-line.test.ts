import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { DelayLine } from './system/delay-line.ts';

describe('a delay line', () => {
  it('passes everything on in order, each piece late, also where the delay becomes shorter', async () => {
    let delayMs = 80;
    const line = new DelayLine(() => delayMs);
    const startedAt = performance.now();
    line.write('one ');
    delayMs = 0;
    line.end('two');
    const first = once(line, 'readable').then(() => performance.now() - startedAt);
    expect(await text(line)).toBe('one two');
    expect(await first).toBeGreaterThanOrEqual(75);
  });
});
