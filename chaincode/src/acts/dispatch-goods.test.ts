import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  commissionFields,
  dayMs,
  dispatchFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  milk,
  rewrite,
  say,
  shipmentAt,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
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
  receiveFields,
  releaseOf,
  send,
  sscc,
  unitAt,
} from './testing-custody.ts';

const load = (at: TradeWorld, unit: string, lines: readonly object[], site = 'PASTURE-1') =>
  say(at, at.herder, { act: 'load', unit, site, lines });
const atPasture = (at: TradeWorld) => holdingAt(at, at.herder, 'PASTURE-1', lamb);
const linesOf = (at: TradeWorld, number = 'S1') => shipmentAt(at, `${at.herder.id}/${number}`)?.lines;
const one = [line(heads(1))];

describe('dispatch of units', () => {
  /** Twenty head: five on unit 1, three on unit 2, twelve loose. */
  async function loadedWorld() {
    const at = await lambWorld();
    await load(at, sscc(1), [line(heads(5))]);
    await load(at, sscc(2), [line(heads(3))]);
    return at;
  }
  const onOne = line(heads(5), { unit: sscc(1) });
  const onTwo = line(heads(3), { unit: sscc(2) });

  it('adds up a lot that is loose and on two units, and takes each from where it was', async () => {
    const at = await loadedWorld();
    await send(at, 'S1', [line(heads(2)), onOne, onTwo]);
    expect(atPasture(at)).toEqual({ available: heads(10), sold: {} });
    expect(linesOf(at)).toEqual([{ lot: lamb, sent: heads(10) }]);
    expect(unitAt(at, at.herder, sscc(1))).toEqual({ site: 'PASTURE-1', contents: [], sent: true });
    await say(at, at.plant, receiveFields(`${at.herder.id}/S1`, [{ lot: lamb, accepted: heads(10) }]));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toEqual({ available: heads(10), sold: {} });
  });

  it('takes nothing twice: what is on a unit is not loose, what is loose is on no unit', async () => {
    const at = await loadedWorld();
    await expectRefusal('HOLDING_TOO_SMALL', () => send(at, 'S1', [line(heads(13)), onOne]));
    await send(at, 'S1', [line(heads(12)), onOne, onTwo]);
    expect(atPasture(at)).toEqual({ available: { count: 0, massG: 0 }, sold: {} });
    await expectRefusal('UNIT_UNKNOWN', () => send(at, 'S2', [onOne]));
  });

  it('takes a unit whole or not at all', async () => {
    const at = await loadedWorld();
    await say(at, at.herder, commissionFields(milk, litres(10)));
    await load(at, sscc(1), [{ lot: milk, amount: litres(10) }]);
    const all = [onOne, { lot: milk, amount: litres(10), unit: sscc(1) }];
    const more = { lot: milk, amount: litres(1), unit: sscc(2) };
    await expectRefusal('MEASURE_MISMATCH', () => send(at, 'S1', [onOne]));
    await expectRefusal('MEASURE_MISMATCH', () =>
      send(at, 'S1', [...all.slice(1), line(heads(4), { unit: sscc(1) })]),
    );
    await expectRefusal('MEASURE_MISMATCH', () => send(at, 'S1', [...all, onTwo, more]));
    await expectRefusal('MEASURE_MISMATCH', () =>
      send(at, 'S1', [...all, line(heads(6), { unit: sscc(2) })]),
    );
    await expectRefusal('EVENT_INVALID', () => send(at, 'S1', [...all, onOne]));
    await send(at, 'S1', all);
    expect(holdingAt(at, at.herder, 'PASTURE-1', milk)).toEqual({ available: litres(0), sold: {} });
  });

  it('refuses an empty unit, another’s, and one that stands elsewhere', async () => {
    const at = await loadedWorld();
    await say(at, at.herder, { act: 'unload', unit: sscc(2), site: 'PASTURE-1', lines: [line(heads(3))] });
    await expectRefusal('MEASURE_MISMATCH', () => send(at, 'S1', [onTwo]));
    await expectRefusal('UNIT_UNKNOWN', () => send(at, 'S1', [onOne], { site: 'BARN-1' }));
    await expectRefusal('UNIT_UNKNOWN', () => send(at, 'S1', [line(heads(5), { unit: sscc(3) })]));
    const stolen = { ...dispatchFields(at.shop.id, [onOne], at.world), site: 'PLANT-1' };
    await expectRefusal('UNIT_UNKNOWN', () => say(at, at.plant, stolen));
  });

  it('answers the earliest of several faults of loose lines and units', async () => {
    const at = await loadedWorld();
    const unknownLot = { lot: `${gtin(1)}/L9`, amount: heads(1), unit: sscc(3) };
    const tooMuch = line(heads(13));
    const unknownUnit = line(heads(1), { unit: sscc(3) });
    await expectRefusal('LOT_UNKNOWN', () => send(at, 'S1', [tooMuch, unknownLot]));
    await expectRefusal('UNIT_UNKNOWN', () => send(at, 'S1', [line(litres(1)), unknownUnit]));
    await expectRefusal('MEASURE_MISMATCH', () =>
      send(at, 'S1', [tooMuch, line(heads(4), { unit: sscc(1) })]),
    );
    await expectRefusal('HOLDING_TOO_SMALL', () => send(at, 'S1', [tooMuch, onOne]));
  });

  it('cancelled, brings the goods back in hand, and the unit not', async () => {
    const at = await loadedWorld();
    await send(at, 'S1', [line(heads(2)), onOne]);
    await say(at, at.herder, { act: 'cancelDispatch', shipment: `${at.herder.id}/S1` });
    expect(atPasture(at)).toEqual({ available: heads(17), sold: {}, loaded: heads(3) });
    await expectRefusal('UNIT_UNKNOWN', () => send(at, 'S2', [onOne]));
  });

  it('tells of what is wrong with goods on units as with loose ones', async () => {
    const at = await loadedWorld();
    const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    expect(breachesOf(await send(at, 'S1', [onOne]))).toEqual(['ON_HOLD']);
    expect(linesOf(at)?.[0]?.holds).toEqual([hold]);
  });
});

