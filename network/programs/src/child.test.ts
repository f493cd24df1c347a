import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Child } from './child.ts';
import { nodeCommand } from './node-command.ts';

const patience = { restartsMax: 3, windowMs: 60_000, pauseMs: 1 };
const waitOptions = { timeout: 15_000, interval: 20 };

let folder: string;
let child: Child | undefined;
const onFailure = vi.fn<(error: Error) => void>();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mengsu-child-'));
  onFailure.mockReset();
});
afterEach(async () => {
  await child?.stop();
  await rm(folder, { recursive: true });
});

async function run(code: string): Promise<Child> {
  await writeFile(path.join(folder, 'program.mjs'), code);
  const command = nodeCommand(path.join(folder, 'program.mjs'));
  child = new Child({ name: 'program', command }, { logFolder: folder, patience, onFailure });
  return child;
}
const log = (): Promise<string> => readFile(path.join(folder, 'program.log'), 'utf8');
const startsIn = async (): Promise<number> => (await log()).split('started').length - 1;

describe('a child of npm start', () => {
  it('is started again when it is killed, as another process', async () => {
    const running = await run('console.log("started"); setInterval(() => 1, 1000);');
    await vi.waitFor(async () => expect(await startsIn()).toBe(1), waitOptions);
    const first = running.pid;
    process.kill(first ?? 0, 'SIGKILL');
    await vi.waitFor(async () => expect(await startsIn()).toBe(2), waitOptions);
    expect(running.pid).not.toBe(first);
    expect(onFailure).not.toHaveBeenCalled();
  });

  it('is given up when it ends again and again, with a sentence that names its log', async () => {
    await run('console.log("started"); process.exit(3);');
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalled(), waitOptions);
    expect(onFailure.mock.calls[0]?.[0].message).toMatch(
      /^program ended with exit code 3 again and again: see .*program\.log$/,
    );
    expect(await startsIn()).toBe(1 + patience.restartsMax);
  });

  it('says that there is no such program', async () => {
    child = new Child(
      { name: 'program', command: [path.join(folder, 'nothing')] },
      { logFolder: folder, patience, onFailure },
    );
    await vi.waitFor(() => expect(onFailure).toHaveBeenCalled(), waitOptions);
    expect(onFailure.mock.calls[0]?.[0].message).toMatch(/^program cannot be started: .*ENOENT/);
  });

  it('is not started again when it was stopped', async () => {
    const running = await run('console.log("started"); setInterval(() => 1, 1000);');
    await vi.waitFor(async () => expect(await startsIn()).toBe(1), waitOptions);
    await running.stop();
    expect(() => process.kill(running.pid ?? 0, 0)).toThrow(/ESRCH/);
    expect(await startsIn()).toBe(1);
  });

  it('is killed when it does not want to stop', async () => {
    const running = await run(
      'process.on("SIGTERM", () => 1); console.log("started"); setInterval(() => 1, 1000);',
    );
    await vi.waitFor(async () => expect(await startsIn()).toBe(1), waitOptions);
    await running.stop();
    expect(() => process.kill(running.pid ?? 0, 0)).toThrow(/ESRCH/);
  });
});
