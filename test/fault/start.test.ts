import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../demo/src/run/free-port.ts';
import { placesIn } from '../../demo/src/run/system.ts';
import { liveDigest, rebuiltDigest } from '../system/index-digest.ts';
import { StartedProgram, untilEnded } from '../system/started-program.ts';

const programsOfStart = 7;

// The children of a process are read from /proc.
describe.skipIf(process.platform !== 'linux')('npm start that is killed', () => {
  let data: string;
  let port: number;
  let running: StartedProgram;

  const start = async (): Promise<void> => {
    const startedAt = performance.now();
    running = new StartedProgram(data, port);
    await running.untilReady();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`npm start was ready after ${seconds} s, load average ${loadavg()[0]?.toFixed(1)}`);
  };
  const firstPage = async (): Promise<string> => {
    const address = /http:\/\/\S+\/01\/\S+/.exec(running.output)?.[0] ?? 'no page was announced';
    const answer = await fetch(address, { headers: { 'accept-language': 'zh' } });
    return `${answer.status} ${await answer.text()}`;
  };

  beforeAll(async () => {
    data = await mkdtemp(path.join(tmpdir(), 'mengsu-start-'));
    [port = 0] = await freePorts(1);
    await start();
  });
  afterAll(async () => {
    const children = running.children();
    await running.end('SIGTERM');
    await untilEnded(children);
    await rm(data, { recursive: true, force: true });
  });

  it('leaves nothing running behind', async () => {
    const children = running.children();
    expect(children).toHaveLength(programsOfStart);
    await running.end('SIGKILL');
    await untilEnded(children);
  });

  it('continues where it was when it is started again', async () => {
    await start();
    expect(await firstPage()).toMatch(/^200 [\s\S]*锡林郭勒羊/);
  });

  it('continues too when the old programs are still stopping', async () => {
    process.kill(running.pid, 'SIGKILL');
    await start();
    expect(await firstPage()).toMatch(/^200 [\s\S]*锡林郭勒羊/);
  });

  it('continues after a kill of everything at once, and has lost nothing', async () => {
    const places = placesIn(data);
    const system = { places };
    for (const pid of [running.pid, ...running.children()]) process.kill(pid, 'SIGKILL');
    await start();
    expect(await firstPage()).toMatch(/^200 [\s\S]*锡林郭勒羊/);
    // A cosignature may come between the two: then they are asked again.
    const isAlike = async () => (await liveDigest(system)) === (await rebuiltDigest(system));
    expect((await isAlike()) || (await isAlike()) || (await isAlike())).toBe(true);
  });
});
