import { describe, expect, it } from 'vitest';
import { type HoldingRecord, keyOf, limits } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  dayMs,
  dispatchFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  rewrite,
  say,
  shipmentAt,
  type TradeWorld,
} from '../testing-trade.ts';
import {
  breachesOf,
  categoryWith,
  holdOn,
  idOf,
  line,
  lotWith,
  quarantine,
  receiveFields,
  releaseOf,
  send,
} from './testing-custody.ts';

const shipmentOf = (at: TradeWorld) => `${at.herder.id}/S1`;
const atPasture = (at: TradeWorld) => holdingAt(at, at.herder, 'PASTURE-1', lamb);
const atPlant = (at: TradeWorld) => holdingAt(at, at.plant, 'PLANT-1', lamb);
const receive = (at: TradeWorld, parts: object, more: object = {}) =>
  say(at, at.plant, { ...receiveFields(shipmentOf(at), [{ lot: lamb, ...parts }]), ...more });

/** All twenty head, under a hold that a regulator placed on the holding, are in the shipment S1. */
async function heldWorld() {
  const at = await lambWorld();
  const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
  await send(at, 'S1', [line(heads(20))]);
  expect(atPasture(at)).toEqual({ available: { count: 0, massG: 0 }, sold: {} });
  return { at, hold };
}

describe('a hold on goods', () => {
  it('arrives with them, and makes their next step a breach', async () => {
    const { at, hold } = await heldWorld();
    await receive(at, { accepted: heads(20) });
    expect(atPlant(at)?.holds).toEqual([hold]);
    const onward = dispatchFields(at.shop.id, [line(heads(1))], at.world);
    expect(breachesOf(await say(at, at.plant, { ...onward, site: 'PLANT-1' }))).toEqual(['ON_HOLD']);
    expect(shipmentAt(at, `${at.plant.id}/S1`)?.lines[0]?.holds).toEqual([hold]);
    releaseOf(at, hold);
    const sale = { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: [line(heads(1))] };
    expect(breachesOf(await say(at, at.plant, sale))).toEqual([]);
  });

  it('stays on them beside the one for which they are taken wrongly', async () => {
    const { at, hold } = await heldWorld();
    categoryWith(at, { tests: ['receive'] });
    const receipt = await receive(at, { accepted: heads(20) });
    expect(breachesOf(receipt)).toEqual(['TEST_MISSING']);
    expect(atPlant(at)).toEqual({ available: heads(20), sold: {}, holds: [hold, idOf(receipt)].sort() });
    expect(shipmentAt(at, shipmentOf(at))?.lines).toEqual([{ lot: lamb, sent: heads(20), holds: [hold] }]);
  });

  it('comes back with them when the shipment is cancelled', async () => {
    const { at, hold } = await heldWorld();
    await say(at, at.herder, { act: 'cancelDispatch', shipment: shipmentOf(at) });
    expect(atPasture(at)).toEqual({ available: heads(20), sold: {}, holds: [hold] });
  });

  it('stays with what is accepted and with what is refused, and comes back with the latter', async () => {
    const { at, hold } = await heldWorld();
    await receive(at, { accepted: heads(12), refused: heads(5), missing: heads(3) });
    expect(atPlant(at)).toEqual({ available: heads(12), sold: {}, holds: [hold] });
    const lines = [{ lot: lamb, takenBack: heads(5), returned: heads(3) }];
    const fields = { act: 'settle', shipment: shipmentOf(at), site: 'BARN-1', lines };
    await say(at, at.herder, fields, at.plant.device);
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)).toEqual({
      available: heads(8),
      sold: {},
      holds: [hold],
    });
  });

  it('that the law placed on a shipment is not shaken off by cancelling it', async () => {
    const at = await lambWorld();
    categoryWith(at, { tests: ['dispatch'] });
    const receipt = await send(at, 'S1', [line(heads(20))]);
    await say(at, at.herder, { act: 'cancelDispatch', shipment: shipmentOf(at) });
    lotWith(at, { test: 'passed' });
    expect(breachesOf(await send(at, 'S2', [line(heads(20))]))).toEqual(['ON_HOLD']);
    releaseOf(at, idOf(receipt));
    await say(at, at.herder, { act: 'cancelDispatch', shipment: `${at.herder.id}/S2` });
    expect(breachesOf(await send(at, 'S3', [line(heads(20))]))).toEqual([]);
  });

  it('goes along from site to site, there and back, and stays on what is left', async () => {
    const at = await lambWorld();
    const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    const move = (from: string, to: string, count: number) =>
      say(at, at.herder, { act: 'move', from, to, lines: [line(heads(count))] });
    expect(breachesOf(await move('PASTURE-1', 'BARN-1', 5))).toEqual(['ON_HOLD']);
    expect([atPasture(at)?.holds, holdingAt(at, at.herder, 'BARN-1', lamb)?.holds]).toEqual([[hold], [hold]]);
    await move('PASTURE-1', 'BARN-1', 15);
    expect(atPasture(at)?.holds).toBeUndefined();
    await move('BARN-1', 'PASTURE-1', 20);
    expect(atPasture(at)).toEqual({ available: heads(20), sold: {}, holds: [hold] });
  });

  it('is not pushed out by others: more than a holding can name are refused', async () => {
    const at = await lambWorld();
    await say(at, at.herder, {
      act: 'move',
      from: 'PASTURE-1',
      to: 'BARN-1',
      lines: [line(heads(5))],
    });
    const many = Array.from({ length: limits.marksMax }, (_, index) => exampleDigest(index)).sort();
    rewrite(at, keyOf.holding(at.herder.id, 'BARN-1', lamb), { holds: many });
    holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    const into = { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [line(heads(1))] };
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, into));
    rewrite(at, keyOf.holding(at.herder.id, 'BARN-1', lamb), { holds: many.slice(1) });
    await say(at, at.herder, into);
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)?.holds).toHaveLength(limits.marksMax);
  });

  it('is not pushed out by the law’s own when the goods are sent', async () => {
    const at = await lambWorld();
    categoryWith(at, { tests: ['dispatch'] });
    const key = keyOf.holding(at.herder.id, 'PASTURE-1', lamb);
    for (let byte = 0; byte < limits.marksMax; byte++) holdOn(at, key, byte);
    await expectRefusal('LIMIT_EXCEEDED', () => send(at, 'S1', [line(heads(1))]));
    releaseOf(at, exampleDigest(0));
    await send(at, 'S1', [line(heads(1))]);
    expect(shipmentAt(at, shipmentOf(at))?.lines[0]?.holds).toHaveLength(limits.marksMax);
  });
});

