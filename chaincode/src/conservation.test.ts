import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type Amount,
  type Crypto,
  canonicalize,
  type Envelope,
  type HoldingRecord,
  isNothing,
  measures,
  protectedHeader,
  type ShipmentRecord,
  sameAmount,
} from './model/index.ts';
import { type DeviceKey, documentText, payloadOf, signedEnvelope } from './model/testing.ts';
import { nodeCrypto } from './node-crypto.ts';
import { Account } from './testing-account.ts';
import { actors, history, type Step } from './testing-history.ts';
import { Teller } from './testing-teller.ts';
import { type TradeWorld, tradeWorld } from './testing-trade.ts';
import { World } from './testing-world.ts';

/** MENGSU_SEED repeats a run; what failed is shrunk and printed with its seed. */
const seed = Number(process.env.MENGSU_SEED ?? Date.now() % 2 ** 31);
/** Fewer where the law is mutated: every mutant is tried with as many. */
const runs = Number(process.env.MENGSU_HISTORY_RUNS ?? 300);

/** Believes every signature: what is tried here is the sums. */
const believing: Crypto = { ...nodeCrypto, verifyEs256: () => true };

let origin: TradeWorld;
beforeAll(async () => {
  console.log(`histories: MENGSU_SEED=${seed}`);
  origin = await tradeWorld();
});

/** A fresh world after the origin's, its state in the order in which it was written, or in the opposite one. */
function worldOf(crypto: Crypto, isReversed = false): TradeWorld {
  const world = new World(crypto);
  const entries = [...origin.world.state.values];
  for (const [key, value] of isReversed ? entries.reverse() : entries) world.state.values.set(key, value);
  return { ...origin, world };
}

function unsigned(at: TradeWorld, fields: object, signers: readonly DeviceKey[]): Envelope {
  const [device = '', ...cosigners] = signers.map(({ kid }) => kid);
  const payload = payloadOf({ ...at.world.stamped({ ...fields }), device, cosigners });
  const signatures = [device, ...cosigners].map((kid) => ({
    protected: protectedHeader(kid),
    signature: 'A'.repeat(86),
  }));
  return { payload, signatures };
}

type Sign = (at: TradeWorld, fields: object, signers: readonly DeviceKey[]) => Envelope | Promise<Envelope>;
const signed: Sign = (at, fields, signers) => signedEnvelope(at.world.stamped({ ...fields }), signers);

/** Tells a history event by event, each checked against the account book, and answers what was told. */
async function live(
  at: TradeWorld,
  steps: readonly Step[],
  sign: Sign,
): Promise<{ book: Account; told: Envelope[]; recorded: number }> {
  const book = new Account();
  const teller = new Teller(at, book);
  const told: Envelope[] = [];
  let recorded = 0;
  for (const step of steps) {
    if (step.do === 'wait') at.world.nowMs += step.hours * 3_600_000;
    else if (step.do === 'again') await tellAgain(at, told[step.which % Math.max(told.length, 1)]);
    else {
      const telling = teller.tell(step);
      const envelope = await sign(at, telling.fields, telling.signers);
      told.push(envelope);
      const writes = at.world.state.writes;
      const { results } = await at.world.submit(documentText([envelope], 'each'));
      expect(results[0]).toMatchObject({ status: telling.isLawful ? 'recorded' : 'refused' });
      if (!telling.isLawful) {
        expect(at.world.state.writes).toBe(writes);
        continue;
      }
      recorded += 1;
      telling.enter();
      requireSums(at, book);
    }
  }
  return { book, told, recorded };
}

/** What was recorded exists and changes nothing. What was refused may be taken now, or not: it is not told again here. */
async function tellAgain(at: TradeWorld, envelope: Envelope | undefined): Promise<void> {
  if (!envelope) return;
  const before = new Map(at.world.state.values);
  const { results } = await at.world.submit(documentText([envelope], 'each'));
  if (results[0]?.status === 'exists') expect(at.world.state.values).toEqual(before);
  else at.world.state.values.clear();
  for (const [key, value] of before) at.world.state.values.set(key, value);
}

const decoder = new TextDecoder();
const recordsUnder = function* <R>(at: TradeWorld, kind: string): Generator<[key: string, record: R]> {
  for (const [key, value] of at.world.state.values) {
    if (key.startsWith(`${kind}/`))
      yield [key.slice(kind.length + 1), JSON.parse(decoder.decode(value)) as R];
  }
};

