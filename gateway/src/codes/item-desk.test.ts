import { readdirSync } from 'node:fs';
import { Readable } from 'node:stream';
import { afterEach, expect, it } from 'vitest';
import { describeStores } from '../store/testing.ts';
import { alphabet } from './serial.ts';
import { type ItemStory, makeItemStory } from './testing-items.ts';
import { membershipHolds } from './testing-membership.ts';

const stories: ItemStory[] = [];
afterEach(() => {
  for (const story of stories.splice(0)) story.remove();
});

describeStores('the desk of item codes', (stores) => {
  const tell = async (): Promise<ItemStory> => {
    const story = await makeItemStory(await stores.open());
    stories.push(story);
    return story;
  };

  it('says of a code whether it is in use, by which events, and proves that it was issued', async () => {
    const { desk, bring, name, serialAt, root, party } = await tell();
    await bring();
    const found = await desk.find(name, serialAt(50));
    if (found.status !== 'found') throw new Error(found.status);
    const { code } = found;
    expect(code).toMatchObject({ state: 'active', set: 1, party, index: 50, count: 300, root });
    expect(code.activated).toMatchObject({ from: 10, to: 99 });
    expect(code.voided).toBeUndefined();
    expect(code.issued).not.toBe(code.activated?.eventId);
    expect(membershipHolds({ ...code, lot: `${name.gtin}/${name.lot}` }, root)).toBe(true);
  });

  it('says of each code whether it is in use, not yet, or void', async () => {
    const { desk, bring, name, serialAt } = await tell();
    await bring();
    const states = [
      [9, 'inactive'],
      [10, 'active'],
      [99, 'active'],
      [100, 'inactive'],
      [20, 'void'],
    ] as const;
    for (const [index, state] of states)
      expect(await desk.find(name, serialAt(index))).toMatchObject({
        status: 'found',
        code: { index, state },
      });
  });

  it('does not know a code of another lot, and says where the set is not here', async () => {
    const { desk, bring, name, serialAt } = await tell();
    expect(await desk.find(name, serialAt(50))).toEqual({ status: 'noSets' });
    await bring();
    expect(await desk.find({ ...name, lot: 'ANOTHER' }, serialAt(50))).toEqual({ status: 'unknown' });
  });

  it('knows the sets of the lot’s maker only', async () => {
    const { desk, name, party } = await tell();
    expect(await desk.issued(name, { party, set: 1 })).toMatchObject({ count: 300 });
    expect(await desk.issued(name, { party, set: 2 })).toBeUndefined();
  });

  it('makes no look-up for guesses: of 20,000 at most a few pass the check characters (S3)', async () => {
    const { desk, bring, name, shelf } = await tell();
    await bring();
    const guesses = 20_000;
    for (let index = 0; index < guesses; index++) {
      const guess = Array.from({ length: 20 }, () => alphabet[Math.floor(Math.random() * 32)]).join('');
      expect((await desk.find(name, guess)).status).toBe('unknown');
    }
    // 20,000 of 2^20 is 0.02; six or more have a chance of 10^-13.
    expect(desk.lookups).toBeLessThan(6);
    expect(shelf.searches).toBeLessThan(6);
  });

  it('makes no look-up for what is no serial', async () => {
    const { desk, bring, name } = await tell();
    await bring();
    const wrong = [
      '',
      'x',
      '0'.repeat(19),
      '0'.repeat(21),
      'o'.repeat(20),
      '蒙'.repeat(20),
      `${'0'.repeat(19)}\n`,
    ];
    for (const serial of wrong) expect(await desk.find(name, serial)).toEqual({ status: 'unknown' });
    expect(desk.lookups).toBe(0);
  });

  it('refuses bytes without our check characters at once, and leaves nothing behind', async () => {
    const { desk, name, party, folder } = await tell();
    const issued = await desk.issued(name, { party, set: 1 });
    if (!issued) throw new Error('not issued');
    let sent = 0;
    async function* noise(): AsyncGenerator<Buffer> {
      for (; sent < 100; sent++) yield Buffer.from(`${'0'.repeat(20)}\n`.repeat(3_000));
    }
    await expect(desk.receive(Readable.from(noise()), issued)).rejects.toThrow('line 1 has other check');
    expect(sent).toBeLessThan(50);
    expect(readdirSync(`${folder}/codes`)).toEqual([]);
  });
});
