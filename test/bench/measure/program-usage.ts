import { readFileSync } from 'node:fs';
import { round } from './distribution.ts';

/** What one program used during a window. */
export interface ProgramUsage {
  readonly name: string;
  readonly cpuMs: number;
  /** `cpuMs` for each event of the window; 0 where there was none. */
  readonly cpuMsPerEvent: number;
  /** Resident set at the end of the window, and the largest one since the program began. */
  readonly residentMiB: number;
  readonly residentMaxMiB: number;
}

export interface WatchedProgram {
  readonly name: string;
  readonly pid: number;
}

/** Linux counts a process's time in hundredths of a second (USER_HZ, proc(5)). */
const tickMs = 10;

/** User and system time of a process and all its threads so far. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in brackets and may hold anything; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** Resident set now and its peak. */
export function residentMiBOf(pid: number): { readonly now: number; readonly max: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (key: string): number =>
    Math.round(Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) / 102.4) / 10;
  return { now: read('VmRSS'), max: read('VmHWM') };
}

/** Begins a window; the function that it answers ends it. The programs must outlive it. */
export function watchPrograms(programs: readonly WatchedProgram[]): (events: number) => ProgramUsage[] {
  const before = programs.map(({ pid }) => cpuMsOf(pid));
  return (events) =>
    programs.map(({ name, pid }, index) => {
      const cpuMs = cpuMsOf(pid) - (before[index] ?? 0);
      const { now, max } = residentMiBOf(pid);
      const cpuMsPerEvent = events === 0 ? 0 : round(cpuMs / events);
      return { name, cpuMs, cpuMsPerEvent, residentMiB: now, residentMaxMiB: max };
    });
}
