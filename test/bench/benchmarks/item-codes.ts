import { runOnce } from '../../../demo/src/run/program.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import type { ItemCodesRun } from '../item-codes/measure-item-codes.ts';
import { round } from '../measure/distribution.ts';

const codes = 1_000_000;
const labels = 2_400;
const guesses = 1_000_000;

async function run(kind: 'set' | 'labels' | 'guesses', count: number): Promise<ItemCodesRun> {
  const script = 'test/bench/item-codes/measure-item-codes.ts';
  return JSON.parse(await runOnce({ name: kind, script, arguments: [kind, String(count)] })) as ItemCodesRun;
}

/** Each in a program of its own: a set of a million with its root, the labels of 2,400 pieces, and a million guesses at codes. */
export const itemCodes: Benchmark = {
  name: 'item-codes',
  about: 'a million item codes with their Merkle root, 2,400 labels as PDF, a million guessed codes',
  async run({ say }) {
    say('item-codes: drawing a set');
    const set = await run('set', codes);
    say('item-codes: drawing labels');
    const sheet = await run('labels', labels);
    say('item-codes: guessing');
    const guessed = await run('guesses', guesses);
    return [
      seconds('item codes, a set of a million', set, 10),
      {
        name: 'item codes, memory of a million',
        figure: Math.round(set.residentMiB),
        unit: 'MiB',
        target: { bound: 'at most', figure: 300 },
        samples: 1,
      },
      seconds('labels, 2,400 as PDF', sheet, 4),
      {
        name: 'guessed codes, look-ups of a million',
        figure: guessed.lookups,
        unit: 'look-ups',
        target: { bound: 'at most', figure: 10 },
        samples: guesses,
        detail: { hits: guessed.hits, guessesPerSecond: Math.round(guesses / (guessed.ms / 1000)) },
      },
    ];
  },
};

const seconds = (name: string, measured: ItemCodesRun, target: number): Measurement => ({
  name,
  figure: round(measured.ms / 1000),
  unit: 's',
  target: { bound: 'at most', figure: target },
  samples: 1,
  detail: {
    cpuSeconds: round(measured.cpuMs / 1000),
    residentMiB: Math.round(measured.residentMiB),
    fileMiB: round(measured.fileMiB),
  },
});
