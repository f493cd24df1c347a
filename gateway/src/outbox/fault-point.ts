/**
 * The steps of the write path at which a test may kill the process: 1 the rows are durable, 2 endorsed, 3 the signed envelope is durable,
 * 4 handed to ordering, 5 the block was seen, 6 the answer is recorded.
 */
export const faultPoints = [
  'accepted',
  'endorsed',
  'persisted',
  'submitted',
  'committed',
  'settled',
] as const;
export type FaultPoint = (typeof faultPoints)[number];

export type PassFaultPoint = (point: FaultPoint) => void;

/** What the gateway runs: nothing happens. */
export const noFaults: PassFaultPoint = () => undefined;

/** `step:count` → kills this process when it passes that step for the count-th time. Throws for a step that is none. */
export function killAt(step: string): PassFaultPoint {
  const [name = '', count = ''] = step.split(':');
  if (!faultPoints.includes(name as FaultPoint)) {
    throw new RangeError(`MENGSU_FAULT_AT names ${name}, the steps are ${faultPoints.join(', ')}.`);
  }
  let left = Number(count);
  return (point) => {
    if (point !== name) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
