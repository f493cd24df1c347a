import { runOnce } from '../../../demo/src/run/child.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import type { LawRun } from '../law/measure-law.ts';
import { distributionOf, round } from '../measure/distribution.ts';

/** In a program of its own that compiles no schemas, as the chaincode runs. */
export const law: Benchmark = {
  name: 'law',
  about:
    'record() alone on a state in memory, documents of 50: CPU of parse, verify, gather, decide and apply',
  async run({ say, events }) {
    say('law: recording');
    const documents = Math.min(2000, Math.max(40, Math.ceil(events / 50)));
    const output = await runOnce({
      name: 'law',
      script: 'test/bench/law/measure-law.ts',
      arguments: [String(documents)],
    });
    const run = JSON.parse(output) as LawRun;
    const measurement: Measurement = {
      name: 'law',
      figure: round(run.cpuMs / run.events),
      unit: 'CPU ms/event',
      target: { bound: 'at most', figure: 0.4 },
      samples: run.documentMs.length,
      distribution: distributionOf(run.documentMs),
      distributionUnit: 'ms a document of 50',
      detail: { events: run.events, stateBytesWritten: run.stateBytesWritten },
    };
    return [measurement];
  },
};
