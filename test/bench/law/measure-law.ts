// Schemas decide once whether they compile: before any other import, as in the chaincode's own program.
import '../../../chaincode/src/jitless.ts';
import { nodeCrypto } from '../../../chaincode/src/node-crypto.ts';
import { record } from '../../../chaincode/src/record.ts';
import { eventsPerDocument, type LawKind, lawDocuments } from './law-documents.ts';

/** What a run prints, as JSON. */
export interface LawRun {
  readonly events: number;
  readonly cpuMs: number;
  readonly documentMs: readonly number[];
  readonly stateBytesWritten: number;
}

const warmUpDocuments = 20;

async function measureLaw(kind: LawKind, documents: number): Promise<LawRun> {
  const { at, next } = await lawDocuments(kind);
  const { world } = at;
  const recordedAt = new Date(world.nowMs).toISOString();
  const submitter = { mspId: 'ProducersMSP', isAdmin: false };
  const run = { events: 0, cpuMs: 0, documentMs: [] as number[], stateBytesWritten: 0 };
  for (let document = -warmUpDocuments; document < documents; document++) {
    const text = await next();
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const answer = await record(text, { state: world.state, crypto: nodeCrypto, recordedAt, submitter });
    const { user, system } = process.cpuUsage(before);
    requireClean(answer);
    if (document < 0) continue;
    run.documentMs.push(performance.now() - startedAt);
    run.cpuMs += (user + system) / 1000;
    run.events += eventsPerDocument;
  }
  run.stateBytesWritten = [...world.state.values.values()].reduce((sum, { length }) => sum + length, 0);
  return run;
}

/** Every event was recorded, and none with a breach: otherwise something else was measured. */
function requireClean(answer: string): void {
  const clean = answer.split('"breaches":[],').length - 1;
  if (clean !== eventsPerDocument)
    throw new Error(`of ${eventsPerDocument} events ${clean} were recorded whole`);
}

const kind = process.argv[2] === 'claims' ? 'claims' : 'plain';
console.log(JSON.stringify(await measureLaw(kind, Number(process.argv[3] ?? 200))));
