import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { dayMs, heads, holdingAt, lamb, lambWorld, rewrite, say, type TradeWorld } from '../testing-trade.ts';
import {
  breachesOf,
  categoryWith,
  closeOf,
  giveBack,
  holdAt,
  holdOn,
  idOf,
  line,
  lotWith,
  partyHold,
  quarantine,
  recallOf,
  releaseOf,
} from './testing-custody.ts';

const one = [line(heads(1))];
const given = [line(heads(1), { returned: true })];
const tell = async (at: TradeWorld, fields: object) => breachesOf(await say(at, at.herder, { ...fields }));
const sell = (at: TradeWorld, more: object = {}) =>
  tell(at, { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines: one, ...more });
const dispose = (at: TradeWorld, reason: string, lines: readonly object[] = one) =>
  tell(at, { act: 'dispose', site: 'PASTURE-1', reason, lines });
const move = (at: TradeWorld, lines: readonly object[] = one) =>
  tell(at, { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines });
const holding = (at: TradeWorld) => keyOf.holding(at.herder.id, 'PASTURE-1', lamb);

describe('sell', () => {
  it('is told with each thing that is wrong, and takes the goods all the same', async () => {
    const at = await lambWorld();
    expect(await sell(at)).toEqual([]);
    categoryWith(at, { papers: { sell: ['quarantine'] }, tests: ['sell'], use: 'meat' });
    expect(await sell(at)).toEqual(['PAPER_MISSING', 'TEST_MISSING']);
    lotWith(at, { test: 'passed' });
    const papers = quarantine('2026-08-01', '2026-08-31');
    expect(await sell(at, { papers })).toEqual(['PAPER_EXPIRED']);
    categoryWith(at, { papers: undefined });
    lotWith(at, { earliest: { meat: new Date(at.world.nowMs + 1).toISOString() } });
    expect(await sell(at)).toEqual(['INTERVAL_NOT_OVER']);
    lotWith(at, { earliest: undefined, bestBefore: '2026-08-31' });
    expect(await sell(at)).toEqual(['EXPIRED']);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(15), sold: heads(5) });
  });

  it('is told with what is wanted at sale, not at other acts', async () => {
    const at = await lambWorld();
    categoryWith(at, { papers: { dispatch: ['quarantine'] }, tests: ['dispatch', 'transform', 'receive'] });
    expect(await sell(at)).toEqual([]);
  });

  it.each([
    ['the lot', () => keyOf.lot(lamb) as string],
    ['the holding', (at: TradeWorld) => holding(at) as string],
  ])('of goods on hold through %s is a breach until it is released', async (_, key) => {
    const at = await lambWorld();
    const hold = holdOn(at, key(at));
    expect(await sell(at)).toEqual(['ON_HOLD']);
    releaseOf(at, hold);
    expect(await sell(at)).toEqual([]);
  });

  it('of a held party, and of recalled goods, is a breach', async () => {
    const at = await lambWorld();
    const hold = partyHold(at, at.herder);
    const recall = recallOf(at, lamb);
    expect(await sell(at)).toEqual(['ON_HOLD', 'RECALLED']);
    releaseOf(at, hold);
    closeOf(at, recall);
    expect(await sell(at)).toEqual([]);
  });

  it('places no hold: what is sold is out of the system', async () => {
    const at = await lambWorld();
    categoryWith(at, { tests: ['sell'] });
    const receipt = await say(at, at.herder, { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines: one });
    expect(holdAt(at, idOf(receipt))).toBeUndefined();
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.holds).toBeUndefined();
  });

  it('of food that came back says so, beside all else that is wrong with it', async () => {
    const at = await lambWorld();
    await giveBack(at, 5);
    expect(await sell(at, { lines: given })).toEqual(['RETURNED_FOOD']);
    lotWith(at, { bestBefore: '2026-08-31' });
    holdOn(at, holding(at));
    expect(await sell(at, { lines: given })).toEqual(['RETURNED_FOOD', 'EXPIRED', 'ON_HOLD']);
  });

  it('told long after is late', async () => {
    const at = await lambWorld();
    const eventTime = new Date(at.world.nowMs).toISOString();
    const notAfter = new Date(at.world.nowMs + 20 * dayMs).toISOString();
    at.world.nowMs += 14 * dayMs;
    expect(await sell(at, { eventTime, notAfter })).toEqual([]);
    at.world.nowMs += 1;
    expect(await sell(at, { eventTime, notAfter })).toEqual(['LATE']);
  });
});

