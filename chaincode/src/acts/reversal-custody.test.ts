import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits, shipmentIdOf } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, holdingAt, lamb, rewrite, say, shipmentAt, type Trader } from '../testing-trade.ts';
import { giveBack, idOf, line, receiveFields, send, sscc, unitAt } from './testing-custody.ts';
import {
  holdingHold,
  type OversightWorld,
  oversightWorld,
  registrarOf,
  saidId,
  undoFields,
} from './testing-oversight.ts';

let at: OversightWorld;
beforeEach(async () => {
  at = await oversightWorld();
});
const tell =
  (who: Trader, fields: object, ...cosigners: Trader[]) =>
  () =>
    say(at, who, fields as never, ...cosigners.map(({ device }) => device));
const refuseUndo = (who: Trader, event: string, ...cosigners: Trader[]) =>
  expectRefusal('NOT_REVERSIBLE', tell(who, undoFields(event), ...cosigners));
const pasture = () => holdingAt(at, at.herder, 'PASTURE-1', lamb);
const barn = () => holdingAt(at, at.herder, 'BARN-1', lamb);
const plant = () => holdingAt(at, at.plant, 'PLANT-1', lamb);
const sale = (site: string, count: number) => ({
  act: 'sell',
  site,
  to: 'consumer',
  lines: [line(heads(count))],
});

describe('a move that is undone', () => {
  const move = (count: number, more = {}) => ({
    act: 'move',
    from: 'PASTURE-1',
    to: 'BARN-1',
    lines: [line(heads(count), more)],
  });

  it('brings the goods back', async () => {
    const id = await saidId(at, at.herder, move(4));
    await say(at, at.herder, undoFields(id));
    expect(pasture()?.available).toEqual(heads(10));
    expect(barn()?.available).toEqual(heads(0));
  });

  it('keeps apart what customers gave back', async () => {
    await giveBack(at, 3);
    const id = await saidId(at, at.herder, move(3, { returned: true }));
    await say(at, at.herder, undoFields(id));
    expect(pasture()).toMatchObject({ available: heads(7), returned: heads(3) });
  });

  it('is refused where less is left', async () => {
    const id = await saidId(at, at.herder, move(4));
    await say(at, at.herder, sale('BARN-1', 1));
    await refuseUndo(at.herder, id);
    expect(barn()?.available).toEqual(heads(3));
  });

  it('shakes off no hold: it comes along', async () => {
    const id = await saidId(at, at.herder, move(4));
    const hold = await saidId(at, at.county, holdingHold(at.herder, 'BARN-1'));
    await say(at, at.herder, undoFields(id));
    expect(pasture()).toMatchObject({ available: heads(10), holds: [hold] });
  });

  it('drops no hold to make room', async () => {
    const id = await saidId(at, at.herder, move(4));
    const many = Array.from({ length: limits.marksMax }, (_, byte) => exampleDigest(byte + 1));
    rewrite(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb), { holds: many });
    await say(at, at.county, holdingHold(at.herder, 'BARN-1'));
    await expectRefusal('LIMIT_EXCEEDED', tell(at.herder, undoFields(id)));
  });
});

