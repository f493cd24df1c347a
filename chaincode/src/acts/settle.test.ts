import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, holdingAt, lamb, say, shipmentAt, shippedWorld, type TradeWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

const settle = (shipment: string, lines: readonly object[], site = 'PASTURE-1') => ({
  act: 'settle',
  shipment,
  site,
  lines,
});

/** Of ten head the plant took six, refused three and missed one. */
async function disputedWorld() {
  const at = await shippedWorld();
  const lines = [{ lot: lamb, accepted: heads(6), refused: heads(3), missing: heads(1) }];
  await say(at, at.plant, { act: 'receive', shipment: at.shipment, site: 'PLANT-1', lines });
  return at;
}

const atPasture = (at: TradeWorld) => holdingAt(at, at.herder, 'PASTURE-1', lamb)?.available;

describe('settle', () => {
  it('takes refused goods back and writes missing ones off', async () => {
    const at = await disputedWorld();
    await say(at, at.herder, settle(at.shipment, [{ lot: lamb, takenBack: heads(3), writtenOff: heads(1) }]));
    expect(atPasture(at)).toEqual(heads(13));
    expect(shipmentAt(at, at.shipment)).toMatchObject({
      state: 'settled',
      lines: [{ sent: heads(10), refused: heads(3), missing: heads(1) }],
    });
  });

  it('takes goods back at another own site', async () => {
    const at = await disputedWorld();
    const lines = [{ lot: lamb, takenBack: heads(3), writtenOff: heads(1) }];
    await say(at, at.herder, settle(at.shipment, lines, 'BARN-1'));
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)).toEqual({ available: heads(3), sold: {} });
    expect(atPasture(at)).toEqual(heads(10));
  });

  it('returns missing goods to stock only with the addressee’s signature', async () => {
    const at = await disputedWorld();
    const fields = settle(at.shipment, [{ lot: lamb, takenBack: heads(3), returned: heads(1) }]);
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.herder, fields));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.herder, fields, at.shop.device));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.herder, { ...fields, site: 'FIELD-9' }));
    await say(at, at.herder, fields, at.plant.device);
    expect(atPasture(at)).toEqual(heads(14));
  });

  it('answers the earliest of several faults', async () => {
    const at = await disputedWorld();
    const wrong = [{ lot: lamb, takenBack: heads(9) }];
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    const unknown = `${at.herder.id}/S9`;
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, settle(unknown, wrong)));
    await expectRefusal('SITE_UNKNOWN', () => say(at, at.herder, settle(unknown, wrong, 'PLANT-1')));
    await expectRefusal('SHIPMENT_UNKNOWN', () => say(at, at.herder, settle(unknown, wrong)));
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.plant, settle(at.shipment, wrong, 'PLANT-1')));
    await expectRefusal('MEASURE_MISMATCH', () => say(at, at.herder, settle(at.shipment, wrong)));
    const right = [{ lot: lamb, takenBack: heads(3), writtenOff: heads(1) }];
    await say(at, at.herder, settle(at.shipment, right));
    await expectRefusal('SHIPMENT_CLOSED', () => say(at, at.herder, settle(at.shipment, wrong)));
    expect(atPasture(at)).toEqual(heads(13));
  });

  it('refuses a shipment that its addressee has not spoken of, or has taken whole', async () => {
    const at = await shippedWorld();
    const lines = [{ lot: lamb, takenBack: heads(10) }];
    await expectRefusal('SHIPMENT_CLOSED', () => say(at, at.herder, settle(at.shipment, lines)));
    const whole = [{ lot: lamb, accepted: heads(10) }];
    await say(at, at.plant, { act: 'receive', shipment: at.shipment, site: 'PLANT-1', lines: whole });
    await expectRefusal('SHIPMENT_CLOSED', () => say(at, at.herder, settle(at.shipment, lines)));
  });

  it.each([
    ['refused goods written off', { writtenOff: heads(4) }],
    ['missing goods taken back', { takenBack: heads(4) }],
    ['refused goods left open', { writtenOff: heads(1) }],
    ['missing goods left open', { takenBack: heads(3) }],
    ['a measure too few', { takenBack: { count: 3 }, writtenOff: heads(1) }],
    ['measures told apart', { takenBack: heads(3), writtenOff: { count: 1 }, returned: { massG: 40_000 } }],
  ])('refuses %s', async (_, parts) => {
    const at = await disputedWorld();
    await expectRefusal('MEASURE_MISMATCH', () =>
      say(at, at.herder, settle(at.shipment, [{ lot: lamb, ...parts }]), at.plant.device),
    );
  });

  it('refuses a lot that is not open in the shipment, and lines of nothing', async () => {
    const at = await disputedWorld();
    const right = { lot: lamb, takenBack: heads(3), writtenOff: heads(1) };
    const other = { lot: `${gtin(1)}/L9`, takenBack: heads(1) };
    await expectRefusal('MEASURE_MISMATCH', () => say(at, at.herder, settle(at.shipment, [right, other])));
    await expectRefusal('MEASURE_MISMATCH', () => say(at, at.herder, settle(at.shipment, [other])));
    await expectRefusal('EVENT_INVALID', () => say(at, at.herder, settle(at.shipment, [{ lot: lamb }])));
  });
});
