import { cpus } from 'node:os';

/** Processor time of all cores over a window, in milliseconds. */
export interface ProcessorTime {
  readonly busyMs: number;
  readonly idleMs: number;
}

/** Begins a window; the function that it answers ends it. What is busy beyond the watched programs are others on the same machine. */
export function watchProcessors(): () => ProcessorTime {
  const before = readTimes();
  return () => {
    const after = readTimes();
    return { busyMs: after.busyMs - before.busyMs, idleMs: after.idleMs - before.idleMs };
  };
}

function readTimes(): ProcessorTime {
  const times = cpus().map((core) => core.times);
  return {
    busyMs: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, 0),
    idleMs: times.reduce((sum, { idle }) => sum + idle, 0),
  };
}