describe('what is wrong with goods that are sent', () => {
  it('is nothing where nothing is wanted, and then no hold is placed', async () => {
    const at = await lambWorld();
    const receipt = await send(at, 'S1', one);
    expect(breachesOf(receipt)).toEqual([]);
    expect(holdAt(at, idOf(receipt))).toBeUndefined();
    expect(at.world.state.at(keyOf.event(idOf(receipt)))).toMatchObject({
      effect: { did: 'dispatched', shipment: `${at.herder.id}/S1` },
    });
  });

  it.each([
    ['no paper', undefined, ['PAPER_MISSING']],
    ['a paper of another kind', [{ ...quarantine()[0], kind: 'invoice' }], ['PAPER_MISSING']],
    ['one that ended yesterday', quarantine('2026-08-20', '2026-08-31'), ['PAPER_EXPIRED']],
    ['one that begins tomorrow', quarantine('2026-09-02', '2026-09-09'), ['PAPER_EXPIRED']],
    ['one of today', quarantine('2026-09-01', '2026-09-01'), []],
    ['one without days', quarantine(), []],
  ])('is told where a quarantine paper is wanted: %s', async (_, papers, breaches) => {
    const at = await lambWorld();
    categoryWith(at, { papers: { dispatch: ['quarantine'] } });
    const receipt = await send(at, 'S1', one, { papers });
    expect(breachesOf(receipt)).toEqual(breaches);
    expect(linesOf(at)?.[0]?.holds).toEqual(breaches.length > 0 ? [idOf(receipt)] : undefined);
  });

  it('is a day in 北京时间: a paper of the 2nd holds from 16:00 UTC on the 1st', async () => {
    const at = await lambWorld();
    categoryWith(at, { papers: { dispatch: ['quarantine'] } });
    const papers = quarantine('2026-09-02', '2026-09-02');
    at.world.nowMs += 16 * 3_600_000 - 1;
    expect(breachesOf(await send(at, 'S1', one, { papers }))).toEqual(['PAPER_EXPIRED']);
    at.world.nowMs += 1;
    expect(breachesOf(await send(at, 'S2', one, { papers }))).toEqual([]);
  });

  it('is a test that was not passed', async () => {
    const at = await lambWorld();
    categoryWith(at, { tests: ['dispatch'] });
    expect(breachesOf(await send(at, 'S1', one))).toEqual(['TEST_MISSING']);
    lotWith(at, { test: 'failed' });
    expect(breachesOf(await send(at, 'S2', one))).toEqual(['TEST_MISSING']);
    lotWith(at, { test: 'passed' });
    expect(breachesOf(await send(at, 'S3', one))).toEqual([]);
  });

  it('is a date that is past, by the said day or by the day of recording less what may be late', async () => {
    const at = await lambWorld();
    lotWith(at, { bestBefore: '2026-09-02' });
    at.world.nowMs += dayMs;
    expect(breachesOf(await send(at, 'S1', one))).toEqual([]);
    const said = { eventTime: new Date(at.world.nowMs).toISOString() };
    at.world.nowMs += dayMs;
    expect(breachesOf(await send(at, 'S2', one))).toEqual(['EXPIRED']);
    expect(breachesOf(await send(at, 'S3', one, said))).toEqual([]);
    at.world.nowMs += 14 * dayMs;
    expect(breachesOf(await send(at, 'S4', one, said))).toEqual(['EXPIRED', 'LATE']);
  });

  it('is an interval that is not over for the use of the category', async () => {
    const at = await lambWorld();
    lotWith(at, { earliest: { meat: new Date(at.world.nowMs + dayMs).toISOString() } });
    expect(breachesOf(await send(at, 'S1', one))).toEqual([]);
    categoryWith(at, { use: 'meat' });
    expect(breachesOf(await send(at, 'S2', one))).toEqual(['INTERVAL_NOT_OVER']);
    at.world.nowMs += dayMs;
    expect(breachesOf(await send(at, 'S3', one))).toEqual([]);
  });

  it('is a hold on the lot, the holding or the party, while it stands', async () => {
    const at = await lambWorld();
    const onLot = holdOn(at, keyOf.lot(lamb), 1);
    expect(breachesOf(await send(at, 'S1', one))).toEqual(['ON_HOLD']);
    expect(linesOf(at, 'S1')?.[0]?.holds).toBeUndefined();
    releaseOf(at, onLot);
    const onHolding = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb), 2);
    expect(breachesOf(await send(at, 'S2', one))).toEqual(['ON_HOLD']);
    expect(linesOf(at, 'S2')?.[0]?.holds).toEqual([onHolding]);
    releaseOf(at, onHolding);
    expect(breachesOf(await send(at, 'S3', one))).toEqual([]);
    expect(linesOf(at, 'S3')?.[0]?.holds).toBeUndefined();
    partyHold(at, at.herder);
    const receipt = await send(at, 'S4', one);
    expect(breachesOf(receipt)).toEqual(['ON_HOLD']);
    expect(linesOf(at, 'S4')?.[0]?.holds).toEqual([idOf(receipt)]);
  });

  it('is an open recall, except on the way back to the lot’s maker', async () => {
    const at = await lambWorld();
    await send(at, 'S1', [line(heads(10))]);
    await say(at, at.plant, receiveFields(`${at.herder.id}/S1`, [{ lot: lamb, accepted: heads(10) }]));
    const recall = recallOf(at, lamb);
    const from = (to: string, number: string) =>
      say(at, at.plant, { ...dispatchFields(to, one, at.world), site: 'PLANT-1', number });
    expect(breachesOf(await from(at.shop.id, 'S1'))).toEqual(['RECALLED']);
    expect(breachesOf(await from(at.herder.id, 'S2'))).toEqual([]);
    holdOn(at, keyOf.lot(lamb));
    expect(breachesOf(await from(at.herder.id, 'S3'))).toEqual(['ON_HOLD']);
    closeOf(at, recall);
    expect(breachesOf(await from(at.shop.id, 'S4'))).toEqual(['ON_HOLD']);
  });

  it('is not asked of goods that customers gave back: they go to be destroyed', async () => {
    const at = await lambWorld();
    await giveBack(at, 5);
    categoryWith(at, { papers: { dispatch: ['quarantine'] }, tests: ['dispatch'] });
    const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    recallOf(at, lamb);
    expect(breachesOf(await send(at, 'S1', [line(heads(5), { returned: true })]))).toEqual([]);
    expect(linesOf(at)).toEqual([{ lot: lamb, sent: heads(5), returned: true, holds: [hold] }]);
    const mixed = [line(heads(1)), line(heads(1), { returned: true })];
    await expectRefusal('EVENT_INVALID', () => send(at, 'S2', mixed));
    await expectRefusal('EVENT_INVALID', () =>
      send(at, 'S2', [line(heads(1), { returned: true, unit: sscc(1) })]),
    );
  });
});

