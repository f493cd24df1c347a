import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '../../network/fabric/src/binaries.ts';
import { type FabricNetwork, makeFabricNetwork, reasonToSkip } from '../system/fabric-network.ts';
import { FoundedNetwork } from '../system/founded-network.ts';
import { getJson, type RunningSystem, runSystem } from '../system/running-system.ts';

const reason = reasonToSkip();

describe.skipIf(reason)(`Hyperledger Fabric${reason ? ` (${reason})` : ''}`, () => {
  let fabric: FabricNetwork;
  let system: RunningSystem;
  let network: FoundedNetwork;

  beforeAll(async () => {
    fabric = await makeFabricNetwork();
  });
  afterAll(async () => {
    await system?.stop();
    await fabric?.remove();
  });

  it('refuses to deploy on a network that does not run, with one sentence', async () => {
    expect(await fabric.run('deploy')).toEqual({
      code: 2,
      output: 'the network does not run: npm run fabric:up starts it\n',
    });
  });

  it('stops again what it has started when a node does not come, and names its log', async () => {
    const programs = await mkdtemp(path.join(tmpdir(), 'mengsu-programs-'));
    for (const [name, file] of Object.entries(findBinaries(process.env) ?? {})) {
      // A peer that does not start.
      const script =
        name === 'peer' ? `[ "$1 $2" = "node start" ] && exit 1; exec ${file} "$@"` : `exec ${file} "$@"`;
      await writeFile(path.join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    const { code, output } = await fabric.runWith({ FABRIC_BIN: programs }, 'up');
    await rm(programs, { recursive: true });
    expect({ code, output }).toMatchObject({
      code: 2,
      output: expect.stringMatching(/peer-\w+ does not listen on \d+: see .*peer-\w+\.log\n$/),
    });
    expect((await fabric.run('down')).output).toMatch(/nothing was running/);
  });

  it('comes up from nothing and puts the law on it within a minute', async () => {
    const startedAt = Date.now();
    expect(await fabric.run('up')).toMatchObject({ code: 0 });
    expect(await fabric.run('deploy')).toMatchObject({ code: 0 });
    expect(Date.now() - startedAt).toBeLessThan(60_000);
  });

  it('does nothing the second time', async () => {
    expect((await fabric.run('up')).output).toMatch(/the nodes run already[\s\S]*sequence 1/);
    expect((await fabric.run('deploy')).output).toMatch(/is committed already, sequence 1/);
  });

  it('takes events through the gateway, and the audit agrees with what the peers wrote', async () => {
    system = await runSystem({ fabric: fabric.folder });
    network = await FoundedNetwork.on(system);
    await network.enrolProducers(3);
    expect(await getJson(system, '/readyz')).toMatchObject({
      ready: true,
      ground: { kind: 'fabric-one-machine' },
    });
    expect(await getJson(system, '/api/alarms')).toEqual({ alarms: [] });
  });

  it('refuses a new law that the regulator has not approved', async () => {
    const { code, output } = await fabric.run(
      'deploy',
      '--version',
      '2.0.0',
      '--by',
      'producers,trade,brand',
    );
    expect({ code, output }).toMatchObject({
      code: 2,
      output: expect.stringContaining('transaction invalidated with status (ENDORSEMENT_POLICY_FAILURE)'),
    });
    await network.enrolProducers(1);
  });

  it('takes a new law while events go on', async () => {
    let upgrading = true;
    const upgrade = fabric.run('deploy', '--version', '2.0.0').finally(() => {
      upgrading = false;
    });
    let enrolled = 0;
    while (upgrading) {
      await network.enrolProducers(1);
      enrolled += 1;
    }
    expect(await upgrade).toMatchObject({ code: 0, output: expect.stringContaining('sequence 2') });
    expect(enrolled).toBeGreaterThan(2);
    await network.enrolProducers(1);
    expect(await getJson(system, '/api/alarms')).toEqual({ alarms: [] });
  });

  it('says what every node does', async () => {
    const { output } = await fabric.run('status');
    const rows = output.trim().split('\n').slice(1);
    expect(rows).toHaveLength(8);
    // On a busy machine an orderer may miss its leader.
    for (const row of rows) expect(row).toMatch(/^(peer|orderer)-\w+ +yes(, complains)? +\d+ /);
    expect(rows.filter((row) => /2\.0\.0 #2 +mengsu_2\.0\.0_/.test(row))).toHaveLength(4);
  });

  it('certifies its keys anew, and keeps its ledger over a stop, and starts again what a killed keeper left', async () => {
    expect(await fabric.run('renew', '--by', 'producers,trade,brand,regulator')).toMatchObject({ code: 0 });
    const runFile = path.join(fabric.folder, 'run', 'nodes.json');
    const { keeper } = JSON.parse(await readFile(runFile, 'utf8')) as { keeper: { pid: number } };
    process.kill(keeper.pid, 'SIGKILL');
    expect(await fabric.run('up')).toMatchObject({
      code: 0,
      output: expect.stringContaining('sequence 2'),
    });
    await network.enrolProducers(1);
    expect((await fabric.run('down')).output).toMatch(/stopped .*orderer-brand.*peer-trade/);
    expect((await fabric.run('down')).output).toMatch(/nothing was running/);
  });
});
