import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import {
  breachesOf,
  breachesWhen,
  idOf,
  lotAt,
  rewriteCategory,
  seedHold,
  seedRecall,
} from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  claimedSlaughter,
  grams,
  plain,
  salt,
  slaughterOf,
  slaughterWorld,
  tenCarcasses,
} from '../testing-slaughter.ts';
import { carcass, dayMs, heads, lamb, rewrite, say, type TradeWorld } from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await slaughterWorld();
});
const plantsLamb = () => keyOf.holding(at.plant.id, 'PLANT-1', lamb);
const iso = (ms: number) => new Date(ms).toISOString();
const slaughtered = () => claimedSlaughter(at, [[lamb, heads(10)]], [tenCarcasses]);

/** What is wrong with one input takes the claims of the output for good and holds it. */
async function expectHeld(breach: string, event: object = slaughtered()): Promise<string> {
  const answer = await say(at, at.plant, event as ReturnType<typeof slaughtered>);
  expect(breachesOf(answer)).toEqual([breach]);
  const id = idOf(answer);
  const lot = lotAt(at, carcass);
  expect(lot).toMatchObject({ stripped: true });
  expect(lot.holds).toContain(id);
  expect(lot.claims).toBeUndefined();
  expect(at.world.state.at(keyOf.hold(id))).toMatchObject({ by: 'law', remits: ['agriculture'] });
  return id;
}

describe('what is wrong with what goes in', () => {
  it('returned food is never an ingredient', async () => {
    rewrite(at, plantsLamb(), { returned: heads(10) });
    const inputs = [{ lot: lamb, amount: heads(10), returned: true }];
    await expectHeld('RETURNED_FOOD', { ...slaughtered(), inputs });
    expect(at.world.state.at(plantsLamb())).toEqual({ available: heads(10), sold: {} });
  });

  it('returned food that is not there is refused, whatever is in hand', async () => {
    const inputs = [{ lot: lamb, amount: heads(1), returned: true }];
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.plant, { ...slaughtered(), inputs }));
  });

  it('held goods hold what is made of them: the lot’s hold, and the holding’s', async () => {
    const hold = seedHold(at, 91, keyOf.lot(lamb));
    const id = await expectHeld('ON_HOLD');
    expect(lotAt(at, carcass).holds).toEqual([hold, id].sort());
  });

  it('held goods of this holding alone hold what is made of them', async () => {
    const hold = seedHold(at, 92, plantsLamb());
    const id = await expectHeld('ON_HOLD');
    expect(lotAt(at, carcass).holds).toEqual([hold, id].sort());
  });

  it('a hold that was released is no breach and does not come down', async () => {
    const hold = seedHold(at, 91, keyOf.lot(lamb));
    rewrite(at, keyOf.hold(hold), { releasedAt: iso(startedAt) });
    expect(await breachesWhen(at, at.plant, slaughtered())).toEqual([]);
    expect(lotAt(at, carcass).holds).toBeUndefined();
  });

  it('a maker on hold makes nothing that is not held', async () => {
    seedHold(at, 93, keyOf.party(at.plant.id));
    const id = await expectHeld('ON_HOLD');
    expect(lotAt(at, carcass).holds).toEqual([id]);
  });

  it('a recall comes down to what is made, while it stands', async () => {
    const recall = seedRecall(at, 94, lamb);
    await expectHeld('RECALLED');
    expect(lotAt(at, carcass).recalls).toEqual([recall]);
    rewrite(at, keyOf.recall(recall), { closedAt: iso(startedAt) });
    rewrite(at, plantsLamb(), { available: heads(10) });
    const next = claimedSlaughter(at, [[lamb, heads(1)]], [[`${gtin(2)}/C2`, { count: 1, massG: 1 }]]);
    expect(await breachesWhen(at, at.plant, next)).toEqual([]);
    expect(lotAt(at, `${gtin(2)}/C2`).recalls).toBeUndefined();
  });

  it('an interval is judged by the use of the outputs', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: { meat: iso(startedAt + 1), milk: iso(startedAt + dayMs) } });
    const early = claimedSlaughter(at, [[lamb, heads(1)]], [[`${gtin(2)}/C2`, { count: 1, massG: 1 }]]);
    expect(await breachesWhen(at, at.plant, early)).toEqual([]);
    rewriteCategory(at, 'lamb-carcass', { use: 'meat' });
    rewrite(at, plantsLamb(), { available: heads(10) });
    await expectHeld('INTERVAL_NOT_OVER');
  });

  it('a test and a paper that the input’s category wants', async () => {
    rewriteCategory(at, 'lamb-live', { tests: ['transform'] });
    await expectHeld('TEST_MISSING');
    rewriteCategory(at, 'lamb-live', { tests: ['sell'], papers: { transform: ['quarantine'] } });
    rewrite(at, plantsLamb(), { available: heads(10) });
    const lot = `${gtin(2)}/C2`;
    const event = claimedSlaughter(at, [[lamb, heads(1)]], [[lot, { count: 1, massG: 1 }]]);
    expect(await breachesWhen(at, at.plant, event)).toEqual(['PAPER_MISSING']);
    expect(lotAt(at, lot).stripped).toBe(true);
  });

  it('goods past their date', async () => {
    rewrite(at, keyOf.lot(lamb), { bestBefore: '2026-08-31' });
    await expectHeld('EXPIRED');
  });

  it('names every breach once, in the law’s order', async () => {
    seedHold(at, 91, keyOf.lot(lamb));
    seedRecall(at, 94, lamb);
    rewrite(at, keyOf.lot(plain), { bestBefore: '2026-08-31' });
    const inputs = [
      [lamb, heads(1)],
      [plain, heads(1)],
    ] as const;
    const event = claimedSlaughter(at, inputs, [[carcass, { count: 9, massG: 1 }]]);
    expect(await breachesWhen(at, at.plant, event)).toEqual([
      'CLAIM_NOT_INHERITED',
      'YIELD_OUT_OF_BAND',
      'EXPIRED',
      'ON_HOLD',
      'RECALLED',
    ]);
  });
});

