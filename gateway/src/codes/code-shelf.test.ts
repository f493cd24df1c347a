import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { creditCodeCheckCharacter } from '@mengsu/chaincode/model';
import { afterAll, describe, expect, it } from 'vitest';
import { CodeShelf, type IssuedSet } from './code-shelf.ts';
import { alphabet, CheckKey } from './serial.ts';
import { membershipHolds } from './testing-membership.ts';
import { writeSet } from './write-set.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-codes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const secret = randomBytes(32);
const key = new CheckKey(secret);
const party = `91150000MA0N12345${creditCodeCheckCharacter('91150000MA0N12345')}`;
const name = { lot: '09521500000129/L1', party, set: 1 };
let files = 0;

async function make(count: number) {
  const file = path.join(folder, `${++files}.txt`);
  const { root } = await writeSet(file, { count, key });
  return { file, issued: { ...name, count, root } satisfies IssuedSet, serials: linesOf(file) };
}
const linesOf = (file: string): string[] => readFileSync(file, 'latin1').trimEnd().split('\n');
const emptyShelf = (): { shelf: CodeShelf; at: string } => {
  const at = path.join(folder, `shelf-${++files}`);
  return { shelf: new CodeShelf(at), at };
};
async function take(shelf: CodeShelf, file: string, issued: IssuedSet): Promise<void> {
  const draft = await shelf.makeDraft();
  copyFileSync(file, draft);
  await shelf.take(draft, issued, key);
}

const sha256 = (...parts: (Buffer | string)[]): Buffer =>
  parts.reduce((digest, part) => digest.update(part), createHash('sha256')).digest();
/** RFC 6962 §2.1 as it is written: split at the largest power of two below. */
function rootOf(texts: readonly string[]): Buffer {
  if (texts.length === 1) return sha256(Buffer.of(0), texts[0] ?? '');
  let half = 1;
  while (half * 2 < texts.length) half *= 2;
  return sha256(Buffer.of(1), rootOf(texts.slice(0, half)), rootOf(texts.slice(half)));
}

describe('a set of codes', () => {
  it('is sorted, distinct, and ends each serial with four characters of the HMAC of the others', async () => {
    const { serials } = await make(1000);
    expect(new Set(serials).size).toBe(1000);
    expect(serials).toEqual([...serials].sort());
    for (const serial of serials) {
      expect(serial).toMatch(/^[0-9A-HJKMNP-TV-Z]{20}$/);
      const mac = createHmac('sha256', secret).update(serial.slice(0, 16)).digest();
      const bits = mac.readUInt32BE(0) >>> 12;
      const checks = [15, 10, 5, 0].map((shift) => alphabet[(bits >>> shift) & 31]).join('');
      expect(serial.slice(16)).toBe(checks);
    }
  });

  it.each([1, 2, 3, 255, 256, 257, 511, 512, 513, 1000])(
    'of %i has the root of RFC 6962, and proves each that is tried',
    async (count) => {
      const { file, issued, serials } = await make(count);
      expect(issued.root).toBe(rootOf(serials).toString('base64url'));
      const { shelf } = emptyShelf();
      await take(shelf, file, issued);
      for (const index of new Set([0, 1, 255, 256, 257, Math.floor(count / 2), count - 2, count - 1])) {
        const serial = serials[index];
        if (serial === undefined) continue;
        const found = await shelf.find(issued, serial);
        expect(found).toMatchObject({ ...name, serial, index, count });
        expect(found && membershipHolds(found, issued.root)).toBe(true);
      }
    },
  );

  it('proves nothing for another serial, place, count or root', async () => {
    const { file, issued, serials } = await make(700);
    const { shelf } = emptyShelf();
    await take(shelf, file, issued);
    const found = await shelf.find(issued, serials[300] ?? '');
    if (!found) throw new Error('not found');
    const wrong = [
      { ...found, serial: serials[301] ?? '' },
      { ...found, index: 301 },
      { ...found, index: 700 },
      { ...found, path: found.path.slice(1) },
      { ...found, path: [...found.path, found.path[0] ?? ''] },
    ];
    for (const one of wrong) expect(membershipHolds(one, issued.root)).toBe(false);
    expect(membershipHolds(found, sha256('another').toString('base64url'))).toBe(false);
  });

  it('does not find what is not in it, before, between and after its serials', async () => {
    const { file, issued, serials } = await make(600);
    const { shelf } = emptyShelf();
    await take(shelf, file, issued);
    for (const serial of ['0'.repeat(20), 'Z'.repeat(20), `${serials[256]?.slice(0, 19)}!`])
      expect(await shelf.find(issued, serial)).toBeUndefined();
  });

  it.each([0, -1, 1.5, 10_000_001])('cannot have %d codes', async (count) => {
    await expect(make(count)).rejects.toThrow(RangeError);
  });

  it('does not overwrite a file', async () => {
    const { file } = await make(2);
    await expect(writeSet(file, { count: 2, key })).rejects.toThrow('EEXIST');
  });
});

