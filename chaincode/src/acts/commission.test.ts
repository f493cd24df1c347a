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
  say,
  tradeWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

describe('commission', () => {
  it('makes a lot of the party’s own product and puts all of it at the site', async () => {
    const at = await tradeWorld();
    const answer = await say(at, at.herder, {
      ...commissionFields(lamb, heads(20)),
      bestBefore: '2027-01-01',
    });
    expect(at.world.state.at(keyOf.lot(lamb))).toEqual({
      maker: at.herder.id,
      site: 'PASTURE-1',
      division: '152502',
      category: 'lamb-live',
      measures: ['count', 'massG'],
      created: heads(20),
      madeBy: answer.results[0]?.id,
      madeAt: '2026-09-01T00:00:00.000Z',
      bestBefore: '2027-01-01',
    });
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(20), sold: {} });
  });

  it('refuses a device that is not an operator’s and a party that does not produce', async () => {
    const at = await tradeWorld();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, commissionFields(lamb, heads(1))));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, commissionFields(lamb, heads(1))));
  });

  it('refuses an unknown site, an unknown product, another’s product, a lot that is there, other measures: in this order', async () => {
    const at = await lambWorld();
    const of = (item: number, lot: string, amount: object, site = 'PASTURE-1') =>
      say(at, at.herder, { ...commissionFields(`${gtin(item)}/${lot}`, {}), amount, site });
    await expectRefusal('SITE_UNKNOWN', () => of(9, 'L1', litres(1), 'PLANT-1'));
    await expectRefusal('PRODUCT_UNKNOWN', () => of(9, 'L1', litres(1)));
    await expectRefusal('PRODUCT_NOT_YOURS', () => of(2, 'C1', litres(1)));
    await expectRefusal('LOT_EXISTS', () => of(1, 'L1', litres(1)));
    await expectRefusal('MEASURE_MISMATCH', () => of(1, 'L2', litres(1)));
    await expectRefusal('MEASURE_MISMATCH', () => of(1, 'L2', { count: 1 }));
    expect(at.world.state.at(keyOf.lot(carcass))).toBeUndefined();
  });

  it('refuses an amount in which a measure is 0, negative, fractional or above the limit', async () => {
    const at = await tradeWorld();
    for (const count of [0, -1, 1.5, 1_000_000_000_001, 2 ** 53]) {
      await expectRefusal('EVENT_INVALID', () =>
        say(at, at.herder, commissionFields(lamb, { count, massG: 1 })),
      );
    }
  });
});
