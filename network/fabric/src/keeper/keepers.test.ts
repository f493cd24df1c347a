import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nodeCommand } from '../../../programs/src/index.ts';
import { placesIn } from '../places.ts';
import { runningKeepers, startKeeper, stopKeepers } from './keepers.ts';
import { isRunning, markOf } from './process-mark.ts';
import { type RunFile, writeRunFile } from './run-file.ts';

let root: string;
const places = () => placesIn(root);

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'mengsu-keeper-'));
  mkdirSync(places().run);
});
afterEach(async () => {
  await stopKeepers(places());
  rmSync(root, { recursive: true });
});

async function keepProgram(): Promise<RunFile> {
  writeFileSync(path.join(root, 'program.mjs'), 'console.log("started"); setInterval(() => 1, 1000);');
  await startKeeper(places(), 'test', [
    { name: 'program', command: nodeCommand(path.join(root, 'program.mjs')) },
  ]);
  const log = () => readFileSync(path.join(places().logs, 'program.log'), 'utf8');
  await vi.waitFor(() => expect(log()).toBe('started\n'), { timeout: 10_000, interval: 50 });
  const [kept] = runningKeepers(places());
  if (!kept) throw new Error('no keeper runs');
  return kept;
}

describe('a keeper', () => {
  it('runs programs in the background, and stops them by their recorded processes', async () => {
    const { keeper, programs } = await keepProgram();
    expect(programs.map(({ name }) => name)).toEqual(['program']);
    expect(programs.every(isRunning)).toBe(true);
    expect(await stopKeepers(places())).toEqual(['program']);
    expect([keeper, ...programs].some(isRunning)).toBe(false);
    expect(await stopKeepers(places())).toEqual([]);
  });

  it('starts a program again, and says so in its file', async () => {
    const [before] = (await keepProgram()).programs;
    process.kill(before?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(
      () => {
        const [after] = runningKeepers(places())[0]?.programs ?? [];
        expect(after && isRunning(after) && after.pid !== before?.pid).toBe(true);
      },
      { timeout: 10_000, interval: 50 },
    );
  });

  it('never gives a program up: what keeps it from running may end at any time', async () => {
    const file = path.join(root, 'program.mjs');
    const room = path.join(root, 'room');
    writeFileSync(
      file,
      `import { existsSync } from 'node:fs'; console.log('started'); if (existsSync('${room}')) setInterval(() => 1, 1000);`,
    );
    await startKeeper(places(), 'test', [{ name: 'program', command: nodeCommand(file) }]);
    const starts = () =>
      readFileSync(path.join(places().logs, 'program.log'), 'utf8').split('started').length - 1;
    await vi.waitFor(() => expect(starts()).toBeGreaterThan(6), { timeout: 30_000, interval: 100 });
    writeFileSync(room, '');
    await vi.waitFor(
      () => {
        const [program] = runningKeepers(places())[0]?.programs ?? [];
        expect(program && isRunning(program)).toBe(true);
      },
      { timeout: 15_000, interval: 1_000 },
    );
  });

  it('leaves alone a process that has taken a recorded number since', async () => {
    const own = markOf(process.pid);
    if (!own) throw new Error('this process is not to be found');
    const earlier = { ...own, begun: `${own.begun} and another day` };
    const programs = [{ name: 'program', ...earlier }];
    writeRunFile(path.join(places().run, 'test.json'), {
      name: 'test',
      keeper: earlier,
      programs,
      failures: [],
    });
    expect(runningKeepers(places())).toEqual([]);
    expect(await stopKeepers(places())).toEqual([]);
    expect(isRunning(own)).toBe(true);
  });
});
