import { describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  commissionFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  milk,
  say,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import {
  breachesOf,
  closeOf,
  holdOn,
  idOf,
  line,
  partyHold,
  recallOf,
  releaseOf,
  send,
  sscc,
  unitAt,
} from './testing-custody.ts';

const fields = (act: 'load' | 'unload', lines: readonly object[], more: object = {}) => ({
  act,
  unit: sscc(1),
  site: 'PASTURE-1',
  lines,
  ...more,
});
const load = (at: TradeWorld, lines: readonly object[], more?: object) =>
  say(at, at.herder, fields('load', lines, more));
const unload = (at: TradeWorld, lines: readonly object[], more?: object) =>
  say(at, at.herder, fields('unload', lines, more));
const atPasture = (at: TradeWorld) => holdingAt(at, at.herder, 'PASTURE-1', lamb);
const none = { count: 0, massG: 0 };
const unknown = { lot: `${gtin(1)}/L9`, amount: litres(1) };

describe('load', () => {
  it('takes goods out of hand, onto a unit that begins with them', async () => {
    const at = await lambWorld();
    const receipt = await load(at, [line(heads(5))]);
    expect(breachesOf(receipt)).toEqual([]);
    expect(atPasture(at)).toEqual({ available: heads(15), sold: {}, loaded: heads(5) });
    const contents = [{ lot: lamb, amount: heads(5) }];
    expect(unitAt(at, at.herder, sscc(1))).toEqual({ site: 'PASTURE-1', contents });
    expect(at.world.state.at(keyOf.event(idOf(receipt)))).toMatchObject({
      effect: { did: 'loaded', unit: sscc(1), site: 'PASTURE-1', lines: contents },
    });
  });

  it('adds up more of a lot, and puts other lots beside it', async () => {
    const at = await lambWorld();
    await say(at, at.herder, commissionFields(milk, litres(1000)));
    await load(at, [line(heads(5))]);
    await load(at, [{ lot: milk, amount: litres(400) }, line({ count: 0, massG: 7 })]);
    expect(unitAt(at, at.herder, sscc(1))?.contents).toEqual([
      { lot: lamb, amount: { count: 5, massG: 200_007 } },
      { lot: milk, amount: litres(400) },
    ]);
    await load(at, [{ lot: milk, amount: litres(600) }], { unit: sscc(2) });
    expect(holdingAt(at, at.herder, 'PASTURE-1', milk)).toEqual({
      available: litres(0),
      sold: {},
      loaded: litres(1000),
    });
  });

  it.each([
    ['sold', { act: 'sell', to: 'consumer', site: 'PASTURE-1' }],
    ['disposed of', { act: 'dispose', reason: 'loss', site: 'PASTURE-1' }],
    ['moved', { act: 'move', from: 'PASTURE-1', to: 'BARN-1' }],
    ['loaded again', { act: 'load', unit: sscc(2), site: 'PASTURE-1' }],
    ['recounted', { act: 'recount', site: 'PASTURE-1', reason: 'scale' }],
  ])('leaves no goods in hand to be %s', async (_, act) => {
    const at = await lambWorld();
    await load(at, [line(heads(20))]);
    if (act.act === 'recount') {
      await say(at, at.herder, { ...act, lines: [{ lot: lamb, counted: none }] });
      expect(atPasture(at)).toMatchObject({ available: none, loaded: heads(20) });
      return;
    }
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.herder, { ...act, lines: [line(heads(1))] }));
  });

  it('answers the earliest of several faults, over all lines', async () => {
    const at = await lambWorld();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await load(at, [line(heads(1))]);
    const elsewhere = { site: 'BARN-1' };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, fields('load', [unknown])));
    await expectRefusal('SITE_UNKNOWN', () => load(at, [unknown], { site: 'PLANT-1' }));
    await expectRefusal('LOT_UNKNOWN', () => load(at, [line(litres(1)), unknown], elsewhere));
    await expectRefusal('UNIT_UNKNOWN', () => load(at, [line(litres(1))], elsewhere));
    await expectRefusal('MEASURE_MISMATCH', () => load(at, [line(litres(1))]));
    await expectRefusal('HOLDING_TOO_SMALL', () => load(at, [line(heads(20))]));
    await expectRefusal('HOLDING_TOO_SMALL', () =>
      say(at, at.shop, fields('load', [line(heads(1))], { site: 'SHOP-1' })),
    );
    await expectRefusal('EVENT_INVALID', () => load(at, [line(heads(1), { returned: true })]));
    expect(atPasture(at)).toEqual({ available: heads(19), sold: {}, loaded: heads(1) });
  });

  it('refuses a unit that was sent, also after the shipment was cancelled: an SSCC is used once', async () => {
    const at = await lambWorld();
    await load(at, [line(heads(5))]);
    await send(at, 'S1', [line(heads(5), { unit: sscc(1) })]);
    await expectRefusal('UNIT_UNKNOWN', () => load(at, [line(heads(1))]));
    await say(at, at.herder, { act: 'cancelDispatch', shipment: `${at.herder.id}/S1` });
    await expectRefusal('UNIT_UNKNOWN', () => load(at, [line(heads(1))]));
    expect(atPasture(at)).toEqual({ available: heads(20), sold: {} });
  });

  it('refuses a lot more than a unit may carry', async () => {
    const at = await lambWorld();
    const lots = Array.from({ length: limits.unitLotsMax }, (_, index) => ({
      lot: `${gtin(1)}/N${index}`,
      amount: heads(1),
    }));
    await at.world.sayAll(
      lots.map(({ lot, amount }) => [
        { party: at.herder.id, ...commissionFields(lot, amount) },
        [at.herder.device],
      ]),
    );
    await load(at, lots);
    await expectRefusal('LIMIT_EXCEEDED', () => load(at, [line(heads(1))]));
    await unload(at, lots.slice(0, 1));
    await load(at, [line(heads(1))]);
    expect(unitAt(at, at.herder, sscc(1))?.contents).toHaveLength(limits.unitLotsMax);
  });

  it('lets two parties use the same number, each for its own unit', async () => {
    const at = await lambWorld();
    await load(at, [line(heads(5))]);
    await expectRefusal('HOLDING_TOO_SMALL', () =>
      say(at, at.plant, fields('load', [line(heads(1))], { site: 'PLANT-1' })),
    );
    await expectRefusal('UNIT_UNKNOWN', () =>
      say(at, at.plant, fields('unload', [line(heads(1))], { site: 'PLANT-1' })),
    );
  });

  it('tells of a hold on the lot, the holding or the party, and of a recall, while they stand', async () => {
    const holdKeys = (at: TradeWorld) => [keyOf.lot(lamb), keyOf.holding(at.herder.id, 'PASTURE-1', lamb)];
    for (const index of [0, 1]) {
      const at = await lambWorld();
      const hold = holdOn(at, holdKeys(at)[index] ?? '');
      expect(breachesOf(await load(at, [line(heads(1))]))).toEqual(['ON_HOLD']);
      releaseOf(at, hold);
      expect(breachesOf(await load(at, [line(heads(1))]))).toEqual([]);
    }
    const at = await lambWorld();
    partyHold(at, at.herder);
    const recall = recallOf(at, lamb);
    expect(breachesOf(await load(at, [line(heads(1))]))).toEqual(['ON_HOLD', 'RECALLED']);
    closeOf(at, recall);
    expect(breachesOf(await load(at, [line(heads(1))]))).toEqual(['ON_HOLD']);
  });
});

