import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerFailure } from '../ledger/failure.ts';
import { faultPoints } from './fault-point.ts';
import { Outbox, type OutboxOptions } from './outbox.ts';
import {
  documentNamed,
  FakeLedger,
  idOf,
  junked,
  MemoryOutboxStore,
  type Mischief,
  shortTimes,
} from './testing.ts';
import { OutboxFull } from './ticket.ts';

function outboxOver(ledger: FakeLedger, options: Partial<OutboxOptions> = {}): Outbox {
  const outbox = new Outbox({
    ledger,
    index: ledger,
    store: new MemoryOutboxStore(),
    eventsMax: 10_000,
    bytesMax: 10_000_000,
    strangerEventsMax: 400,
    joinedEventsMax: 50,
    transactionsInFlightMax: 8,
    jobKeepMs: 1_000,
    times: shortTimes,
    onFailure: (error) => {
      throw error;
    },
    ...options,
  });
  ledger.onOutcome = (outcome) => outbox.see(outcome);
  return outbox;
}

const failure = (kind: Exclude<LedgerFailure['kind'], 'refused'>): LedgerFailure => ({
  kind,
  detail: 'told to',
});

describe('the outbox', () => {
  it('answers `recorded` with the block when the block was seen', async () => {
    const outbox = outboxOver(new FakeLedger());
    const { answer } = outbox.post(documentNamed('each', ['A', 'a1']));
    expect(await answer).toEqual({
      state: 'done',
      results: [
        {
          id: idOf('a1'),
          status: 'recorded',
          breaches: [],
          block: 1,
          recordedAt: '2026-09-01T00:00:00.000Z',
        },
      ],
    });
    expect(outbox.depth).toEqual({ events: 0, bytes: 0, inFlight: 1 });
  });

  it('joins single events of one party behind the one in flight, and never those of a posted document', async () => {
    const ledger = new FakeLedger();
    const outbox = outboxOver(ledger, { joinedEventsMax: 3 });
    const posts = [
      documentNamed('each', ['A', '1']),
      documentNamed('each', ['A', '2']),
      documentNamed('all', ['A', '3']),
      documentNamed('each', ['A', '4'], ['A', '5']),
      ...['6', '7', '8', '9'].map((name) => documentNamed('each', ['A', name])),
      documentNamed('each', ['B', 'b']),
    ].map((document) => outbox.post(document).answer);
    await Promise.all(posts);
    expect(ledger.documents).toEqual([['1'], ['b'], ['2', '3'], ['4', '5'], ['6', '7', '8'], ['9']]);
  });

  it('has one transaction in flight for each party of a document', async () => {
    const ledger = new FakeLedger();
    const outbox = outboxOver(ledger);
    const posts = [
      documentNamed('each', ['A', 'a']),
      documentNamed('each', ['A', 'ab1'], ['B', 'ab2']),
      documentNamed('each', ['B', 'b']),
      documentNamed('each', ['C', 'c']),
    ].map((document) => outbox.post(document).answer);
    await Promise.all(posts);
    expect(ledger.documents).toEqual([['a'], ['c'], ['ab1', 'ab2'], ['b']]);
  });

  it('joins a post to the job of the very same document, and of no other', () => {
    const outbox = outboxOver(new FakeLedger());
    const document = documentNamed('each', ['A', '1'], ['A', '2']);
    const jobs = [
      document,
      documentNamed('all', ['A', '1'], ['A', '2']),
      documentNamed('each', ['A', '2'], ['A', '1']),
      documentNamed('each', ['A', '2']),
      junked(document, 1),
    ];
    const ids = jobs.map((one) => outbox.post(one).jobId);
    expect(new Set(ids).size).toBe(jobs.length);
    expect(jobs.map((one) => outbox.post(structuredClone(one)).jobId)).toEqual(ids);
    const single = outbox.post(documentNamed('all', ['A', '3']));
    expect(outbox.post(documentNamed('each', ['A', '3'])).jobId, 'one event, two modes').toBe(single.jobId);
  });

  it('answers what the law refuses without a transaction', async () => {
    const ledger = new FakeLedger();
    const outbox = outboxOver(ledger);
    expect(await outbox.post(documentNamed('each', ['A', 'bad'])).answer).toMatchObject({
      state: 'done',
      results: [{ status: 'refused', code: 'HOLDING_TOO_SMALL' }],
    });
    expect(await outbox.post(documentNamed('all', ['A', 'good'], ['A', 'bad']))?.answer).toEqual({
      state: 'refused',
      code: 'HOLDING_TOO_SMALL',
      detail: 'too little',
      pointer: '/events/1',
    });
    expect(ledger.transactions.size).toBe(0);
  });

  it('refuses the one event that fails a joined transaction whole, and brings the others in their order', async () => {
    const ledger = new FakeLedger();
    const outbox = outboxOver(ledger);
    const names = ['0', '1', '2', 'wrong', '3', 'wrong too', '4'];
    const answers = await Promise.all(
      names.map((name) => outbox.post(documentNamed('all', ['A', name])).answer),
    );
    expect(ledger.recordedInOrder.map(({ name }) => name)).toEqual(['0', '1', '2', '3', '4']);
    expect(answers[3]).toEqual({
      state: 'refused',
      code: 'DEVICE_UNKNOWN',
      detail: 'is not a device',
      pointer: '/events/0/payload/device',
    });
  });

  it('says `exists` of what the ledger has', async () => {
    const outbox = outboxOver(new FakeLedger());
    await outbox.post(documentNamed('each', ['A', '1'])).answer;
    expect(await outbox.post(documentNamed('each', ['A', '1'])).answer).toMatchObject({
      results: [{ status: 'exists', block: 1 }],
    });
  });

  it('gives a document up to which the chaincode has no answer, alone, after a bounded number of attempts', async () => {
    const ledger = new FakeLedger();
    const alarms: string[] = [];
    const outbox = outboxOver(ledger, { onAlarm: (detail) => alarms.push(detail) });
    ledger.mischief = { endorse: () => failure('faulty') };
    expect(await outbox.post(documentNamed('each', ['A', '1'])).answer).toMatchObject({ code: 'LAW_FAILED' });
    expect(alarms).toEqual(['told to']);
    ledger.mischief = {};
    expect(await outbox.post(documentNamed('each', ['A', '2'])).answer).toMatchObject({ state: 'done' });
    expect(outbox.alarm).toBeUndefined();
  });

  it('goes on when the index is away for a while, and fails loudly when it stays away', async () => {
    const ledger = new FakeLedger();
    let away = 3;
    const index = {
      transaction: (txId: string) => ledger.transaction(txId),
      recorded: async (ids: readonly string[]) => {
        away -= 1;
        if (away >= 0) throw new Error('the store is away');
        return ledger.recorded(ids);
      },
    };
    const failures: unknown[] = [];
    const outbox = outboxOver(ledger, { index, onFailure: (error) => failures.push(error) });
    expect(await outbox.post(documentNamed('each', ['A', 'bad'])).answer).toMatchObject({ state: 'done' });
    expect(await outbox.post(documentNamed('each', ['A', '1'])).answer).toMatchObject({ state: 'done' });
    expect(ledger.recordedInOrder).toHaveLength(1);
    away = Number.POSITIVE_INFINITY;
    outbox.post(documentNamed('each', ['A', '1']));
    await eventually(() => failures.length === 1);
  });

  it('takes no more than its limits, and loses nothing by that', async () => {
    const ledger = new FakeLedger();
    const outbox = outboxOver(ledger, { eventsMax: 3 });
    const posts = ['1', '2', '3'].map((name) => outbox.post(documentNamed('each', ['A', name])));
    expect(() => outbox.post(documentNamed('each', ['A', '4']))).toThrow(OutboxFull);
    await Promise.all(posts.map(({ answer }) => answer));
    expect(await outbox.post(documentNamed('each', ['A', '4'])).answer).toMatchObject({ state: 'done' });
  });

  it('says how long the oldest document waits, and nothing once it is answered', async () => {
    const ledger = new FakeLedger();
    ledger.mischief = { endorse: () => failure('retry') };
    const outbox = outboxOver(ledger);
    const { answer } = outbox.post(documentNamed('each', ['A', '1']));
    await eventually(() => outbox.oldestMs > 20);
    const younger = outbox.post(documentNamed('each', ['B', '2']));
    expect(outbox.oldestMs).toBeGreaterThan(20);
    ledger.mischief = {};
    await Promise.all([answer, younger.answer]);
    expect(outbox.oldestMs).toBe(0);
  });

  it('keeps the answer of a job that was promised, and of no other', async () => {
    const store = new MemoryOutboxStore();
    const outbox = outboxOver(new FakeLedger(), { store });
    const promised = outbox.post(documentNamed('each', ['A', '1']));
    const other = outbox.post(documentNamed('each', ['B', '2']));
    await promised.promise();
    await Promise.all([promised.answer, other.answer]);
    await outbox.stop();
    await new Promise((resolve) => setImmediate(resolve));
    expect([...store.answers.keys()]).toEqual([promised.jobId]);
    expect(store.jobs.size + store.transactions.size).toBe(0);
  });

  it('after a stop takes nothing and leaves the rest for the next start', async () => {
    const store = new MemoryOutboxStore();
    const ledger = new FakeLedger();
    ledger.mischief = { endorse: () => failure('retry') };
    const outbox = outboxOver(ledger, { store });
    const ticket = outbox.post(documentNamed('each', ['A', '1']));
    await ticket.promise();
    await outbox.stop();
    expect(() => outbox.post(documentNamed('each', ['A', '2']))).toThrow(OutboxFull);
    ledger.mischief = {};
    const next = outboxOver(ledger, { store });
    await next.start();
    await eventually(() => store.answers.has(ticket.jobId));
    expect(ledger.recordedInOrder.map(({ name }) => name)).toEqual(['1']);
  });
});