describe('goods given back beside others', () => {
  it('excuse no other lot of the shipment', async () => {
    const at = await lambWorld();
    await giveBack(at, 5);
    const other = `${gtin(1)}/L2`;
    await say(at, at.herder, commissionFields(other, heads(3)));
    holdOn(at, keyOf.lot(other));
    const lines = [line(heads(5), { returned: true }), { lot: other, amount: heads(3) }];
    expect(breachesOf(await send(at, 'S1', lines))).toEqual(['ON_HOLD']);
  });
});

describe('the hold that a breach places', () => {
  it.each([
    ['PAPER_MISSING', { papers: { dispatch: ['quarantine'] } }, {}],
    ['INTERVAL_NOT_OVER', { use: 'meat' }, { earliest: { meat: '2027-01-01T00:00:00.000Z' } }],
    ['TEST_MISSING', { tests: ['dispatch'] }, {}],
    ['EXPIRED', {}, { bestBefore: '2026-08-31' }],
  ])('follows from %s', async (breach, category, lot) => {
    const at = await lambWorld();
    categoryWith(at, category);
    lotWith(at, lot);
    const receipt = await send(at, 'S1', one);
    expect(breachesOf(receipt)).toEqual([breach]);
    expect(linesOf(at)?.[0]?.holds).toEqual([idOf(receipt)]);
  });

  it('is under the event’s id, by the law, for who watches over the goods where they were sent from', async () => {
    const at = await lambWorld();
    await say(at, at.herder, commissionFields(milk, litres(10)));
    categoryWith(at, { tests: ['dispatch'], remits: ['market', 'agriculture'] });
    categoryWith(at, { remits: ['customs'] }, 'raw-milk');
    rewrite(at, keyOf.site(at.herder.id, 'PASTURE-1'), { division: '152525' });
    const receipt = await send(at, 'S1', [...one, { lot: milk, amount: litres(1) }]);
    expect(holdAt(at, idOf(receipt))).toEqual({
      by: 'law',
      remits: ['agriculture', 'market'],
      division: '152525',
    });
    expect(linesOf(at)?.map(({ lot, holds }) => [lot, holds])).toEqual([
      [lamb, [idOf(receipt)]],
      [milk, undefined],
    ]);
  });

  it('is on the goods that were sent alone: neither on the lot nor on what stayed', async () => {
    const at = await lambWorld();
    categoryWith(at, { tests: ['dispatch'] });
    await send(at, 'S1', one);
    expect(atPasture(at)?.holds).toBeUndefined();
    expect(at.world.state.at(keyOf.lot(lamb))).not.toHaveProperty('holds');
    const sale = { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines: one };
    expect(breachesOf(await say(at, at.herder, sale))).toEqual([]);
  });

  it('comes beside the holds that were there, not in their place', async () => {
    const at = await lambWorld();
    const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    categoryWith(at, { tests: ['dispatch'] });
    const receipt = await send(at, 'S1', one);
    expect(breachesOf(receipt)).toEqual(['TEST_MISSING', 'ON_HOLD']);
    expect(linesOf(at)?.[0]?.holds).toEqual([hold, idOf(receipt)].sort());
  });
});