const compact = (amount: Amount): Amount =>
  Object.fromEntries(
    measures.filter((measure) => amount[measure]).map((measure) => [measure, amount[measure]]),
  );

/** What the ledger holds and what the book says, in one form. Nothing in a book is negative: it could not have been written. */
function viewOfLedger(at: TradeWorld): object {
  const held: [string, Amount][] = [];
  const sold = new Account();
  for (const [key, record] of recordsUnder<HoldingRecord>(at, 'holding')) {
    const [party = '', site = '', ...rest] = key.split('/');
    const lot = rest.join('/');
    held.push([`${party} ${site} ${lot}`, compact(record.available)]);
    if (!isNothing(record.sold)) sold.note(sold.sold, { lot, amount: record.sold });
  }
  const shipments = [...recordsUnder<ShipmentRecord>(at, 'shipment')].map(([id, { state, lines }]) => {
    const told = lines.map(({ lot, refused = {}, missing = {} }) => [
      lot,
      compact(refused),
      compact(missing),
    ]);
    return [id, state, told] as const;
  });
  return { held: held.sort(byKey), sold: [...sold.sold].sort(byKey), shipments: shipments.sort(byKey) };
}

function viewOfBook(book: Account): object {
  const held = [...book.held].map(([key, amount]): [string, Amount] => [key, compact(amount)]);
  const shipments = [...book.shipments].map(([id, { state, lines }]) => {
    const told = lines.map(({ lot, refused, missing }) => [lot, compact(refused), compact(missing)]);
    return [id, state, told] as const;
  });
  return { held: held.sort(byKey), sold: [...book.sold].sort(byKey), shipments: shipments.sort(byKey) };
}

const byKey = ([left]: readonly [string, ...unknown[]], [right]: readonly [string, ...unknown[]]): number =>
  left < right ? -1 : 1;

/** The ledger and the book say the same, nothing is negative, and every lot adds up to what was created. */
function requireSums(at: TradeWorld, book: Account): void {
  for (const [lot, created] of book.created) {
    const total = compact(book.total(lot));
    if (!sameAmount(total, created)) expect(total, lot).toEqual(created);
  }
  const [ledger, expected] = [viewOfLedger(at), viewOfBook(book)];
  // `toEqual` is for the message: it is slow over as many steps.
  if (canonicalize(ledger) !== canonicalize(expected)) expect(ledger).toEqual(expected);
}

const bytesOf = ({ world }: TradeWorld): [string, string][] =>
  [...world.state.values].map(([key, value]): [string, string] => [key, decoder.decode(value)]).sort();

describe('random histories of three parties', () => {
  it('keep the sums of every lot after every step, and the law says what the book expects', async () => {
    let steps = 0;
    let recorded = 0;
    await fc.assert(
      fc.asyncProperty(history, async (story) => {
        const lived = await live(worldOf(believing), story, unsigned);
        steps += lived.told.length;
        recorded += lived.recorded;
      }),
      { seed, numRuns: runs },
    );
    // A history in which everything is refused would claim nothing.
    expect(recorded / steps).toBeGreaterThan(0.2);
    expect(steps).toBeGreaterThan(runs * 30);
  }, 120_000);

  it('do so with real signatures too', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (story) => void (await live(worldOf(nodeCrypto), story, signed))),
      { seed, numRuns: 10 },
    );
  }, 60_000);

  it('leave the same bytes whether told in one document or one by one, over a state in either order', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (story) => {
        const still = story.filter((step) => step.do !== 'wait' && step.do !== 'again');
        const alone = worldOf(believing);
        const { told } = await live(alone, still, unsigned);
        const together = worldOf(believing, true);
        const receipt = await together.world.submit(documentText(told, 'each'));
        expect(receipt.results).toHaveLength(told.length);
        expect(bytesOf(together)).toEqual(bytesOf(alone));
      }),
      { seed, numRuns: 60 },
    );
  }, 60_000);

  it('reach every kind of step and of shipment', async () => {
    const states = new Set<string>();
    const done = new Set<string>();
    for (const story of fc.sample(history, { seed, numRuns: 60 })) {
      for (const step of story) done.add(step.do);
      const { book } = await live(worldOf(believing), story, unsigned);
      for (const { state } of book.shipments.values()) states.add(state);
    }
    expect(done.size).toBe(10);
    expect(actors).toHaveLength(3);
    expect([...states].sort()).toEqual(['accepted', 'cancelled', 'disputed', 'open', 'refused', 'settled']);
  }, 60_000);
});
