import { readFileSync, unlinkSync } from 'node:fs';

/**
 * The steps of the write path at which a test may kill a process: 1 the rows are durable, 2 endorsed, 3 the signed envelope is durable,
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

/** What a fault file asks for: `step:count`, or `step:count:pid` for a process other than this one. */
const faultText = new RegExp(`^(${faultPoints.join('|')}):([1-9]\\d{0,8})(?::([1-9]\\d{0,8}))?$`);

/**
 * For tests: who passes the step that the file names for the count-th time since it was written deletes the file and kills (SIGKILL) the process that it names.
 * So a process that is started again finds no fault. Throws RangeError for a file that says anything else.
 */
export function killAsFileSays(file: string): PassFaultPoint {
  let read = '';
  let passed = 0;
  return (point) => {
    const text = readIfThere(file);
    if (text === undefined) return;
    if (text !== read) [read, passed] = [text, 0];
    const [, step, count, pid] = faultText.exec(text) ?? [];
    if (step === undefined) throw new RangeError(`${file} names no step of the write path: ${text}`);
    if (point !== step) return;
    passed += 1;
    if (passed < Number(count)) return;
    unlinkSync(file);
    read = '';
    process.kill(Number(pid ?? process.pid), 'SIGKILL');
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