describe('what an output inherits', () => {
  const mixed = () =>
    slaughterOf(
      [
        [lamb, heads(5)],
        [plain, heads(5)],
      ],
      [tenCarcasses],
    );

  it('the later end of every interval', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: { meat: iso(startedAt + 5), crop: iso(startedAt) } });
    rewrite(at, keyOf.lot(plain), { earliest: { meat: iso(startedAt + 7) } });
    await say(at, at.plant, mixed());
    expect(lotAt(at, carcass).earliest).toEqual({ meat: iso(startedAt + 7), crop: iso(startedAt) });
  });

  it('that one parent was stripped: no claim comes back', async () => {
    rewrite(at, keyOf.lot(lamb), { stripped: true });
    await say(at, at.plant, mixed());
    expect(lotAt(at, carcass)).toMatchObject({ stripped: true });
    expect(lotAt(at, carcass).holds).toBeUndefined();
  });

  it('that one parent came from outside, until a laboratory has passed that parent', async () => {
    const salted = (lot: string) =>
      slaughterOf(
        [
          [lamb, heads(1)],
          [salt, grams(1)],
        ],
        [[lot, { count: 1, massG: 1 }]],
      );
    await say(at, at.plant, salted(carcass));
    expect(lotAt(at, carcass).admitted).toBe(true);
    rewrite(at, keyOf.lot(salt), { test: 'passed' });
    await say(at, at.plant, salted(`${gtin(2)}/C2`));
    expect(lotAt(at, `${gtin(2)}/C2`).admitted).toBe(true);
    rewrite(at, keyOf.lot(salt), { inspected: true });
    await say(at, at.plant, salted(`${gtin(2)}/C3`));
    expect(lotAt(at, `${gtin(2)}/C3`).admitted).toBeUndefined();
  });
});

describe('the pieces and the date of an output', () => {
  it('refuses what does not fit its net content, then what is not in hand, then a date beyond its shelf life', async () => {
    rewrite(at, keyOf.product(gtin(2)), {
      netContent: { massG: 20_000 },
      netContentPermille: 50,
      shelfLifeDays: 7,
    });
    const tell = (count: number, massG: number, head: number, bestBefore: string) => () =>
      say(at, at.plant, {
        ...slaughterOf([[lamb, heads(head)]], []),
        outputs: [{ lot: carcass, amount: { count, massG }, bestBefore }],
      });
    await expectRefusal('MEASURE_MISMATCH', tell(2, 42_001, 11, '2026-09-09'));
    await expectRefusal('HOLDING_TOO_SMALL', tell(2, 42_000, 11, '2026-09-09'));
    await expectRefusal('LIMIT_EXCEEDED', tell(2, 42_000, 10, '2026-09-09'));
    await tell(2, 42_000, 10, '2026-09-08')();
    expect(lotAt(at, carcass).bestBefore).toBe('2026-09-08');
  });
});
