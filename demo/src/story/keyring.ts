import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  Device,
  type DeviceKey,
  type DeviceMemory,
  type DevicePlace,
  exportDeviceKey,
  importDeviceKey,
  makeDeviceKey,
  type PrivateJwk,
} from '@mengsu/client';
import { fileMemory } from '@mengsu/client/file-memory';

/**
 * The devices of the demonstration, a key file each (mode 0600). In real life each lies in its own phone and none leaves it:
 * here one process plays everybody, and the page says so.
 */
export class Keyring {
  readonly #folder: string;
  readonly #keys = new Map<string, Promise<DeviceKey>>();
  readonly #secrets = new Map<string, Promise<string>>();
  readonly #devices = new Map<string, Promise<Device>>();
  /** Devices' places that the disk does not have yet, by name: how to write each. */
  readonly #unkept = new Map<string, () => Promise<void>>();
  #signing = 0;
  #keeping: Promise<void> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The key of a name, made at its first use. */
  key(name: string): Promise<DeviceKey> {
    const known = this.#keys.get(name) ?? this.#loadOrMake(name);
    this.#keys.set(name, known);
    return known;
  }

  /** The device of a name, acting for a party on a network: always the same one, because it counts its own events. */
  device(name: string, party: string, network: string): Promise<Device> {
    const known = this.#devices.get(name) ?? this.#makeDevice(name, party, network);
    this.#devices.set(name, known);
    return known;
  }

  /** A secret of a name, 32 bytes as text, made at its first use, once for all who ask at the same time. */
  secret(name: string): Promise<string> {
    const known = this.#secrets.get(name) ?? this.#loadOrMakeSecret(name);
    this.#secrets.set(name, known);
    return known;
  }

  async #loadOrMakeSecret(name: string): Promise<string> {
    const file = path.join(this.#folder, `${name}.secret`);
    const stored = await readIfThere(file);
    if (stored !== undefined) return stored;
    const secret = randomBytes(32).toString('base64url');
    await writeSecret(file, secret);
    return secret;
  }

  async #makeDevice(name: string, party: string, network: string): Promise<Device> {
    return new Device({ key: await this.key(name), network, party, memory: this.#memory(name) });
  }

  /**
   * While `work` signs, devices' places wait in memory; they are durable when this resolves: one wait for the disk, not one an event.
   * Nothing that was signed may leave before.
   */
  async together<T>(work: () => Promise<T>): Promise<T> {
    this.#signing += 1;
    try {
      return await work();
    } finally {
      this.#signing -= 1;
      await this.#keep();
    }
  }

  #memory(name: string): DeviceMemory {
    const file = fileMemory(path.join(this.#folder, `${name}.place.json`));
    let place: DevicePlace | undefined;
    return {
      load: async () => {
        place ??= await file.load();
        return place;
      },
      save: async (next) => {
        place = next;
        this.#unkept.set(name, () => file.save(place ?? next));
        if (this.#signing === 0) await this.#keep();
      },
    };
  }

  /** Writes every place that is not on the disk, after whoever is writing now: two writers of one file would lose one. */
  #keep(): Promise<void> {
    const before = this.#keeping.catch(() => undefined);
    this.#keeping = before.then(async () => {
      const writes = [...this.#unkept.values()];
      this.#unkept.clear();
      await Promise.all(writes.map((write) => write()));
    });
    return this.#keeping;
  }

  async #loadOrMake(name: string): Promise<DeviceKey> {
    const file = path.join(this.#folder, `${name}.jwk.json`);
    const stored = await readIfThere(file);
    if (stored !== undefined) {
      await requireOwnersAlone(file);
      return importDeviceKey(parseStored<PrivateJwk>(file, stored));
    }
    const key = await makeDeviceKey({ extractable: true });
    await writeSecret(file, JSON.stringify(await exportDeviceKey(key)));
    return key;
  }
}

/** A key that others can read is nobody's: it is refused, as ssh does. */
async function requireOwnersAlone(file: string): Promise<void> {
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new Error(`${file} can be read by others: chmod 600 it, or delete it and its folder's data`);
}

/** What was written here before; throws with the file's name where it is damaged. */
export function parseStored<T>(file: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(`${file} is damaged: put it back from a copy, or delete the whole data folder`);
  }
}

export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whole or not at all, readable by its owner alone. */
export async function writeSecret(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}.new`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
