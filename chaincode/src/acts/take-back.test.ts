import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  carcass,
  commissionFields,
  dispatchFields,
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
import { breachesOf, giveBack, holdOn, line, receiveFields, send, sscc } from './testing-custody.ts';

const takeBack = (at: TradeWorld, lines: readonly object[], site = 'PASTURE-1') =>
  say(at, at.herder, { act: 'takeBack', site, lines });
const sell = (at: TradeWorld, lines: readonly object[]) =>
  say(at, at.herder, { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines });
const atPasture = (at: TradeWorld) => holdingAt(at, at.herder, 'PASTURE-1', lamb);

describe('takeBack', () => {
  it('puts what was sold apart from what may be used', async () => {
    const at = await lambWorld();
    await sell(at, [line(heads(8))]);
    await takeBack(at, [line(heads(3))]);
    expect(atPasture(at)).toEqual({ available: heads(12), sold: heads(5), returned: heads(3) });
    await takeBack(at, [line(heads(5))]);
    expect(atPasture(at)).toEqual({ available: heads(12), sold: { count: 0, massG: 0 }, returned: heads(8) });
  });

  it('refuses more than was sold from that site, in any measure, and a second time', async () => {
    const at = await lambWorld();
    await expectRefusal('HOLDING_TOO_SMALL', () => takeBack(at, [line(heads(1))]));
    await sell(at, [line(heads(8))]);
    await expectRefusal('HOLDING_TOO_SMALL', () => takeBack(at, [line(heads(9))]));
    await expectRefusal('HOLDING_TOO_SMALL', () => takeBack(at, [line({ count: 8, massG: 320_001 })]));
    await expectRefusal('HOLDING_TOO_SMALL', () => takeBack(at, [line(heads(1))], 'BARN-1'));
    await takeBack(at, [line(heads(8))]);
    await expectRefusal('HOLDING_TOO_SMALL', () => takeBack(at, [line({ count: 0, massG: 1 })]));
  });

  it('refuses what another has sold', async () => {
    const at = await lambWorld();
    await sell(at, [line(heads(8))]);
    const fields = { act: 'takeBack', site: 'SHOP-1', lines: [line(heads(1))] };
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.shop, fields));
    await expectRefusal('SITE_UNKNOWN', () => say(at, at.shop, { ...fields, site: 'PASTURE-1' }));
  });

  it('answers the earliest of several faults, over all lines', async () => {
    const at = await lambWorld();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    const unknown = { lot: `${gtin(1)}/L9`, amount: litres(1) };
    const fields = { act: 'takeBack', site: 'FIELD-9', lines: [unknown] };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, fields));
    await expectRefusal('SITE_UNKNOWN', () => takeBack(at, [unknown], 'FIELD-9'));
    await expectRefusal('LOT_UNKNOWN', () => takeBack(at, [line(litres(1)), unknown]));
    await expectRefusal('MEASURE_MISMATCH', () => takeBack(at, [line(litres(1))]));
  });
});

describe('goods given back', () => {
  const given = async () => {
    const at = await lambWorld();
    await giveBack(at, 20);
    return at;
  };
  const one = [line(heads(1))];

  it.each([
    ['sell', { act: 'sell', site: 'PASTURE-1', to: 'consumer' }],
    ['dispose', { act: 'dispose', site: 'PASTURE-1', reason: 'loss' }],
    ['move', { act: 'move', from: 'PASTURE-1', to: 'BARN-1' }],
    ['load', { act: 'load', site: 'PASTURE-1', unit: sscc(1) }],
  ])('are nothing that %s could take as goods in hand', async (_, fields) => {
    const at = await given();
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.herder, { ...fields, lines: one }));
  });

  it('stay given back when they are moved, sent, refused, taken back and cancelled', async () => {
    const at = await given();
    const all = [line(heads(20), { returned: true })];
    await say(at, at.herder, { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: all });
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)).toEqual({
      available: {},
      sold: {},
      returned: heads(20),
    });
    await send(at, 'S1', all, { site: 'BARN-1' });
    await say(at, at.herder, { act: 'cancelDispatch', shipment: `${at.herder.id}/S1` });
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)?.returned).toEqual(heads(20));
    await send(at, 'S2', all, { site: 'BARN-1' });
    const shipment = `${at.herder.id}/S2`;
    const parts = { accepted: heads(12), refused: heads(5), missing: heads(3) };
    await say(at, at.plant, receiveFields(shipment, [{ lot: lamb, ...parts }]));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toEqual({
      available: {},
      sold: {},
      returned: heads(12),
    });
    const settled = [{ lot: lamb, takenBack: heads(5), returned: heads(3) }];
    const fields = { act: 'settle', shipment, site: 'PASTURE-1', lines: settled };
    await say(at, at.herder, fields, at.plant.device);
    expect(atPasture(at)).toMatchObject({ available: { count: 0, massG: 0 }, returned: heads(8) });
  });

  it('are never an ingredient, nor sold again, without a breach', async () => {
    const at = await given();
    await send(at, 'S1', [line(heads(20), { returned: true })]);
    await say(at, at.plant, receiveFields(`${at.herder.id}/S1`, [{ lot: lamb, accepted: heads(20) }]));
    const slaughter = { act: 'transform', site: 'PLANT-1', operation: 'slaughter' };
    const outputs = [{ lot: carcass, amount: { count: 1, massG: 1000 } }];
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.plant, { ...slaughter, inputs: one, outputs }));
    const inputs = [line(heads(1), { returned: true })];
    expect(breachesOf(await say(at, at.plant, { ...slaughter, inputs, outputs }))).toEqual(['RETURNED_FOOD']);
    const sale = { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: inputs };
    expect(breachesOf(await say(at, at.plant, sale))).toEqual(['RETURNED_FOOD']);
    const onward = { ...dispatchFields(at.shop.id, one, at.world), site: 'PLANT-1' };
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.plant, onward));
  });

  it('are sold no more than were given back, and may come back again', async () => {
    const at = await given();
    await expectRefusal('HOLDING_TOO_SMALL', () => sell(at, [line(heads(21), { returned: true })]));
    await sell(at, [line(heads(20), { returned: true })]);
    expect(atPasture(at)).toEqual({ available: { count: 0, massG: 0 }, sold: heads(20) });
    await takeBack(at, [line(heads(20))]);
    expect(atPasture(at)?.returned).toEqual(heads(20));
  });

  it('come back under the holds that they were sold under', async () => {
    const at = await lambWorld();
    await say(at, at.herder, commissionFields(milk, litres(1)));
    const key = keyOf.holding(at.herder.id, 'PASTURE-1', lamb);
    const hold = holdOn(at, key);
    await giveBack(at, 20);
    expect(atPasture(at)).toMatchObject({ returned: heads(20), holds: [hold] });
    const destruction = { act: 'dispose', site: 'PASTURE-1', reason: 'destruction' };
    await say(at, at.herder, { ...destruction, lines: [line(heads(20), { returned: true })] });
    expect(atPasture(at)).toEqual({ available: { count: 0, massG: 0 }, sold: { count: 0, massG: 0 } });
  });
});
