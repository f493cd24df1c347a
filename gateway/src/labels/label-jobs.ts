import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { PreparedOrder } from './label-order.ts';
import type { printFormats } from './print-labels.ts';

export const labelJobLimits = {
  runningMax: 2,
  keptMax: 8,
  keepMs: 3_600_000,
  labelsMax: 50_000,
  fileBytesMax: 1024 * 1024 * 1024,
} as const;

export interface LabelJob {
  readonly id: string;
  readonly format: (typeof printFormats)[number];
  readonly total: number;
  readonly done: number;
  readonly status: 'running' | 'done' | 'failed';
  /** Why it failed. */
  readonly error?: unknown;
}

/** Too many jobs. */
export class LabelJobsFull extends Error {
  override readonly name = 'LabelJobsFull';
}

/** Draws in the background, into files that are readable by the owner alone and gone after an hour. A restart forgets all. */
export class LabelJobs {
  readonly #folder: string;
  readonly #jobs = new Map<string, LabelJob & { readonly timer?: NodeJS.Timeout }>();
  #isStopped = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Forgets what an earlier start has left. */
  async start(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const id of this.#jobs.keys()) await this.#forget(id);
  }

  find(id: string): LabelJob | undefined {
    return this.#jobs.get(id);
  }

  /** The file of a job that is done. */
  fileOf = ({ id, format }: Pick<LabelJob, 'id' | 'format'>): string =>
    path.join(this.#folder, `${id}.${format}`);

  /** Begins a job: `print` draws and answers how many. Throws LabelJobsFull, or RangeError for more labels than one job may have. */
  begin(
    order: Pick<PreparedOrder, 'format' | 'total'>,
    print: (to: {
      readonly write: (bytes: Buffer) => Promise<void>;
      readonly onProgress: (done: number) => void;
    }) => Promise<number>,
  ): LabelJob {
    const { format, total } = order;
    if (total > labelJobLimits.labelsMax)
      throw new RangeError(`a job has at most ${labelJobLimits.labelsMax} labels, this one ${total}`);
    this.#makeRoom();
    const job: LabelJob = { id: randomBytes(16).toString('hex'), format, total, done: 0, status: 'running' };
    this.#jobs.set(job.id, job);
    void this.#run(job, print).then((ended) => this.#end(ended));
    return job;
  }

  async #run(job: LabelJob, print: Parameters<LabelJobs['begin']>[1]): Promise<LabelJob> {
    const file = this.fileOf(job);
    let handle: FileHandle | undefined;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const opened = await open(file, 'wx', 0o600);
      handle = opened;
      let bytes = 0;
      const done = await print({
        write: async (chunk) => {
          bytes += chunk.length;
          if (this.#isStopped || bytes > labelJobLimits.fileBytesMax)
            throw new RangeError('the file is too large');
          await opened.write(chunk);
        },
        onProgress: (count) => void this.#jobs.set(job.id, { ...job, done: count }),
      });
      return { ...job, done, status: 'done' };
    } catch (error) {
      await rm(file, { force: true });
      return { ...job, status: 'failed', error };
    } finally {
      await handle?.close();
    }
  }

  async #end(ended: LabelJob): Promise<void> {
    if (this.#isStopped) return;
    const timer = setTimeout(() => void this.#forget(ended.id), labelJobLimits.keepMs).unref();
    this.#jobs.set(ended.id, { ...ended, timer });
  }

  #makeRoom(): void {
    const all = [...this.#jobs.values()];
    if (all.filter(({ status }) => status === 'running').length >= labelJobLimits.runningMax)
      throw new LabelJobsFull(`${labelJobLimits.runningMax} jobs are under way`);
    const oldest = all.find(({ status }) => status !== 'running');
    if (all.length >= labelJobLimits.keptMax && oldest) void this.#forget(oldest.id);
  }

  async #forget(id: string): Promise<void> {
    const job = this.#jobs.get(id);
    if (!job) return;
    clearTimeout(job.timer);
    this.#jobs.delete(id);
    await rm(this.fileOf(job), { force: true });
  }
}