describe('receive', () => {
  it('cannot be said twice, by another, or in two shares', async () => {
    const at = await lambWorld();
    await send(at, 'S1', [line(heads(20))]);
    const event = receiveFields(shipmentOf(at), [{ lot: lamb, accepted: heads(20) }]);
    await expectRefusal('MEASURE_MISMATCH', () => receive(at, { accepted: heads(10) }));
    const twice = [1, 2].map(() => [{ party: at.plant.id, ...event }, [at.plant.device]] as const);
    const { results } = await at.world.sayAll(twice, 'each');
    expect(results.map(({ status }) => status)).toEqual(['recorded', 'refused']);
    expect(atPlant(at)?.available).toEqual(heads(20));
    const { results: after } = await at.world.sayAll(
      [
        [
          { party: at.herder.id, act: 'cancelDispatch', shipment: shipmentOf(at) },
          [at.herder.device, at.plant.device],
        ],
      ],
      'each',
    );
    expect(after[0]).toMatchObject({ status: 'refused', code: 'SHIPMENT_CLOSED' });
  });

  it.each([
    ['nothing said', {}, ['PAPER_MISSING']],
    ['none', { collected: 'none' }, ['PAPER_MISSING']],
    ['a declaration', { collected: 'declaration' }, []],
    ['another proof', { collected: 'other' }, []],
  ])(
    'tells whether 合格证 was collected where its category wants one: %s',
    async (_, collected, breaches) => {
      const at = await lambWorld();
      categoryWith(at, { declared: true });
      await send(at, 'S1', [line(heads(20))]);
      const receipt = await receive(at, { accepted: heads(20), ...collected });
      expect(breachesOf(receipt)).toEqual(breaches);
      // What was taken without it waits where it lies, for a regulator; the lot elsewhere does not.
      const id = receipt.results[0]?.id ?? '';
      expect(atPlant(at)?.holds).toEqual(breaches.length > 0 ? [id] : undefined);
      expect(at.world.state.at(keyOf.hold(id))).toEqual(
        breaches.length > 0 ? { by: 'law', remits: ['agriculture'], division: '152502' } : undefined,
      );
      expect(at.world.state.at(keyOf.lot(lamb))).not.toHaveProperty('holds');
    },
  );

  it('asks for papers and tests that are wanted at receipt, of what was accepted alone', async () => {
    const at = await lambWorld();
    categoryWith(at, { declared: true, tests: ['receive'], papers: { receive: ['quarantine'] } });
    await send(at, 'S1', [line(heads(10))]);
    expect(breachesOf(await receive(at, { accepted: heads(10), collected: 'other' }))).toEqual([
      'PAPER_MISSING',
      'TEST_MISSING',
    ]);
    await send(at, 'S2', [line(heads(5))]);
    lotWith(at, { test: 'passed' });
    const accepted = [{ lot: lamb, accepted: heads(5), collected: 'other' }];
    const papers = quarantine('2026-08-01', '2026-08-31');
    const second = { ...receiveFields(`${at.herder.id}/S2`, accepted), papers };
    expect(breachesOf(await say(at, at.plant, second))).toEqual(['PAPER_EXPIRED']);
    await send(at, 'S3', [line(heads(5))]);
    const refused = receiveFields(`${at.herder.id}/S3`, [{ lot: lamb, refused: heads(5) }]);
    expect(breachesOf(await say(at, at.plant, refused))).toEqual([]);
  });

  it('keeps what was accepted for who may undo it', async () => {
    const at = await lambWorld();
    await send(at, 'S1', [line(heads(20))]);
    const receipt = await receive(at, { accepted: heads(15), refused: heads(5) });
    expect(at.world.state.at(keyOf.event(idOf(receipt)))).toMatchObject({
      effect: { did: 'received', shipment: shipmentOf(at), site: 'PLANT-1', accepted: [line(heads(15))] },
    });
  });
});

