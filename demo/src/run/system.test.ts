import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockFolder } from '@mengsu/network/folder-lock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePorts } from './free-port.ts';
import { type Places, placesIn, startSystem } from './system.ts';

let places: Places;
let taken: Server | undefined;

beforeEach(async () => {
  places = placesIn(mkdtempSync(path.join(tmpdir(), 'mengsu-system-')));
  await mkdir(places.devnet, { recursive: true });
  await writeFile(places.connection, 'of the running system');
});
afterEach(() => {
  taken?.close();
  rmSync(places.data, { recursive: true, force: true });
});

const start = async (port: number) =>
  startSystem({ places, port, onFailure: (error) => expect.unreachable(error.message) });

describe('a second start', () => {
  it('is refused for a folder in use, and touches nothing in it', async () => {
    const unlock = lockFolder(places.data, 'npm start');
    const [port = 0] = await freePorts(1);
    await expect(start(port)).rejects.toThrow('is in use by another npm start; stop it first');
    expect(readFileSync(places.connection, 'utf8')).toBe('of the running system');
    unlock();
  });

  it('is refused for a port where somebody listens, and leaves the folder free', async () => {
    const [port = 0] = await freePorts(1);
    taken = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => taken?.once('listening', resolve));
    await expect(start(port)).rejects.toThrow(`port ${port} is in use`);
    expect(readFileSync(places.connection, 'utf8')).toBe('of the running system');
    lockFolder(places.data)();
  });
});
