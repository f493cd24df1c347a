import { describe, expect, it } from 'vitest';
import { keyOf } from './model/index.ts';
import { creditCode, enrol, foundAll, gtin, World } from './testing-world.ts';

const herder = creditCode('93152502115000101');
const plant = creditCode('91152502115000202');

/** A herder and a plant with a category, two products and a site each. */
async function lambWorld() {
  const world = new World();
  const network = await foundAll(world);
  const herderDevice = await enrol(world, network, {
    id: herder,
    organisation: 'ProducersMSP',
    roles: ['producer'],
  });
  const plantDevice = await enrol(world, network, {
    id: plant,
    organisation: 'TradeMSP',
    roles: ['processor', 'trader'],
  });
  const certifier = creditCode('12150000115000303');
  const regulator = creditCode('11150000115000404');
  const certifierDevice = await enrol(world, network, {
    id: certifier,
    organisation: 'BrandMSP',
    roles: ['certifier'],
  });
  const regulatorDevice = await enrol(world, network, {
    id: regulator,
    organisation: 'RegulatorMSP',
    roles: ['regulator'],
  });
  for (const [category, zh] of [
    ['lamb-live', '活羊'],
    ['lamb-carcass', '羊胴体'],
  ] as const) {
    const fields = {
      act: 'registerCategory',
      party: certifier,
      category,
      commodity: 'sheep',
      names: { zh },
      measures: ['count', 'massG'],
      remits: ['agriculture'],
    };
    await world.say(fields, certifierDevice, regulatorDevice);
  }
  const product = (party: string, item: number, category: string) => ({
    act: 'registerProduct',
    party,
    gtin: gtin(item),
    category,
    names: { zh: category },
  });
  await world.say(product(herder, 1, 'lamb-live'), herderDevice, network.ProducersMSP.registrar);
  await world.say(product(plant, 2, 'lamb-carcass'), plantDevice, network.TradeMSP.registrar);
  await world.say(
    { act: 'registerSite', party: herder, site: 'PASTURE-1', kind: 'pasture', division: '152525' },
    herderDevice,
  );
  await world.say(
    { act: 'registerSite', party: plant, site: 'PLANT-1', kind: 'plant', division: '152502' },
    plantDevice,
  );
  return { world, network, herderDevice, plantDevice };
}

describe('record', () => {
  it('takes a lamb from the pasture into carcasses, each measure adding up', async () => {
    const { world, herderDevice, plantDevice } = await lambWorld();
    const lamb = `${gtin(1)}/L1`;
    const carcass = `${gtin(2)}/C1`;
    const day = (days: number) => new Date(world.nowMs + days * 86_400_000).toISOString();
    await world.say(
      {
        act: 'commission',
        party: herder,
        site: 'PASTURE-1',
        lot: lamb,
        amount: { count: 20, massG: 800_000 },
      },
      herderDevice,
    );
    const lines = [{ lot: lamb, amount: { count: 12, massG: 480_000 } }];
    await world.say(
      {
        act: 'dispatch',
        party: herder,
        number: 'S1',
        site: 'PASTURE-1',
        to: plant,
        departure: day(1),
        lines,
      },
      herderDevice,
    );
    const shipment = `${herder}/S1`;
    const received = [
      { lot: lamb, accepted: { count: 11, massG: 438_000 }, missing: { count: 1, massG: 42_000 } },
    ];
    await world.say(
      { act: 'receive', party: plant, shipment, site: 'PLANT-1', lines: received },
      plantDevice,
    );
    const inputs = [{ lot: lamb, amount: { count: 11, massG: 438_000 } }];
    const outputs = [{ lot: carcass, amount: { count: 11, massG: 212_000 } }];
    const answer = await world.say(
      { act: 'transform', party: plant, site: 'PLANT-1', operation: 'slaughter', inputs, outputs },
      plantDevice,
    );
    expect(answer.results[0]).toMatchObject({ status: 'recorded', breaches: [] });
    expect(world.state.at(keyOf.holding(herder, 'PASTURE-1', lamb))).toEqual({
      available: { count: 8, massG: 320_000 },
      sold: {},
    });
    expect(world.state.at(keyOf.holding(plant, 'PLANT-1', lamb))).toEqual({
      available: { count: 0, massG: 0 },
      sold: {},
    });
    expect(world.state.at(keyOf.holding(plant, 'PLANT-1', carcass))).toEqual({
      available: { count: 11, massG: 212_000 },
      sold: {},
    });
    expect(world.state.at(keyOf.shipment(shipment))).toMatchObject({ state: 'disputed' });
  });
});
