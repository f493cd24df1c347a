import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepCode, labelOf, readCode } from './chaincode-code.ts';

let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mengsu-code-'));
  await mkdir(at('room', 'src', 'acts'), { recursive: true });
  await writeFile(at('room', 'package.json'), '{"version":"1.2.3"}');
  await writeFile(at('room', 'src', 'main.ts'), 'main');
  await writeFile(at('room', 'src', 'acts', 'sell.ts'), 'sell');
  await writeFile(at('room', 'src', 'main.test.ts'), 'test');
  await writeFile(at('room', 'src', 'testing-world.ts'), 'test');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the code of a chaincode', () => {
  it('is what runs, without its tests', async () => {
    const { files, version } = await readCode(at('room'));
    expect(files).toEqual(['package.json', 'src/acts/sell.ts', 'src/main.ts']);
    expect(version).toBe('1.2.3');
  });

  it('has another digest, and so another label, when a byte of it or a name changes', async () => {
    const before = await readCode(at('room'));
    await writeFile(at('room', 'src', 'main.test.ts'), 'another test');
    expect((await readCode(at('room'))).digest).toBe(before.digest);
    await writeFile(at('room', 'src', 'acts', 'sell.ts'), 'sold');
    const after = await readCode(at('room'));
    expect(labelOf('mengsu', '1.2.3', after)).not.toBe(labelOf('mengsu', '1.2.3', before));
    expect(labelOf('mengsu', '1.2.3', after)).toBe(`mengsu_1.2.3_${after.digest.slice(0, 16)}`);
  });

  it('is kept as it was, whatever becomes of the room', async () => {
    const code = await readCode(at('room'));
    await keepCode(code, at('kept'), at('modules'));
    await writeFile(at('room', 'src', 'main.ts'), 'changed');
    await keepCode(await readCode(at('room')), at('kept'), at('modules'));
    expect(await readFile(at('kept', 'src', 'main.ts'), 'utf8')).toBe('main');
    expect(await readlink(at('kept', 'node_modules'))).toBe(at('modules'));
    expect(await readdir(folder)).toEqual(['kept', 'room']);
  });

  it.each(['', 'a b', '../x', '1_2'])('is refused under the version %j', async (version) => {
    const code = await readCode(at('room'));
    expect(() => labelOf('mengsu', version, code)).toThrow(/is no version/);
  });
});
