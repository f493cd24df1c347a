import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JobAnswer } from './job.ts';
import { Outbox } from './outbox.ts';
import { documentNamed, FakeLedger, junked, MemoryOutboxStore, shortTimes } from './testing.ts';

const pick = fc.record({
  mode: fc.constantFrom('all' as const, 'each' as const),
  names: fc.uniqueArray(fc.constantFrom('1', '2', '3', '4', '5'), { minLength: 1, maxLength: 4 }),
});
/** What somebody does who has a copy of every event: other signatures, other company, other modes and orders. */
const attack = fc.record({
  ...{ kind: fc.constant('attack' as const), document: pick },
  junk: fc.array(fc.nat(3), { maxLength: 3 }),
  company: fc.option(fc.constantFrom('wrong', 'bad'), { nil: undefined }),
});
const genuine = fc.record({ kind: fc.constant('genuine' as const), document: pick });
const posts = fc.array(fc.tuple(fc.oneof(attack, genuine), fc.nat(2)), { minLength: 2, maxLength: 30 });

it('whoever holds copies of events cannot have a genuine post of them refused', async () => {
  await fc.assert(
    fc.asyncProperty(posts, async (script) => {
      const outbox = outboxOver(new FakeLedger());
      const answers: Promise<JobAnswer>[] = [];
      for (const [index, [post, turns]] of script.entries()) {
        const { mode, names } = post.document;
        const events = names.map((name) => ['A', name] as const);
        if (post.kind === 'genuine') answers.push(outbox.post(documentNamed(mode, ...events)).answer);
        else {
          const company = post.company ? [['A', `${post.company} ${index}`] as const] : [];
          outbox.post(junked(documentNamed(mode, ...events, ...company), ...post.junk));
        }
        for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      }
      for (const answer of await Promise.all(answers)) {
        expect(answer.state).toBe('done');
        for (const { status } of answer.state === 'done' ? answer.results : [])
          expect(['recorded', 'exists']).toContain(status);
      }
      await outbox.stop();
    }),
    { numRuns: 200 },
  );
});

function outboxOver(ledger: FakeLedger): Outbox {
  const outbox = new Outbox({
    ledger,
    index: ledger,
    store: new MemoryOutboxStore(),
    eventsMax: 10_000,
    bytesMax: 10_000_000,
    strangerEventsMax: 400,
    joinedEventsMax: 50,
    transactionsInFlightMax: 4,
    jobKeepMs: 1_000,
    times: shortTimes,
    onFailure: (error) => {
      throw error;
    },
  });
  ledger.onOutcome = (outcome) => outbox.see(outcome);
  return outbox;
}
