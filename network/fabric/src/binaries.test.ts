import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { binaryNames, findBinaries, requireBinaries, requireVersion } from './binaries.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mengsu-bin-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function writePrograms(names: readonly string[], version = 'v3.1.5'): Promise<void> {
  for (const name of names) {
    const file = path.join(folder, name);
    await writeFile(file, `#!/bin/sh\necho "peer:"\necho " Version: ${version}"\n`);
    await chmod(file, 0o755);
  }
}

describe("Fabric's programs", () => {
  it('are found in FABRIC_BIN, or in PATH', async () => {
    await writePrograms(binaryNames);
    const peer = path.join(folder, 'peer');
    expect(findBinaries({ FABRIC_BIN: folder, PATH: '/nowhere' })?.peer).toBe(peer);
    expect(findBinaries({ PATH: `/nowhere:${folder}` })?.peer).toBe(peer);
    expect(await requireBinaries({ FABRIC_BIN: folder })).toMatchObject({ peer });
  });

  it('are asked for in one sentence when one is missing, or is no program', async () => {
    await writePrograms(binaryNames.slice(1));
    const sentence =
      /^peer, orderer, configtxgen and osnadmin are not all there: install Hyperledger Fabric 3\.1 binaries, 3\.1\.5 or later .* FABRIC_BIN or PATH$/;
    await expect(requireBinaries({ FABRIC_BIN: folder })).rejects.toThrow(sentence);
    await writeFile(path.join(folder, 'peer'), 'text');
    await expect(requireBinaries({ FABRIC_BIN: folder })).rejects.toThrow(sentence);
  });

  it('are refused in another version', async () => {
    await writePrograms(binaryNames, 'v2.5.9');
    await expect(requireBinaries({ FABRIC_BIN: folder })).rejects.toThrow(
      /peer is of version 2\.5\.9: install/,
    );
  });

  it.each([
    ['3.1.5', true],
    ['v3.1.12', true],
    ['3.1.4', false],
    ['3.2.0', false],
    ['4.1.5', false],
    ['latest', false],
  ])('of version %s are taken: %s', (version, taken) => {
    const check = () => requireVersion(`peer:\n Version: ${version}\n`, 'peer');
    if (taken) expect(check).not.toThrow();
    else expect(check).toThrow(/peer is of version/);
  });
});
