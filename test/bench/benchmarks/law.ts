import { runOnce } from '../../../demo/src/run/program.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { type LawKind, lawKinds } from '../law/law-documents.ts';
import type { LawRun } from '../law/measure-law.ts';
import { measurePeer } from '../law/measure-peer.ts';
import { distributionOf, round } from '../measure/distribution.ts';

const documentsOf = (events: number): number => Math.min(2000, Math.max(40, Math.ceil(events / 50)));
const target = { bound: 'at most', figure: 0.4 } as const;

/** In a program of its own that compiles no schemas, as the chaincode runs. */
export const law: Benchmark = {
  name: 'law',
  about:
    'record() alone on a state in memory, documents of 50, without claims and with: CPU of parse, verify, gather, decide and apply',
  async run({ say, events }) {
    const measurements: Measurement[] = [];
    for (const kind of lawKinds) {
      say(`law: recording ${kind}`);
      const output = await runOnce({
        name: 'law',
        script: 'test/bench/law/measure-law.ts',
        arguments: [kind, String(documentsOf(events))],
      });
      const run = JSON.parse(output) as LawRun;
      const detail = { events: run.events, stateBytesWritten: run.stateBytesWritten };
      measurements.push({ ...measurementOf(`law, ${kind}`, run), detail });
    }
    return measurements;
  },
};

/** The chaincode's own program at the other end of a peer's stream: the same documents, shim, gRPC and batch messages included. */
export const lawPeer: Benchmark = {
  name: 'law-peer',
  about: 'the chaincode’s program before a peer of the tests, the same documents: its CPU, messages included',
  async run({ say, events }) {
    const measurements: Measurement[] = [];
    for (const kind of lawKinds satisfies readonly LawKind[]) {
      say(`law-peer: recording ${kind}`);
      measurements.push(
        measurementOf(`law-peer, ${kind}`, await measurePeer(kind, Math.min(400, documentsOf(events)))),
      );
    }
    return measurements;
  },
};

function measurementOf(name: string, run: Pick<LawRun, 'events' | 'cpuMs' | 'documentMs'>): Measurement {
  return {
    name,
    figure: round(run.cpuMs / run.events),
    unit: 'CPU ms/event',
    target,
    samples: run.documentMs.length,
    distribution: distributionOf(run.documentMs),
    distributionUnit: 'ms a document of 50',
  };
}
