import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const stepBytes = 64 * 1024;

/** Why no small disk can be made here; undefined where one can. */
export function reasonForNoDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'skipped: only root may mount a small disk';
  const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-mount-'));
  try {
    mount(folder, 1);
    execFileSync('umount', [folder]);
    return undefined;
  } catch (error) {
    // Containers mostly forbid it.
    if (error instanceof Error && 'status' in error) return 'skipped: this root may not mount';
    throw error;
  } finally {
    rmdirSync(folder);
  }
}

/** A small disk in memory, at a folder. */
export class SmallDisk {
  readonly folder: string;
  readonly #filler: string;

  constructor(folder: string, mebibytes: number) {
    this.folder = folder;
    this.#filler = path.join(folder, 'filler');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    mount(folder, mebibytes);
  }

  /** Writes until there is no more room. */
  async fill(): Promise<void> {
    const file = await open(this.#filler, 'w');
    try {
      for (let step = stepBytes; step >= 1; step /= 16)
        await writeUntilFull(() => file.write(Buffer.alloc(step)));
    } finally {
      await file.close();
    }
  }

  /** Gives the room back. */
  empty(): Promise<void> {
    return rm(this.#filler, { force: true });
  }

  remove(): void {
    execFileSync('umount', [this.folder]);
  }
}

function mount(folder: string, mebibytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'none', folder], {
    stdio: 'pipe',
  });
}

async function writeUntilFull(write: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await write();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return;
      throw error;
    }
  }
}
