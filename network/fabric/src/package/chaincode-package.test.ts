import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { makePackage, slotOf } from './chaincode-package.ts';
import { gzipStored } from './gzip.ts';
import { makeTar } from './tar.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-package-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('a chaincode package', () => {
  it('is the same bytes whenever and wherever it is made', () => {
    const { id, bytes } = makePackage('mengsu_1.0_abc', 0);
    expect(makePackage('mengsu_1.0_abc', 0).bytes.equals(bytes)).toBe(true);
    expect(id).toBe('mengsu_1.0_abc:b81fc22c00e174e73fd8affd1027a68f4af47be45e1bb6f55a740f012d58d5a7');
  });

  it('has another id for another label or slot', () => {
    const ids = [makePackage('a', 0), makePackage('a', 1), makePackage('b', 0)].map(
      ({ id }) => id.split(':')[1],
    );
    expect(new Set(ids).size).toBe(3);
  });

  it('is an archive that tar reads: metadata, and code with the slot', () => {
    const file = path.join(folder, 'package.tar.gz');
    writeFileSync(file, makePackage('mengsu_1.0_abc', 1).bytes);
    execFileSync('tar', ['-xzf', file, '-C', folder]);
    execFileSync('tar', ['-xzf', path.join(folder, 'code.tar.gz'), '-C', folder]);
    expect(readFileSync(path.join(folder, 'metadata.json'), 'utf8')).toBe(
      '{"path":"","type":"mengsu-service","label":"mengsu_1.0_abc"}',
    );
    expect(readFileSync(path.join(folder, 'slot'), 'utf8')).toBe('1\n');
  });

  it('takes turns between the slots', () => {
    expect([1, 2, 3, 4].map(slotOf)).toEqual([0, 1, 0, 1]);
  });

  it.each(['', 'a b', '-a', 'a/b', 'a'.repeat(100)])('is refused under the label %j', (label) => {
    expect(() => makePackage(label, 0)).toThrow(/is no label/);
  });
});

describe('an archive', () => {
  it.each([0, 1, 65_535, 65_536, 200_000])('of %i bytes comes back from gzip', (size) => {
    const content = Buffer.alloc(size, 'mengsu');
    expect(gunzipSync(gzipStored(content)).equals(content)).toBe(true);
  });

  it('refuses a name that its header cannot hold', () => {
    expect(() => makeTar([{ name: 'n'.repeat(101), content: Buffer.alloc(0) }])).toThrow(/is no name/);
  });
});
