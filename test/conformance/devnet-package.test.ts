import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './devnet-process.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));
const packageFolder = path.join(root, 'network', 'devnet');
const runTimeoutMs = 60_000;

let folder: string;
let installed: string;
const children: ChildProcess[] = [];

/** The package as somebody else has it: packed, unpacked, with its dependencies beside it and plain Node. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'devnet-package-'));
  await run('npm', ['pack', '--pack-destination', folder], { cwd: packageFolder, timeout: runTimeoutMs });
  const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
  const modules = path.join(folder, 'node_modules');
  installed = path.join(modules, '@mengsu', 'devnet');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', path.join(folder, tarball), '-C', installed, '--strip-components=1']);
  const { dependencies } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) await link(name, path.join(installed, 'node_modules'));
  for (const name of ['@hyperledger/fabric-gateway', '@grpc/grpc-js', 'fabric-shim'])
    await link(name, modules);
});

/** As the room network has it: its own, or the one that all share. */
async function link(name: string, into: string): Promise<void> {
  const own = path.join(root, 'network', 'node_modules', name);
  const target = existsSync(own) ? own : path.join(root, 'node_modules', name);
  await mkdir(path.dirname(path.join(into, name)), { recursive: true });
  await symlink(target, path.join(into, name));
}

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

/** Starts a program and resolves when it says so. */
async function startProgram(args: readonly string[], said: RegExp): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let text = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        text += String(chunk);
        if (said.test(text)) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`${args.join(' ')} has ended: ${text}`)));
  });
  return child;
}

describe('the package @mengsu/devnet', () => {
  it('holds what it needs and no tests', async () => {
    const files = (await readdir(installed, { recursive: true })).filter((name) =>
      /\.(m?js|ts|json|md)$/.test(name),
    );
    expect(files).toContain(path.join('dist', 'devnet', 'src', 'main.js'));
    expect(files).toContain(path.join('dist', 'identities', 'src', 'index.js'));
    expect(files).toContain('README.md');
    expect(files.filter((name) => /test|testing|recording/.test(name))).toEqual([]);
  });

  it('needs exactly the packages that it imports, in the versions of the room network', async () => {
    const read = async (file: string): Promise<Record<string, string>> =>
      JSON.parse(await readFile(file, 'utf8')).dependencies;
    const dist = path.join(installed, 'dist');
    const files = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js'));
    const texts = await Promise.all(files.map((name) => readFile(path.join(dist, name), 'utf8')));
    const specifiers = texts.flatMap((text) =>
      [...text.matchAll(/^(?:import|export) (?:[^'"]* from )?['"]([^.'"][^'"]*)['"]/gm)].map(
        ([, name = '']) => name,
      ),
    );
    const nameOf = (specifier: string): string =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
    const imported = new Set(specifiers.filter((name) => !name.startsWith('node:')).map(nameOf));
    const needed = await read(path.join(packageFolder, 'package.json'));
    expect([...imported].sort()).toEqual(Object.keys(needed).sort());
    expect(await read(path.join(root, 'network', 'package.json'))).toMatchObject(needed);
  });

  it('brings the example of its README to a committed transaction', async () => {
    const examples = path.join(installed, 'examples');
    const address = `127.0.0.1:${await freePort()}`;
    const chaincode = spawn(process.execPath, [path.join(examples, 'chaincode.mjs'), address], {
      cwd: folder,
      stdio: 'ignore',
    });
    children.push(chaincode);
    const devnet = path.join(installed, 'dist', 'devnet', 'src', 'main.js');
    const flags = ['--chaincode', address, '--chaincode-tls', 'off', '--chaincode-name', 'basic'];
    await startProgram([devnet, ...flags], /is ready[\s\S]*connection:|connection:[\s\S]*is ready/);
    const { stdout } = await run(process.execPath, [path.join(examples, 'client.mjs')], {
      cwd: folder,
      timeout: runTimeoutMs,
    });
    expect(stdout).toBe('code 0 in block 1\nᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ\n');
  });
});
