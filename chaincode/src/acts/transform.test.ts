import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  carcass,
  commissionFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  milk,
  productFields,
  say,
  shippedWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

const fields = (inputs: object[], outputs: object[], site = 'PLANT-1') => ({
  act: 'transform',
  site,
  operation: 'slaughter',
  inputs,
  outputs,
});

/** The plant has ten head of lamb in hand. */
async function plantWorld() {
  const at = await shippedWorld();
  const lines = [{ lot: lamb, accepted: heads(10) }];
  await say(at, at.plant, { act: 'receive', shipment: at.shipment, site: 'PLANT-1', lines });
  return at;
}

describe('transform', () => {
  it('uses inputs up and makes lots of the party’s products at the same site', async () => {
    const at = await plantWorld();
    const made = { count: 8, massG: 150_000 };
    const outputs = [{ lot: carcass, amount: made, bestBefore: '2026-10-01' }];
    const answer = await say(at, at.plant, fields([{ lot: lamb, amount: heads(8) }], outputs));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toEqual({ available: heads(2), sold: {} });
    expect(holdingAt(at, at.plant, 'PLANT-1', carcass)).toEqual({ available: made, sold: {} });
    expect(at.world.state.at(keyOf.lot(carcass))).toEqual({
      maker: at.plant.id,
      site: 'PLANT-1',
      division: '152502',
      category: 'lamb-carcass',
      measures: ['count', 'massG'],
      created: made,
      madeBy: answer.results[0]?.id,
      madeAt: '2026-09-01T00:00:00.000Z',
      bestBefore: '2026-10-01',
    });
  });

  it('leaves the loss to what is not in the outputs, and lets the mass of a line go to nothing', async () => {
    const at = await plantWorld();
    const outputs = [{ lot: carcass, amount: { count: 1, massG: 1 } }];
    await say(at, at.plant, fields([{ lot: lamb, amount: { count: 0, massG: 400_000 } }], outputs));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)?.available).toEqual({ count: 10, massG: 0 });
  });

  it('refuses a registrar’s device and a party that neither produces nor processes', async () => {
    const at = await lambWorld();
    const wanted = fields([{ lot: lamb, amount: heads(1) }], [{ lot: carcass, amount: heads(1) }], 'SHOP-1');
    const registrar = { id: at.network.TradeMSP.party, device: at.network.TradeMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, wanted));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, wanted));
  });

  it('answers the earliest of several faults, over all lines', async () => {
    const at = await plantWorld();
    const unknown = { lot: `${gtin(9)}/X`, amount: litres(1) };
    const theirs = { lot: `${gtin(1)}/X`, amount: litres(1) };
    const wrong = { lot: carcass, amount: litres(1) };
    const right = { lot: carcass, amount: heads(1) };
    const noLot = { lot: `${gtin(1)}/L9`, amount: litres(1) };
    const tooMuch = { lot: lamb, amount: heads(11) };
    const tell = (inputs: object[], outputs: object[], site?: string) => () =>
      say(at, at.plant, fields(inputs, outputs, site));
    await expectRefusal('SITE_UNKNOWN', tell([noLot], [theirs, unknown], 'SHOP-1'));
    await expectRefusal('PRODUCT_UNKNOWN', tell([noLot], [theirs, unknown]));
    await expectRefusal('PRODUCT_NOT_YOURS', tell([noLot], [wrong, theirs]));
    await expectRefusal('LOT_UNKNOWN', tell([tooMuch, noLot], [wrong]));
    await say(at, at.plant, fields([{ lot: lamb, amount: heads(1) }], [right]));
    await expectRefusal('LOT_EXISTS', tell([tooMuch], [wrong]));
    const wrongAgain = { ...wrong, lot: `${gtin(2)}/C2` };
    await expectRefusal('MEASURE_MISMATCH', tell([tooMuch], [wrongAgain]));
    await expectRefusal(
      'MEASURE_MISMATCH',
      tell([{ lot: lamb, amount: { count: 11 } }], [{ ...right, lot: `${gtin(2)}/C2` }]),
    );
    await expectRefusal('HOLDING_TOO_SMALL', tell([tooMuch], [{ ...right, lot: `${gtin(2)}/C2` }]));
  });

  it('refuses goods that lie at another site, and more than is there in either measure', async () => {
    const at = await lambWorld();
    const { herder } = at;
    await say(at, herder, productFields(4, 'lamb-carcass'), at.network.ProducersMSP.registrar);
    const outputs = [{ lot: `${gtin(4)}/C1`, amount: heads(1) }];
    const from = (site: string, amount: object) => () =>
      say(at, herder, fields([{ lot: lamb, amount }], outputs, site));
    await expectRefusal('HOLDING_TOO_SMALL', from('BARN-1', heads(1)));
    await expectRefusal('HOLDING_TOO_SMALL', from('PASTURE-1', { count: 1, massG: 800_001 }));
    await expectRefusal('HOLDING_TOO_SMALL', from('PASTURE-1', { count: 21, massG: 1 }));
  });

  it('refuses a lot that is input and output at once: it exists', async () => {
    const at = await lambWorld();
    await say(at, at.herder, commissionFields(milk, litres(1000)));
    const both = { lot: milk, amount: litres(10) };
    await expectRefusal('LOT_EXISTS', () => say(at, at.herder, fields([both], [both], 'PASTURE-1')));
  });
});
