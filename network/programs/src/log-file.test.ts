import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a log', () => {
  it('is appended to, over several openings, and read by its owner alone', () => {
    const file = path.join(folder, 'a.log');
    for (const line of ['one\n', 'two\n']) {
      const log = new LogFile(file, () => undefined);
      log.append(Buffer.from(line));
      log.close();
    }
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('turns over when it is full, and keeps one file of the past', () => {
    const file = path.join(folder, 'b.log');
    const log = new LogFile(file, () => undefined);
    const chunk = Buffer.alloc(5 * 1024 * 1024, 'x');
    for (let count = 0; count < 10; count++) log.append(chunk);
    log.close();
    expect(statSync(file).size + statSync(`${file}.1`).size).toBeLessThanOrEqual(32 * 1024 * 1024);
  });

  it('says once that it cannot be written, and stops nobody', () => {
    const file = path.join(folder, 'c.log');
    mkdirSync(file);
    const said: string[] = [];
    const log = new LogFile(file, (line) => said.push(line));
    log.append(Buffer.from('one'));
    log.append(Buffer.from('two'));
    expect(said).toEqual([`${file} cannot be written (EISDIR): what follows is not kept`]);
  });
});
