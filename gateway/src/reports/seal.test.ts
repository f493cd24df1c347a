import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSeal, ReportsKeyUnusable } from './seal.ts';

const folder = mkdtempSync(join(tmpdir(), 'seal-'));
const file = join(folder, 'reports-key');
afterAll(() => rmSync(folder, { recursive: true }));

describe('the seal', () => {
  it('opens what it has sealed, also after a restart, and never seals alike', () => {
    const seal = openSeal(file);
    const [one, two] = [
      seal.seal('电话 13800000000', 'T1 complaint'),
      seal.seal('电话 13800000000', 'T1 complaint'),
    ];
    expect(one).not.toBe(two);
    expect(openSeal(file).open(one, 'T1 complaint')).toBe('电话 13800000000');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('does not open under another report, another key, or when anything was changed', () => {
    const seal = openSeal(file);
    const sealed = seal.seal('words', 'T1 complaint');
    expect(() => seal.open(sealed, 'T2 complaint')).toThrow(ReportsKeyUnusable);
    expect(() => openSeal(join(folder, 'another')).open(sealed, 'T1 complaint')).toThrow(ReportsKeyUnusable);
    const bytes = Buffer.from(sealed, 'base64url');
    for (const at of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => seal.open(changed.toString('base64url'), 'T1 complaint')).toThrow(ReportsKeyUnusable);
    }
    expect(() => seal.open('', 'T1 complaint')).toThrow(ReportsKeyUnusable);
  });

  it('refuses a key that others may read, and a file that holds none, and leaves both as they are', () => {
    const open = join(folder, 'open');
    openSeal(open);
    chmodSync(open, 0o644);
    expect(() => openSeal(open)).toThrow('mode 0600');
    const wrong = join(folder, 'wrong');
    writeFileSync(wrong, 'secret', { mode: 0o600 });
    expect(() => openSeal(wrong)).toThrow('holds no key');
    expect(readFileSync(wrong, 'utf8')).toBe('secret');
  });
});