describe('a loading that is undone', () => {
  const load = (count: number) => ({
    act: 'load',
    unit: sscc(1),
    site: 'PASTURE-1',
    lines: [line(heads(count))],
  });

  it('takes the goods off the unit, and leaves what else is on it', async () => {
    await say(at, at.herder, load(2));
    const id = await saidId(at, at.herder, load(3));
    await say(at, at.herder, undoFields(id));
    expect(pasture()).toMatchObject({ available: heads(8), loaded: heads(2) });
    expect(unitAt(at, at.herder, sscc(1))?.contents).toEqual([line(heads(2))]);
  });

  it('of all that is on it leaves an empty unit', async () => {
    const id = await saidId(at, at.herder, load(3));
    await say(at, at.herder, undoFields(id));
    expect(unitAt(at, at.herder, sscc(1))).toEqual({ site: 'PASTURE-1', contents: [] });
    expect(pasture()).toEqual({ available: heads(10), sold: {} });
  });

  it('is refused where the unit was sent, or carries less', async () => {
    const id = await saidId(at, at.herder, load(3));
    await say(at, at.herder, { ...load(1), act: 'unload' });
    await refuseUndo(at.herder, id);
    await say(at, at.herder, load(1));
    await send(at, 'S2', [line(heads(3), { unit: sscc(1) })]);
    await refuseUndo(at.herder, id);
  });

  it('keeps the holds on the goods', async () => {
    const id = await saidId(at, at.herder, load(10));
    const hold = await saidId(at, at.county, holdingHold(at.herder, 'PASTURE-1'));
    await say(at, at.herder, undoFields(id));
    expect(pasture()).toMatchObject({ available: heads(10), holds: [hold] });
  });
});

describe('a recount that is undone', () => {
  const count = (left: number) => ({
    act: 'recount',
    site: 'PASTURE-1',
    lines: [{ lot: lamb, counted: heads(left) }],
    reason: 'typingError',
  });
  const recounted = async (left: number) =>
    idOf(await say(at, at.herder, count(left), at.network.ProducersMSP.registrar));

  it('brings back what lay there before', async () => {
    const id = await recounted(7);
    await say(at, at.herder, undoFields(id));
    expect(pasture()).toMatchObject({ available: heads(10), recounted: { moved: heads(3) } });
  });

  it('is refused where anything came or went since', async () => {
    const id = await recounted(7);
    await say(at, at.herder, sale('PASTURE-1', 1));
    await refuseUndo(at.herder, id);
    expect(pasture()?.available).toEqual(heads(6));
  });

  it('shakes off no hold, neither by a lower count nor by one of nothing', async () => {
    const hold = await saidId(at, at.county, holdingHold(at.herder, 'PASTURE-1'));
    const lower = await recounted(7);
    await say(at, at.herder, undoFields(lower));
    expect(pasture()).toMatchObject({ available: heads(10), holds: [hold] });
    const nothing = await recounted(0);
    await refuseUndo(at.herder, nothing);
  });
});

describe('a dispatch that is undone', () => {
  it('comes back with the addressee’s hand, whenever it departs, and every hold with it', async () => {
    const hold = await saidId(at, at.county, holdingHold(at.herder, 'PASTURE-1'));
    const id = idOf(await send(at, 'S2', [line(heads(10))]));
    expect(pasture()?.holds).toBeUndefined();
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, undoFields(id)));
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, undoFields(id), at.shop));
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, undoFields(id), registrarOf(at)));
    await say(at, at.herder, undoFields(id), at.plant.device);
    expect(shipmentAt(at, shipmentIdOf(at.herder.id, 'S2'))?.state).toBe('cancelled');
    expect(pasture()).toMatchObject({ available: heads(10), holds: [hold] });
  });

  it('is refused once the addressee has spoken, or the sender has cancelled', async () => {
    const shipment = shipmentIdOf(at.herder.id, 'S2');
    const id = idOf(await send(at, 'S2', [line(heads(2))]));
    await say(at, at.plant, receiveFields(shipment, [{ lot: lamb, accepted: heads(2) }]));
    await refuseUndo(at.herder, id, at.plant);
    const other = idOf(await send(at, 'S3', [line(heads(2))]));
    await say(at, at.herder, { act: 'cancelDispatch', shipment: shipmentIdOf(at.herder.id, 'S3') });
    await refuseUndo(at.herder, other, at.plant);
  });
});

