import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileMemory } from './file-memory.ts';

const digest = 'A'.repeat(43);
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mengsu-memory-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a place in a file', () => {
  it('is unknown before the first save', async () => {
    expect(await fileMemory(join(folder, 'none.json')).load()).toBeUndefined();
  });

  it('comes back as it was saved last and leaves no draft behind', async () => {
    const path = join(folder, 'place.json');
    await fileMemory(path).save({ sequence: 1, previous: digest });
    await fileMemory(path).save({ sequence: 2, previous: digest });
    expect(await fileMemory(path).load()).toEqual({ sequence: 2, previous: digest });
    expect(await readdir(folder)).not.toContain('place.json.new');
  });

  it.each(['', '{}', '{"sequence":0,"previous":null}', '{"sequence":1,'])(
    'refuses a damaged file instead of starting again: %j',
    async (text) => {
      const path = join(folder, 'damaged.json');
      await writeFile(path, text);
      await expect(fileMemory(path).load()).rejects.toThrow();
    },
  );
});