describe('the shelf', () => {
  it('takes a set twice, keeps it from others, and lists it', async () => {
    const { file, issued } = await make(300);
    const { shelf, at } = emptyShelf();
    expect(await shelf.list()).toEqual([]);
    expect(await shelf.has(issued)).toBe(false);
    await take(shelf, file, issued);
    await take(shelf, file, issued);
    expect(await shelf.has(issued)).toBe(true);
    expect(await shelf.has({ ...issued, root: `${'A'.repeat(43)}` })).toBe(false);
    expect(await shelf.list()).toEqual([issued]);
    expect(readdirSync(at)).toHaveLength(3);
    for (const name of readdirSync(at)) expect(statSync(path.join(at, name)).mode & 0o077).toBe(0);
  });

  const swap = (lines: string[]): string[] => [lines[1] ?? '', lines[0] ?? '', ...lines.slice(2)];
  it.each([
    ['in another order', (lines: string[]) => swap(lines), 'line 2 is not above'],
    [
      'with a serial twice',
      ([first = '', ...rest]: string[]) => [first, first, ...rest.slice(1)],
      'line 2 is not above',
    ],
    [
      'with other check characters',
      ([first = '', ...rest]: string[]) => [otherChecks(first), ...rest],
      'line 1 has other check',
    ],
    [
      'with a character that is none',
      ([first = '', ...rest]: string[]) => [`U${first.slice(1)}`, ...rest],
      'line 1 is no serial',
    ],
    ['with a code too few', (lines: string[]) => lines.slice(1), 'the file has 299 codes'],
  ])('refuses a file %s, and keeps nothing', async (_, change, message) => {
    const { file, issued } = await make(300);
    const changed = `${file}.changed`;
    writeFileSync(
      changed,
      change(linesOf(file))
        .map((line) => `${line}\n`)
        .join(''),
    );
    const { shelf, at } = emptyShelf();
    await expect(take(shelf, changed, issued)).rejects.toThrow(message);
    expect(readdirSync(at)).toEqual([]);
  });

  it('refuses a file cut in the middle of a line, and an empty one', async () => {
    const { file, issued } = await make(3);
    const { shelf, at } = emptyShelf();
    for (const text of ['', readFileSync(file, 'latin1').slice(0, -1)]) {
      writeFileSync(`${file}.cut`, text);
      await expect(take(shelf, `${file}.cut`, issued)).rejects.toThrow('no number of lines');
    }
    expect(readdirSync(at)).toEqual([]);
  });

  it('refuses the set of another root', async () => {
    const [one, other] = [await make(10), await make(10)];
    const { shelf } = emptyShelf();
    await expect(take(shelf, one.file, other.issued)).rejects.toThrow('another root');
  });
});

const otherChecks = (serial: string): string => serial.slice(0, 19) + (serial.endsWith('0') ? '1' : '0');
