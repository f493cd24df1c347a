// Schemas decide once whether they compile: before any other import, as in the chaincode's own program.
import '../../../chaincode/src/jitless.ts';
import { keyOf } from '@mengsu/chaincode/model';
import { documentText, signedEnvelope } from '@mengsu/chaincode/model/testing';
import { nodeCrypto } from '../../../chaincode/src/node-crypto.ts';
import { record } from '../../../chaincode/src/record.ts';
import { heads, lamb, tradeWorld } from '../../../chaincode/src/testing-trade.ts';

/** What a run prints, as JSON. */
export interface LawRun {
  readonly events: number;
  readonly cpuMs: number;
  readonly documentMs: readonly number[];
  readonly stateBytesWritten: number;
}

const eventsPerDocument = 50;
const warmUpDocuments = 20;

/** 20 head are made, 12 of them moved, 5 of those sold; then another lot. */
function goodsSteps(party: string, number: number): object {
  const lot = `${lamb.split('/')[0]}/N${Math.floor(number / 3)}`;
  const steps = [
    { act: 'commission', site: 'PASTURE-1', lot, amount: heads(20) },
    { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [{ lot, amount: heads(12) }] },
    { act: 'sell', site: 'BARN-1', to: 'consumer', division: '152502', lines: [{ lot, amount: heads(5) }] },
  ];
  return { party, ...steps[number % 3] };
}

async function measureLaw(documents: number): Promise<LawRun> {
  const { world, herder } = await tradeWorld();
  const recordedAt = new Date(world.nowMs).toISOString();
  const submitter = { mspId: 'ProducersMSP', isAdmin: false };
  const run = { events: 0, cpuMs: 0, documentMs: [] as number[], stateBytesWritten: 0 };
  let number = 0;
  for (let document = -warmUpDocuments; document < documents; document++) {
    const fields = Array.from({ length: eventsPerDocument }, () => goodsSteps(herder.id, number++));
    const envelopes = [];
    for (const one of fields)
      envelopes.push(await signedEnvelope(world.stamped({ ...one }), [herder.device]));
    const text = documentText(envelopes);
    const startedAt = performance.now();
    const before = process.cpuUsage();
    await record(text, { state: world.state, crypto: nodeCrypto, recordedAt, submitter });
    const { user, system } = process.cpuUsage(before);
    if (document < 0) continue;
    run.documentMs.push(performance.now() - startedAt);
    run.cpuMs += (user + system) / 1000;
    run.events += eventsPerDocument;
  }
  const recorded = [...world.state.values.keys()].filter((key) => key.startsWith(keyOf.event(''))).length;
  if (recorded < number) throw new Error(`${number} events were recorded, the state has ${recorded}`);
  run.stateBytesWritten = [...world.state.values.values()].reduce((sum, { length }) => sum + length, 0);
  return run;
}

console.log(JSON.stringify(await measureLaw(Number(process.argv[2] ?? 200))));
