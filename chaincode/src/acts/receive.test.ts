import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing-refusals.ts';
import {
  commissionFields,
  dispatchFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  milk,
  say,
  shipmentAt,
  shippedWorld,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

const receive = (shipment: string, lines: readonly object[], site = 'PLANT-1') => ({
  act: 'receive',
  shipment,
  site,
  lines,
});

/** Ten head and a thousand litres are on their way to the plant. */
async function twoLines(): Promise<TradeWorld & { readonly shipment: string }> {
  const at = await lambWorld();
  await say(at, at.herder, commissionFields(milk, litres(1000)));
  const lines = [
    { lot: lamb, amount: heads(10) },
    { lot: milk, amount: litres(1000) },
  ];
  await say(at, at.herder, dispatchFields(at.plant.id, lines, at.world));
  return { ...at, shipment: `${at.herder.id}/S1` };
}

describe('receive', () => {
  it('puts what was accepted at the addressee’s site and closes a shipment that is whole', async () => {
    const at = await twoLines();
    const lines = [
      { lot: lamb, accepted: heads(10) },
      { lot: milk, accepted: litres(1000) },
    ];
    await say(at, at.plant, receive(at.shipment, lines));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toEqual({ available: heads(10), sold: {} });
    expect(holdingAt(at, at.plant, 'PLANT-1', milk)).toEqual({ available: litres(1000), sold: {} });
    expect(shipmentAt(at, at.shipment)).toMatchObject({ state: 'accepted' });
  });

  it('leaves refused and missing goods in the shipment, in dispute', async () => {
    const at = await twoLines();
    const lines = [
      { lot: milk, refused: litres(1000) },
      { lot: lamb, accepted: heads(7), refused: heads(2), missing: heads(1) },
    ];
    await say(at, at.plant, receive(at.shipment, lines));
    expect(shipmentAt(at, at.shipment)).toMatchObject({
      state: 'disputed',
      lines: [
        { lot: lamb, sent: heads(10), refused: heads(2), missing: heads(1) },
        { lot: milk, sent: litres(1000), refused: litres(1000) },
      ],
    });
    expect(holdingAt(at, at.plant, 'PLANT-1', milk)).toBeUndefined();
  });

  it('is in dispute where one line of several leaves something over', async () => {
    for (const rest of [{ refused: heads(1) }, { missing: heads(1) }]) {
      const at = await twoLines();
      const lines = [
        { lot: milk, accepted: litres(1000) },
        { lot: lamb, accepted: heads(9), ...rest },
      ];
      await say(at, at.plant, receive(at.shipment, lines));
      expect(shipmentAt(at, at.shipment)).toMatchObject({ state: 'disputed' });
    }
  });

  it('says refused where all of it is refused, disputed where all of it is missing', async () => {
    const at = await shippedWorld();
    await say(at, at.plant, receive(at.shipment, [{ lot: lamb, refused: heads(10) }]));
    expect(shipmentAt(at, at.shipment)).toMatchObject({ state: 'refused' });
    const other = await shippedWorld();
    await say(other, other.plant, receive(other.shipment, [{ lot: lamb, missing: heads(10) }]));
    expect(shipmentAt(other, other.shipment)).toMatchObject({ state: 'disputed' });
  });

  it('refuses anyone but the addressee', async () => {
    const at = await shippedWorld();
    const all = [{ lot: lamb, accepted: heads(10) }];
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.shop, receive(at.shipment, all, 'SHOP-1')));
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.herder, receive(at.shipment, all, 'BARN-1')));
    const registrar = { id: at.network.TradeMSP.party, device: at.network.TradeMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, receive(at.shipment, all)));
  });

  it('answers the earliest of several faults', async () => {
    const at = await shippedWorld();
    const all = [{ lot: lamb, accepted: heads(10) }];
    const less = [{ lot: lamb, accepted: heads(9) }];
    const unknown = `${at.herder.id}/S9`;
    await expectRefusal('SITE_UNKNOWN', () => say(at, at.plant, receive(unknown, less, 'SHOP-1')));
    await expectRefusal('SHIPMENT_UNKNOWN', () => say(at, at.plant, receive(unknown, less)));
    await say(at, at.plant, receive(at.shipment, all));
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.shop, receive(at.shipment, less, 'SHOP-1')));
    await expectRefusal('SHIPMENT_CLOSED', () => say(at, at.plant, receive(at.shipment, less)));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)?.available).toEqual(heads(10));
  });

  it.each([
    ['less than was sent', { accepted: heads(9) }],
    ['more than was sent', { accepted: heads(10), missing: heads(1) }],
    ['one measure less', { accepted: { count: 10, massG: 399_999 } }],
    ['another measure', { accepted: { count: 10, volumeMl: 1 } }],
    ['a measure too few', { accepted: { count: 10 } }],
    [
      'a measure in one part and the rest in another',
      { accepted: { count: 10 }, refused: { massG: 400_000 } },
    ],
  ])('refuses %s', async (_, parts) => {
    const at = await shippedWorld();
    await expectRefusal('MEASURE_MISMATCH', () =>
      say(at, at.plant, receive(at.shipment, [{ lot: lamb, ...parts }])),
    );
  });

  it('refuses an answer that leaves a line out, or names one that is not in the shipment', async () => {
    const at = await twoLines();
    const whole = { lot: lamb, accepted: heads(10) };
    const extra = { lot: `${gtin(3)}/M9`, accepted: litres(1000) };
    const tell = (lines: object[]) => () => say(at, at.plant, receive(at.shipment, lines));
    await expectRefusal('MEASURE_MISMATCH', tell([whole]));
    await expectRefusal('MEASURE_MISMATCH', tell([whole, extra]));
    await expectRefusal('MEASURE_MISMATCH', tell([whole, { lot: milk, accepted: litres(1000) }, extra]));
    await expectRefusal('EVENT_INVALID', tell([whole, whole]));
    await expectRefusal('EVENT_INVALID', tell([whole, { lot: milk }]));
  });
});