describe('a receipt that is undone', () => {
  let shipment: string;
  const received = async (...parts: object[]) => {
    await send(at, 'S2', [line(heads(4))]);
    shipment = shipmentIdOf(at.herder.id, 'S2');
    return idOf(await say(at, at.plant, receiveFields(shipment, parts)));
  };
  const mixed = { lot: lamb, accepted: heads(2), refused: heads(1), missing: heads(1) };

  it('opens the shipment again with the sender’s hand, as if nobody had spoken', async () => {
    const id = await received(mixed);
    await expectRefusal('COSIGNER_MISSING', tell(at.plant, undoFields(id)));
    await expectRefusal('COSIGNER_MISSING', tell(at.plant, undoFields(id), at.shop));
    await say(at, at.plant, undoFields(id), at.herder.device);
    expect(shipmentAt(at, shipment)).toMatchObject({ state: 'open' });
    expect(shipmentAt(at, shipment)?.lines).toEqual([{ lot: lamb, sent: heads(4) }]);
    expect(plant()?.available).toEqual(heads(8));
    await say(at, at.plant, receiveFields(shipment, [{ lot: lamb, accepted: heads(4) }]));
    expect(plant()?.available).toEqual(heads(12));
  });

  it('of a refusal of everything opens it too', async () => {
    const id = await received({ lot: lamb, refused: heads(4) });
    await say(at, at.plant, undoFields(id), at.herder.device);
    expect(shipmentAt(at, shipment)?.state).toBe('open');
  });

  it('is refused where less is left, and once the sender has settled', async () => {
    const id = await received(mixed);
    await say(at, at.plant, sale('PLANT-1', 9));
    await refuseUndo(at.plant, id, at.herder);
    await say(at, at.plant, { act: 'takeBack', site: 'PLANT-1', lines: [line(heads(9))] });
    await refuseUndo(at.plant, id, at.herder);
    const lines = [{ lot: lamb, takenBack: heads(1), writtenOff: heads(1) }];
    await say(at, at.herder, { act: 'settle', shipment, site: 'PASTURE-1', lines });
    await refuseUndo(at.plant, id, at.herder);
  });

  it('is refused for a shipment that was settled, though all is left', async () => {
    const id = await received(mixed);
    const lines = [{ lot: lamb, takenBack: heads(1), writtenOff: heads(1) }];
    await say(at, at.herder, { act: 'settle', shipment, site: 'PASTURE-1', lines });
    await refuseUndo(at.plant, id, at.herder);
  });

  it('takes the holds that were placed at the addressee’s along', async () => {
    const id = await received({ lot: lamb, accepted: heads(4) });
    const hold = await saidId(at, at.county, holdingHold(at.plant, 'PLANT-1'));
    await say(at, at.plant, undoFields(id), at.herder.device);
    expect(shipmentAt(at, shipment)?.lines).toEqual([{ lot: lamb, sent: heads(4), holds: [hold] }]);
    await say(at, at.herder, { act: 'cancelDispatch', shipment });
    expect(pasture()?.holds).toEqual([hold]);
  });

  it('drops no hold to make room', async () => {
    const id = await received({ lot: lamb, accepted: heads(4) });
    const many = Array.from({ length: limits.marksMax }, (_, byte) => exampleDigest(byte + 1));
    rewrite(at, keyOf.holding(at.plant.id, 'PLANT-1', lamb), { holds: many });
    rewrite(at, keyOf.shipment(shipment), {
      lines: [{ lot: lamb, sent: heads(4), holds: [exampleDigest(200)] }],
    });
    await expectRefusal('LIMIT_EXCEEDED', tell(at.plant, undoFields(id), at.herder));
  });

  it('keeps apart what customers gave back', async () => {
    await giveBack(at, 3);
    await send(at, 'S2', [line(heads(3), { returned: true })]);
    shipment = shipmentIdOf(at.herder.id, 'S2');
    const id = await saidId(at, at.plant, receiveFields(shipment, [{ lot: lamb, accepted: heads(3) }]));
    expect(plant()).toMatchObject({ available: heads(8), returned: heads(3) });
    await say(at, at.plant, undoFields(id), at.herder.device);
    expect(plant()).toEqual({ available: heads(8), sold: {} });
    expect(shipmentAt(at, shipment)?.lines).toEqual([{ lot: lamb, sent: heads(3), returned: true }]);
  });
});
