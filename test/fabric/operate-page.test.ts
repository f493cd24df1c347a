import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '@mengsu/network/programs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '../../network/fabric/src/binaries.ts';
import { freeTopology, reasonToSkip, runFabric } from '../system/fabric-network.ts';

const reason = reasonToSkip();
/** `jq`, and the program of Fabric's that nothing else here needs. */
const tools = ['jq', 'configtxlator'].every((name) =>
  [process.env.FABRIC_BIN ?? '', ...(process.env.PATH ?? '').split(':')].some((folder) =>
    existsSync(path.join(folder, name)),
  ),
);
const organisations = ['producers', 'trade', 'brand', 'regulator'];
const page = await readFile(path.join(projectRoot, 'docs/operate.md'), 'utf8');

/** The commands of one chapter of the page, a text for each block. */
function blocksOf(chapter: string): string[] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${chapter}\n`)) ?? '';
  return [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
}

/** Every host in one folder, as all are loopback; its units are run by hand. */
describe.skipIf(reason)(`docs/operate.md${reason ? ` (${reason})` : ''}`, () => {
  let home: string;
  let data: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'mengsu-operate-'));
    data = path.join(home, 'installed');
  });
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(home, { recursive: true, force: true });
  });

  /** A block as the organisation would type it on its host. */
  async function type(block: string, organisation: string): Promise<string> {
    const script = block
      .replaceAll('trade', organisation)
      .replaceAll('/tmp/', `${home}/`)
      .replaceAll('/var/lib/mengsu-fabric', data)
      .replaceAll('/opt/mengsu', path.resolve(projectRoot));
    return shell(`. ${data}/${organisation}.env\n${script}`, home);
  }

  it('renders what its hosts need, and no key of an authority', async () => {
    const topology = {
      ...(await freeTopology()),
      installed: {
        data,
        fabric: path.dirname(findBinaries(process.env)?.peer ?? ''),
        project: path.resolve(projectRoot),
      },
    };
    await writeFile(path.join(home, 'topology.json'), JSON.stringify(topology));
    const args = [
      'render',
      '--topology',
      path.join(home, 'topology.json'),
      '--out',
      path.join(home, 'rendered'),
    ];
    expect(await runFabric(args)).toEqual({ code: 0, output: expect.any(String) });
    const host = path.join(home, 'rendered', 'hosts', '127.0.0.1');
    const files = await readdir(host, { recursive: true });
    expect(files.filter((file) => /(^|\/)(ca|tlsca)\/priv_sk$/.test(file))).toEqual([]);
    await cp(path.join(host, 'data'), data, { recursive: true, verbatimSymlinks: true });
  });

  it('starts by its units', async () => {
    const folder = path.join(home, 'rendered', 'hosts', '127.0.0.1', 'systemd');
    const units = await readdir(folder);
    expect(units).toHaveLength(12);
    await mkdir(path.join(home, 'logs'));
    for (const unit of units) children.push(await startUnit(await readFile(path.join(folder, unit), 'utf8')));
    await pause(3_000);
    expect(children.map(({ exitCode }) => exitCode)).toEqual(units.map(() => null));
  });

  it('joins every orderer and peer', async () => {
    const [block = ''] = blocksOf('Join');
    for (const organisation of organisations) expect(await type(block, organisation)).toMatch(/Status: 201/);
  });

  it('puts the chaincode on the channel, and it answers', async () => {
    const [approve = '', commit = ''] = blocksOf('Put the chaincode on the channel');
    for (const organisation of organisations) {
      const [computed, installed] = (await type(approve, organisation)).match(/^mengsu_\S+:\w{64}$/gm) ?? [];
      expect(computed).toBe(installed);
    }
    expect(await type(commit, 'brand')).toMatch(/RegulatorMSP: true/);
    const query = /`(peer chaincode query [^`]*)`/.exec(page)?.[1] ?? '';
    for (const organisation of organisations)
      expect(await type(`${query} 2>&1 || true`, organisation)).toMatch(/DOCUMENT_INVALID/);
  });

  it.skipIf(!tools)('revokes a certificate, and its holder is refused', async () => {
    const certificate = path.join(data, 'identities/trade/gateway/msp/signcerts/cert.pem');
    const rendered = path.join(home, 'rendered');
    const list = path.join(home, 'crl.pem');
    const revoking = [
      'revoke',
      '--by',
      'trade',
      '--data',
      rendered,
      '--certificate',
      certificate,
      '--out',
      list,
    ];
    expect(await runFabric(revoking)).toEqual({ code: 0, output: '' });
    const [, block = ''] = blocksOf('Revoke');
    await type(block, 'trade');
    const query = /`(peer chaincode query [^`]*)`/.exec(page)?.[1] ?? '';
    const asGateway = `CORE_PEER_MSPCONFIGPATH=${data}/identities/trade/gateway/msp ${query} 2>&1 || true`;
    const again = block.split('\n').find((line) => line.startsWith('peer channel update')) ?? '';
    // One orderer was told; where it has complained alone, the page says to send the envelope again.
    await expect
      .poll(
        async () => {
          const said = await shell(`. ${data}/trade.env\n${asGateway}`, home);
          if (!/access denied/.test(said)) await type(`${again} || true`, 'trade');
          return said;
        },
        { timeout: 30_000, interval: 2_000 },
      )
      .toMatch(/access denied/);
  });

  /** What systemd would run: the unit's own variables, slot 0. */
  async function startUnit(text: string): Promise<ChildProcess> {
    const one = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1];
    const variables = [...text.matchAll(/^Environment="([^=]+)=(.*)"$/gm)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('%%', '%')] as const,
    );
    const file = one('EnvironmentFile')?.replace('%i', '0');
    const lines = file ? (await readFile(file, 'utf8')).trim().split('\n') : [];
    const fromFile = lines.map((line) => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]);
    const environment = { ...Object.fromEntries(variables), ...Object.fromEntries(fromFile) };
    return spawn('sh', ['-c', `exec ${one('ExecStart')}`], {
      env: { PATH: process.env.PATH, ...environment },
      stdio: 'ignore',
    });
  }
});

/** Throws with what was said where the script fails. */
async function shell(script: string, cwd: string): Promise<string> {
  const child = spawn('sh', ['-e', '-c', script], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${script}\nended with ${code}:\n${output}`);
  return output;
}