describe('dispose', () => {
  it.each(['loss', 'sample', 'destruction'])(
    'ends held, recalled and returned goods freely: %s',
    async (reason) => {
      const at = await lambWorld();
      await giveBack(at, 5);
      holdOn(at, holding(at));
      recallOf(at, lamb);
      partyHold(at, at.herder);
      expect(await dispose(at, reason)).toEqual([]);
      expect(await dispose(at, reason, given)).toEqual([]);
      expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toMatchObject({
        available: heads(14),
        returned: heads(4),
      });
    },
  );

  it.each(['gift', 'ownUse'])('as food is judged as food: %s', async (reason) => {
    const at = await lambWorld();
    await giveBack(at, 5);
    expect(await dispose(at, reason)).toEqual([]);
    expect(await dispose(at, reason, given)).toEqual(['RETURNED_FOOD']);
    const hold = holdOn(at, holding(at));
    expect(await dispose(at, reason)).toEqual(['ON_HOLD']);
    releaseOf(at, hold);
    const ofParty = partyHold(at, at.herder);
    expect(await dispose(at, reason)).toEqual(['ON_HOLD']);
    releaseOf(at, ofParty);
    recallOf(at, lamb);
    expect(await dispose(at, reason)).toEqual(['RECALLED']);
    expect(await dispose(at, reason, given)).toEqual(['RETURNED_FOOD', 'RECALLED']);
  });

  it('takes no more of returned goods than came back', async () => {
    const at = await lambWorld();
    await giveBack(at, 5);
    const more = [line(heads(6), { returned: true })];
    const refused = await expectRefusal('HOLDING_TOO_SMALL', () => dispose(at, 'loss', more));
    expect(refused.detail).toMatch(/ holds .*5.* returned, the event takes /);
    const other = await expectRefusal('HOLDING_TOO_SMALL', () => dispose(at, 'loss', [line(heads(16))]));
    expect(other.detail).not.toMatch(/returned/);
  });
});

describe('move', () => {
  it('tells of holds on the party, and of a recall, while they stand', async () => {
    const at = await lambWorld();
    expect(await move(at)).toEqual([]);
    const hold = partyHold(at, at.herder);
    const recall = recallOf(at, lamb);
    expect(await move(at)).toEqual(['ON_HOLD', 'RECALLED']);
    releaseOf(at, hold);
    closeOf(at, recall);
    expect(await move(at)).toEqual([]);
  });

  it('keeps what came back apart at the other site, without a breach, and its holds with it', async () => {
    const at = await lambWorld();
    await giveBack(at, 5);
    const hold = holdOn(at, holding(at));
    const { results } = await say(at, at.herder, {
      act: 'move',
      from: 'PASTURE-1',
      to: 'BARN-1',
      lines: given,
    });
    expect(breachesOf({ results })).toEqual([]);
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)).toEqual({
      available: {},
      sold: {},
      returned: heads(1),
      holds: [hold],
    });
    expect(at.world.state.at(keyOf.event(results[0]?.id ?? ''))).toMatchObject({
      effect: { did: 'moved', from: 'PASTURE-1', to: 'BARN-1', lines: given },
    });
  });

  it('leaves what lies at the other site as it is', async () => {
    const at = await lambWorld();
    const before = { available: heads(1), sold: heads(2), returned: heads(3), loaded: heads(4) };
    rewrite(at, keyOf.holding(at.herder.id, 'BARN-1', lamb), before);
    await move(at);
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)).toEqual({ ...before, available: heads(2) });
  });
});

it('a lot that was undone is unknown to every act that takes goods', async () => {
  const at = await lambWorld();
  lotWith(at, { reversed: true });
  await expectRefusal('LOT_UNKNOWN', () => sell(at));
  await expectRefusal('LOT_UNKNOWN', () => dispose(at, 'loss'));
  await expectRefusal('LOT_UNKNOWN', () => move(at));
});