describe('unload', () => {
  const loaded = async () => {
    const at = await lambWorld();
    await load(at, [line(heads(5))]);
    return at;
  };

  it('brings a part back, then the rest; an empty unit may be loaded again where it stands', async () => {
    const at = await loaded();
    await unload(at, [line({ count: 5, massG: 1 })]);
    expect(atPasture(at)).toMatchObject({ loaded: { count: 0, massG: 199_999 } });
    expect(unitAt(at, at.herder, sscc(1))?.contents).toEqual([line({ count: 0, massG: 199_999 })]);
    await unload(at, [line({ count: 0, massG: 199_999 })]);
    expect(atPasture(at)).toEqual({ available: heads(20), sold: {} });
    expect(unitAt(at, at.herder, sscc(1))).toEqual({ site: 'PASTURE-1', contents: [] });
    await expectRefusal('UNIT_UNKNOWN', () => load(at, [line(heads(1))], { site: 'BARN-1' }));
    await load(at, [line(heads(1))]);
  });

  it('answers the earliest of several faults', async () => {
    const at = await loaded();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, fields('unload', [unknown])));
    await expectRefusal('SITE_UNKNOWN', () => unload(at, [unknown], { site: 'PLANT-1' }));
    await expectRefusal('LOT_UNKNOWN', () => unload(at, [unknown], { unit: sscc(2) }));
    await expectRefusal('UNIT_UNKNOWN', () => unload(at, [line(litres(1))], { unit: sscc(2) }));
    await expectRefusal('UNIT_UNKNOWN', () => unload(at, [line(heads(1))], { site: 'BARN-1' }));
    await expectRefusal('MEASURE_MISMATCH', () => unload(at, [line(litres(1))]));
    await expectRefusal('HOLDING_TOO_SMALL', () => unload(at, [line(heads(6))]));
    expect(atPasture(at)).toMatchObject({ loaded: heads(5) });
  });

  it('takes of a unit what is on it, not what other units carry', async () => {
    const at = await loaded();
    await load(at, [line(heads(3))], { unit: sscc(2) });
    await expectRefusal('HOLDING_TOO_SMALL', () => unload(at, [line(heads(4))], { unit: sscc(2) }));
    await say(at, at.herder, commissionFields(milk, litres(1)));
    await expectRefusal('HOLDING_TOO_SMALL', () => unload(at, [{ lot: milk, amount: litres(1) }]));
  });

  it('refuses a unit that was sent', async () => {
    const at = await loaded();
    await send(at, 'S1', [line(heads(5), { unit: sscc(1) })]);
    await expectRefusal('UNIT_UNKNOWN', () => unload(at, [line(heads(1))]));
  });

  it('shakes off no hold', async () => {
    const at = await lambWorld();
    const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    await load(at, [line(heads(20))]);
    expect(atPasture(at)?.holds).toEqual([hold]);
    await unload(at, [line(heads(20))]);
    expect(atPasture(at)?.holds).toEqual([hold]);
  });
});
