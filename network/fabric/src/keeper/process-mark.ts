import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** One process of this machine, told from any later one with the same number by when it began. */
export interface ProcessMark {
  readonly pid: number;
  readonly begun: string;
}

/** Undefined when no such process runs. */
export function markOf(pid: number): ProcessMark | undefined {
  const begun = existsSync('/proc/self/stat') ? begunByProc(pid) : begunByPs(pid);
  return begun === undefined ? undefined : { pid, begun };
}

/** Whether that very process still runs. */
export function isRunning(mark: ProcessMark): boolean {
  return markOf(mark.pid)?.begun === mark.begun;
}

/** Linux: field 22 of /proc/PID/stat counts from the boot, which has an id (proc_pid_stat(5)). A zombie does not run. */
function begunByProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${fields[19]}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(ENOENT|ESRCH)$/.test(String(error.code)))
      return undefined;
    throw error;
  }
}

function begunByPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }).trim() || undefined;
  } catch (error) {
    // ps ends with 1 when there is no such process.
    if (error instanceof Error && 'status' in error && error.status === 1) return undefined;
    throw error;
  }
}
