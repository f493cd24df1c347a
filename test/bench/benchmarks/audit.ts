import { runOnce } from '../../../demo/src/run/program.ts';
import type { AuditRun } from '../audit/measure-audit.ts';
import type { Benchmark } from '../benchmark.ts';
import { round } from '../measure/distribution.ts';

/** In a program of its own: a lawful ledger of documents of 50, indexed into SQLite, then audited at the gateway's own pace. */
export const audit: Benchmark = {
  name: 'audit',
  about: 'the audit of an indexed ledger: CPU of executing the law again, and how late it makes other work',
  async run({ say, events }) {
    say('audit: making, indexing and auditing a ledger');
    const documents = Math.min(1000, Math.max(20, Math.ceil(events / 50)));
    const output = await runOnce({
      name: 'audit',
      script: 'test/bench/audit/measure-audit.ts',
      arguments: [String(documents)],
    });
    const run = JSON.parse(output) as AuditRun;
    return [
      {
        name: 'audit',
        figure: round(run.auditCpuMs / run.events),
        unit: 'CPU ms/event',
        target: { bound: 'at most', figure: 0.6 },
        samples: 1,
        detail: {
          events: run.events,
          eventsPerSecond: Math.round(run.events / (run.auditMs / 1000)),
          decodeCpuMsPerEvent: round(run.decodeCpuMs / run.events),
          indexCpuMsPerEvent: round(run.indexCpuMs / run.events),
          delayP99Ms: round(run.delayP99Ms),
          residentMiB: Math.round(run.residentMiB),
        },
      },
    ];
  },
};