describe('the outbox over a ledger that misbehaves', () => {
  const kinds = ['busy', 'retry', 'unknown', 'forbidden', 'committed'] as const;
  const script = fc.record({
    endorse: fc.array(fc.option(fc.constantFrom(...kinds), { nil: undefined, freq: 1 }), { maxLength: 20 }),
    submit: fc.array(
      fc.option(
        fc.record({ kind: fc.constantFrom('busy', 'unknown', 'forbidden', 'none'), lost: fc.boolean() }),
        { nil: undefined, freq: 1 },
      ),
      { maxLength: 30 },
    ),
    commit: fc.array(fc.constantFrom(undefined, undefined, 11, 12, 10, 2), { maxLength: 20 }),
    silent: fc.array(fc.boolean(), { maxLength: 20 }),
  });
  const posts = fc.array(
    fc.record({
      mode: fc.constantFrom('all' as const, 'each' as const),
      parties: fc.array(fc.constantFrom('A', 'B', 'C'), { minLength: 1, maxLength: 3 }),
      bad: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
    }),
    { minLength: 1, maxLength: 25 },
  );

  function mischiefOf(told: typeof script extends fc.Arbitrary<infer T> ? T : never): Mischief {
    const { endorse, submit, commit, silent } = structuredClone(told);
    return {
      endorse: () => {
        const kind = endorse.shift();
        return kind && failure(kind);
      },
      submit: () => {
        const act = submit.shift();
        if (!act) return undefined;
        // What is refused for good is not ordered; anything else may be.
        const lost = act.lost || act.kind === 'forbidden' || act.kind === 'busy';
        return act.kind === 'none' ? { lost } : { lost, failure: failure(act.kind as 'unknown') };
      },
      commit: () => commit.shift(),
      silent: () => silent.shift() ?? false,
    };
  }

  it('loses nothing, doubles nothing and keeps each party’s order', async () => {
    await fc.assert(
      fc.asyncProperty(script, posts, async (told, documents) => {
        const ledger = new FakeLedger();
        ledger.mischief = mischiefOf(told);
        const outbox = outboxOver(ledger);
        const expected: string[][] = [];
        const answers = documents.map(({ mode, parties, bad }, index) => {
          const names = parties.map(
            (party, place) => [party, `${bad && place === 0 ? 'bad' : ''}${index}.${place}`] as const,
          );
          const refusedWhole = mode === 'all' && bad;
          for (const [party, name] of names)
            if (!refusedWhole && !name.startsWith('bad')) expected.push([party, name]);
          return outbox.post(documentNamed(mode, ...names)).answer;
        });
        await Promise.all(answers);
        for (const party of ['A', 'B', 'C']) {
          const got = ledger.recordedInOrder.filter((event) => event.party === party).map(({ name }) => name);
          expect(got).toEqual(expected.filter(([of]) => of === party).map(([, name]) => name));
        }
        expect(outbox.depth.events).toBe(0);
        await outbox.stop();
      }),
      { numRuns: 150 },
    );
  });

  it.each(faultPoints)('goes on where a kill at the step `%s` left it', async (point) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), script, async (count, told) => {
        const ledger = new FakeLedger();
        ledger.mischief = mischiefOf(told);
        const store = new MemoryOutboxStore();
        let left = count;
        const dead = new Promise<void>((resolve) => {
          const outbox = outboxOver(ledger, {
            store,
            onFailure: () => undefined,
            passFaultPoint: (passed) => {
              if (passed !== point || left === 0) return;
              left -= 1;
              if (left > 0) return;
              store.die();
              ledger.onOutcome = () => undefined;
              resolve();
              void outbox.stop();
              throw new Error('killed');
            },
          });
          const tickets = ['1', '2', '3', '4', '5', '6'].map((name) =>
            outbox.post(documentNamed('each', [Number(name) % 2 ? 'A' : 'B', name])),
          );
          void Promise.all(tickets.map((ticket) => ticket.promise().then(() => ticket.answer))).then(
            () => resolve(),
            () => resolve(),
          );
        });
        await dead;
        const promised = [...store.jobs.values()].flatMap(({ events }) => events.map(({ id }) => id));
        const after = new MemoryOutboxStore(store);
        const next = outboxOver(ledger, { store: after });
        await next.start();
        await eventually(() => after.jobs.size === 0 && after.transactions.size === 0);
        const names = ledger.recordedInOrder.map(({ name }) => name);
        expect(new Set(names).size, 'nothing twice').toBe(names.length);
        for (const id of promised) expect(names.map(idOf)).toContain(id);
        for (const parity of [0, 1]) {
          const own = names.filter((name) => Number(name) % 2 === parity);
          expect(own).toEqual(own.toSorted());
        }
        await next.stop();
      }),
      { numRuns: 25 },
    );
  });
});

async function eventually(holds: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 2_000 && !holds(); attempt++)
    await new Promise((resolve) => setTimeout(resolve, 2));
  expect(holds()).toBe(true);
}
