import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultPoint } from '../../gateway/src/outbox/fault-point.ts';

const pollMs = 2;

/** The file by which a test asks the gateway for a kill (docs/configuration.md, MENGSU_FAULT_FILE). */
export class FaultFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** What a program needs in its environment. */
  get environment(): { readonly [name: string]: string } {
    return { MENGSU_FAULTS: '1', MENGSU_FAULT_FILE: this.path };
  }

  /**
   * Has a process killed when the gateway passes a step for the count-th time from now.
   * Resolves right after the kill with its time (performance.now). Throws where nobody passes that step within `timeoutMs`.
   */
  async kill(
    fault: { readonly step: FaultPoint; readonly count: number; readonly pid: number },
    timeoutMs = 30_000,
  ): Promise<number> {
    const { step, count, pid } = fault;
    await writeFile(`${this.path}.new`, `${step}:${count}:${pid}`);
    await rename(`${this.path}.new`, this.path);
    const until = performance.now() + timeoutMs;
    while (existsSync(this.path)) {
      if (performance.now() > until) {
        // Whoever passes later must not kill what the next test has started.
        await rm(this.path, { force: true });
        throw new Error(`nobody passed ${step} ${count} times within ${timeoutMs} ms`);
      }
      await pause(pollMs);
    }
    return performance.now();
  }
}
