import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faultPoints, killAsFileSays } from './fault-point.ts';

let folder: string;
let file: string;
const kill = vi.spyOn(process, 'kill');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mengsu-fault-'));
  file = join(folder, 'fault');
  kill.mockReset().mockReturnValue(true);
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a fault file', () => {
  it.each(faultPoints)('kills this process at its count-th passing of the step %s, and once', (step) => {
    writeFileSync(file, `${step}:2`);
    const pass = killAsFileSays(file);
    for (const point of faultPoints) pass(point);
    expect(kill).not.toHaveBeenCalled();
    for (const point of [...faultPoints, ...faultPoints, ...faultPoints]) pass(point);
    expect(kill.mock.calls).toEqual([[process.pid, 'SIGKILL']]);
  });

  it('kills the process that it names, and counts anew for the next file', () => {
    const pass = killAsFileSays(file);
    writeFileSync(file, 'endorsed:1:4711');
    pass('endorsed');
    writeFileSync(file, 'endorsed:2:4711');
    pass('endorsed');
    expect(kill.mock.calls).toEqual([[4711, 'SIGKILL']]);
  });

  it('does nothing where there is no file', () => {
    const pass = killAsFileSays(file);
    for (const point of faultPoints) pass(point);
    expect(kill).not.toHaveBeenCalled();
  });

  it.each(['', 'endorsed', 'endorsed:0', 'endorsed:1:0', 'endorsed:1:-1', 'nowhere:1', 'endorsed:1:2:3'])(
    'refuses the text %j',
    (text) => {
      writeFileSync(file, text);
      expect(() => killAsFileSays(file)('endorsed')).toThrow(RangeError);
      expect(kill).not.toHaveBeenCalled();
    },
  );
});
