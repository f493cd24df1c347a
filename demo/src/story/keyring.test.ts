import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Device, signEvent } from '@mengsu/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actor } from './cast.ts';
import { Keyring } from './keyring.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mengsu-keyring-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const herder = (keyring: Keyring): Promise<Device> =>
  keyring.device('herder', actor('herder').party, 'mengsu-test');
const signOne = async (device: Device) =>
  (await signEvent({ act: 'registerSite', site: 'P-1', kind: 'pasture', division: '152523' }, { device }))
    .event;
const placeOnDisk = async (): Promise<unknown> =>
  JSON.parse(await readFile(path.join(folder, 'herder.place.json'), 'utf8'));

describe('a keyring', () => {
  it('keeps a device’s place on disk before the next event, and goes on from there', async () => {
    await signOne(await herder(new Keyring(folder)));
    expect(await placeOnDisk()).toMatchObject({ sequence: 1 });
    expect(await signOne(await herder(new Keyring(folder)))).toMatchObject({ sequence: 2 });
  });

  it('keeps the places of events signed together when the last is signed, also where signing fails', async () => {
    const keyring = new Keyring(folder);
    const device = await herder(keyring);
    await keyring.together(async () => {
      await signOne(device);
      await signOne(device);
      await expect(placeOnDisk()).rejects.toThrow('ENOENT');
    });
    expect(await placeOnDisk()).toMatchObject({ sequence: 2 });
    const failing = keyring.together(async () => {
      await signOne(device);
      throw new Error('cut off');
    });
    await expect(failing).rejects.toThrow('cut off');
    expect(await placeOnDisk()).toMatchObject({ sequence: 3 });
  });

  it('loses no place of steps that are signed side by side', async () => {
    const keyring = new Keyring(folder);
    const device = await herder(keyring);
    await Promise.all(Array.from({ length: 20 }, () => keyring.together(() => signOne(device))));
    expect(await placeOnDisk()).toMatchObject({ sequence: 20 });
  });

  it('makes one secret for all who ask for it at the same time', async () => {
    const keyring = new Keyring(folder);
    const asked = await Promise.all([1, 2, 3].map(() => keyring.secret('shared')));
    expect(new Set(asked).size).toBe(1);
    expect(await new Keyring(folder).secret('shared')).toBe(asked[0]);
  });
});
