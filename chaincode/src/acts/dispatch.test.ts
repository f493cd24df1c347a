import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  dayMs,
  dispatchFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  say,
  shipmentAt,
  shippedWorld,
} from '../testing-trade.ts';
import { creditCode, gtin } from '../testing-world.ts';

const stranger = creditCode('91152502115000909');

describe('dispatch', () => {
  it('takes the goods out of the holding into an open shipment; nobody holds them', async () => {
    const at = await shippedWorld();
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(10), sold: {} });
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)).toBeUndefined();
    expect(shipmentAt(at, at.shipment)).toEqual({
      site: 'PASTURE-1',
      to: at.plant.id,
      departure: new Date(at.world.nowMs + dayMs).toISOString(),
      lines: [{ lot: lamb, sent: heads(10) }],
      state: 'open',
    });
  });

  it('names a carrier that is enrolled', async () => {
    const at = await lambWorld();
    const fields = dispatchFields(at.plant.id, [{ lot: lamb, amount: heads(1) }], at.world);
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.herder, { ...fields, carrier: stranger }));
    await say(at, at.herder, { ...fields, carrier: at.shop.id });
    expect(at.world.state.at(keyOf.shipment(`${at.herder.id}/S1`))).toMatchObject({ carrier: at.shop.id });
  });

  it('answers the earliest of several faults, over all lines', async () => {
    const at = await shippedWorld();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    const unknown = { lot: `${gtin(1)}/L9`, amount: litres(1) };
    const mismatch = { lot: lamb, amount: litres(1) };
    const fields = (lines: object[], more: object = {}) => ({
      ...dispatchFields(at.plant.id, lines, at.world),
      ...more,
    });
    await expectRefusal('PARTY_UNKNOWN', () => say(at, registrar, fields([unknown], { to: stranger })));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, fields([unknown])));
    await expectRefusal('ALREADY_REGISTERED', () =>
      say(at, at.herder, fields([unknown], { site: 'FIELD-9' })),
    );
    const second =
      (lines: object[], more: object = {}) =>
      () =>
        say(at, at.herder, fields(lines, { number: 'S2', ...more }));
    await expectRefusal('SITE_UNKNOWN', second([unknown], { site: 'PLANT-1' }));
    await expectRefusal('LOT_UNKNOWN', second([mismatch, unknown]));
    await expectRefusal('MEASURE_MISMATCH', second([mismatch]));
    await expectRefusal('HOLDING_TOO_SMALL', second([{ lot: lamb, amount: heads(11) }]));
    await expectRefusal('EVENT_INVALID', second([{ lot: lamb, amount: heads(1) }], { to: at.herder.id }));
    expect(at.world.state.at(keyOf.shipment(`${at.herder.id}/S2`))).toBeUndefined();
  });

  it('lets another sender use the same number', async () => {
    const at = await shippedWorld();
    const lines = [{ lot: lamb, accepted: heads(10) }];
    await say(at, at.plant, { act: 'receive', shipment: at.shipment, site: 'PLANT-1', lines });
    const onward = dispatchFields(at.shop.id, [{ lot: lamb, amount: heads(4) }], at.world);
    await say(at, at.plant, { ...onward, site: 'PLANT-1' });
    expect(shipmentAt(at, `${at.plant.id}/S1`)).toMatchObject({ state: 'open', to: at.shop.id });
    expect(shipmentAt(at, at.shipment)).toMatchObject({ state: 'accepted' });
  });
});

describe('cancelDispatch', () => {
  const cancel = (shipment: string) => ({ act: 'cancelDispatch', shipment });

  it('brings everything back before the stated departure', async () => {
    const at = await shippedWorld();
    at.world.nowMs += dayMs - 1;
    await say(at, at.herder, cancel(at.shipment));
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(20), sold: {} });
    expect(shipmentAt(at, at.shipment)).toMatchObject({ state: 'cancelled', lines: [{ sent: heads(10) }] });
  });

  it('wants the addressee’s operator from the moment of departure', async () => {
    const at = await shippedWorld();
    at.world.nowMs += dayMs;
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.herder, cancel(at.shipment)));
    await expectRefusal('COSIGNER_MISSING', () =>
      say(at, at.herder, cancel(at.shipment), at.shop.device, at.network.TradeMSP.registrar),
    );
    await say(at, at.herder, cancel(at.shipment), at.plant.device);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.available).toEqual(heads(20));
  });

  it('refuses a registrar’s device, an unknown shipment, another’s, and one that is closed', async () => {
    const at = await shippedWorld();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, cancel(at.shipment)));
    await expectRefusal('SHIPMENT_UNKNOWN', () => say(at, at.plant, cancel(`${at.herder.id}/S9`)));
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.plant, cancel(at.shipment)));
    await say(at, at.herder, cancel(at.shipment));
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.plant, cancel(at.shipment)));
    await expectRefusal('SHIPMENT_CLOSED', () => say(at, at.herder, cancel(at.shipment)));
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.available).toEqual(heads(20));
  });
});