describe('a third party', () => {
  it('can close no shipment, though it signs beside one hand of it', async () => {
    const at = await lambWorld();
    await send(at, 'S1', [line(heads(20))]);
    at.world.nowMs += 2 * dayMs;
    const all = [{ lot: lamb, accepted: heads(20) }];
    const { shop, herder, plant } = at;
    await expectRefusal('SHIPMENT_NOT_YOURS', () =>
      say(at, shop, receiveFields(shipmentOf(at), all, 'SHOP-1'), plant.device, herder.device),
    );
    await expectRefusal('SHIPMENT_NOT_YOURS', () =>
      say(at, shop, { act: 'cancelDispatch', shipment: shipmentOf(at) }, plant.device),
    );
    await receive(at, { refused: heads(20) });
    const lines = [{ lot: lamb, takenBack: heads(20) }];
    const settle = { act: 'settle', shipment: shipmentOf(at), lines };
    await expectRefusal('SHIPMENT_NOT_YOURS', () =>
      say(at, shop, { ...settle, site: 'SHOP-1' }, plant.device, herder.device),
    );
    await expectRefusal('SHIPMENT_NOT_YOURS', () =>
      say(at, plant, { ...settle, site: 'PLANT-1' }, herder.device),
    );
    expect(shipmentAt(at, shipmentOf(at))?.state).toBe('refused');
  });

  it('speaks for nobody: a device is heard for its own party alone', async () => {
    const at = await lambWorld();
    await send(at, 'S1', [line(heads(20))]);
    const fields = {
      ...receiveFields(shipmentOf(at), [{ lot: lamb, accepted: heads(20) }]),
      party: at.plant.id,
    };
    await expectRefusal('MANDATE_MISSING', () => at.world.say(fields, at.shop.device, at.plant.device));
    const holding = holdingAt(at, at.plant, 'PLANT-1', lamb) as HoldingRecord | undefined;
    expect(holding).toBeUndefined();
  });
});
