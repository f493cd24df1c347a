import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCodeKey } from './code-key.ts';
import { drawSerials } from './draw-serials.ts';
import { CheckKey } from './serial.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mengsu-key-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const serialOf = (key: CheckKey): string => [...drawSerials(1, key)][0]?.toString('latin1').trimEnd() ?? '';

describe('the key of check characters', () => {
  it('is made at its first need, for its owner alone, and is the same ever after', async () => {
    const file = path.join(folder, 'deep', 'code-key');
    const serial = serialOf(await openCodeKey(file));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await openCodeKey(file)).accepts(serial)).toBe(true);
    expect((await openCodeKey(path.join(folder, 'other'))).accepts(serial)).toBe(false);
  });

  it('is one for all who make it at the same time', async () => {
    const file = path.join(folder, 'code-key');
    const keys = await Promise.all([1, 2, 3, 4].map(() => openCodeKey(file)));
    const serial = serialOf(keys[0] as CheckKey);
    expect(keys.map((key) => key.accepts(serial))).toEqual([true, true, true, true]);
  });

  it.each(['', 'short', `${'A'.repeat(42)}!`])(
    'is refused where it is %j, and stays as it is',
    async (text) => {
      const file = path.join(folder, 'code-key');
      writeFileSync(file, text, { mode: 0o600 });
      await expect(openCodeKey(file)).rejects.toThrow('is no code key');
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('is refused where others can read it, and no message holds it', async () => {
    const file = path.join(folder, 'code-key');
    await openCodeKey(file);
    chmodSync(file, 0o644);
    const error = await openCodeKey(file).catch((caught: Error) => caught);
    expect(String(error)).toContain('can be read by others');
    expect(String(error)).not.toContain(readFileSync(file, 'utf8').trim());
  });

  it.each([31, 33])('cannot have %i bytes', (bytes) => {
    expect(() => new CheckKey(new Uint8Array(bytes))).toThrow(RangeError);
  });
});
