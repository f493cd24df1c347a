import type { PublicKey } from '@mengsu/chaincode/model';
import { afterEach, describe, expect, it } from 'vitest';
import { keyIdOf } from '../indexer/node-crypto.ts';
import { Outbox } from './outbox.ts';
import { documentNamed, FakeLedger, MemoryOutboxStore, shortTimes } from './testing.ts';
import { OutboxFull } from './ticket.ts';

const running: Outbox[] = [];
afterEach(async () => {
  for (const outbox of running.splice(0)) await outbox.stop();
});

/** The ledger answers nothing about events that are named `strange` until it is told to. */
class SlowForStrangers extends FakeLedger {
  readonly #answering = Promise.withResolvers<void>();
  readonly answerStrangers = this.#answering.resolve;

  constructor() {
    super();
    const { endorse } = this;
    this.endorse = async (document) => {
      if (document.includes('strange')) await this.#answering.promise;
      return endorse(document);
    };
  }
}

function outboxOver(ledger: FakeLedger, store = new MemoryOutboxStore()): Outbox {
  const outbox = new Outbox({
    ledger,
    index: ledger,
    store,
    eventsMax: 100,
    bytesMax: 10_000_000,
    strangerEventsMax: 3,
    joinedEventsMax: 50,
    transactionsInFlightMax: 4,
    jobKeepMs: 1_000,
    times: shortTimes,
    onFailure: (error) => {
      throw error;
    },
  });
  ledger.onOutcome = (outcome) => outbox.see(outcome);
  running.push(outbox);
  return outbox;
}

const strangers = ['device of nobody'];
const names = (ledger: FakeLedger): string[] => ledger.recordedInOrder.map(({ name }) => name);

describe('documents by a key that nobody known enrolled', () => {
  it('hold up nobody whose name they carry', async () => {
    const ledger = new SlowForStrangers();
    const outbox = outboxOver(ledger);
    const strange = outbox.post(documentNamed('each', ['A', 'strange'], ['B', 'wrong']), strangers);
    const others = ['A', 'B'].map((party) => outbox.post(documentNamed('all', [party, party])));
    await Promise.all(others.map(({ answer }) => answer));
    expect(names(ledger).toSorted()).toEqual(['A', 'B']);
    ledger.answerStrangers();
    expect(await strange.answer).toMatchObject({ state: 'refused', code: 'DEVICE_UNKNOWN' });
  });

  it('have a small quota, and leave the rest of the outbox to others', async () => {
    const ledger = new SlowForStrangers();
    const outbox = outboxOver(ledger);
    const posted = ['strange 1', 'strange 2', 'strange 3'].map((name) =>
      outbox.post(documentNamed('each', ['A', name]), strangers),
    );
    expect(() => outbox.post(documentNamed('each', ['A', 'strange 4']), strangers)).toThrow(OutboxFull);
    expect(await outbox.post(documentNamed('each', ['A', 'known'])).answer).toMatchObject({ state: 'done' });
    ledger.answerStrangers();
    await Promise.all(posted.map(({ answer }) => answer));
    const again = outbox.post(documentNamed('each', ['A', 'strange 4']), strangers);
    expect(await again.answer).toMatchObject({ state: 'done' });
  });

  it('keep their order with what the same device sends once it is known', async () => {
    const ledger = new SlowForStrangers();
    const outbox = outboxOver(ledger);
    const posted = [
      outbox.post(documentNamed('each', ['A', 'strange first']), ['device of A']),
      outbox.post(documentNamed('each', ['A', 'second'])),
      outbox.post(documentNamed('each', ['A', 'third'])),
    ];
    expect(await outbox.post(documentNamed('each', ['B', 'other'])).answer).toMatchObject({ state: 'done' });
    expect(names(ledger)).toEqual(['other']);
    ledger.answerStrangers();
    await Promise.all(posted.map(({ answer }) => answer));
    expect(names(ledger)).toEqual(['other', 'strange first', 'second', 'third']);
  });

  it('keep their lane over a restart', async () => {
    const store = new MemoryOutboxStore();
    const old = new SlowForStrangers();
    const before = outboxOver(old, store);
    before.post(documentNamed('each', ['A', 'strange']), strangers);
    await before.post(documentNamed('each', ['A', 'known'])).promise();
    const ledger = new SlowForStrangers();
    const after = outboxOver(ledger, new MemoryOutboxStore(store));
    old.answerStrangers();
    await after.start();
    expect(await after.post(documentNamed('each', ['A', 'later'])).answer).toMatchObject({ state: 'done' });
    expect(names(ledger)).toContain('later');
    ledger.answerStrangers();
    for (let turn = 0; turn < 500 && after.depth.events > 0; turn++)
      await new Promise((resolve) => setTimeout(resolve, 2));
    expect(after.depth.events).toBe(0);
  });
});

describe('a key that a waiting document brings', () => {
  const key: PublicKey = { x: 'x', y: 'y' };
  const enrolment = (name: string) => {
    const document = documentNamed('each', ['A', name]);
    // Its act and its key are all that is read of it here.
    for (const { event } of document.events) Object.assign(event, { act: 'enrolDevice', key });
    return document;
  };

  it('is told while the document waits, and when strangers signed it not at all', async () => {
    const ledger = new SlowForStrangers();
    const outbox = outboxOver(ledger);
    outbox.post(enrolment('strange 1'), strangers);
    expect(outbox.waitingKey(keyIdOf(key))).toBeUndefined();
    const waiting = [outbox.post(enrolment('strange 2')), outbox.post(enrolment('strange 3'))];
    expect(outbox.waitingKey(keyIdOf(key))).toBe(key);
    ledger.answerStrangers();
    await Promise.all(waiting.map(({ answer }) => answer));
    expect(outbox.waitingKey(keyIdOf(key))).toBeUndefined();
  });
});
