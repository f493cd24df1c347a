import { exampleDigest, type Fields, makeDevices } from './model/testing.ts';
import { of } from './testing-law-goods.ts';
import type { Said, Tale } from './testing-law-tale.ts';
import type { Trader } from './testing-trade.ts';
import { creditCode, gtin } from './testing-world.ts';

/** Kinds of goods that few examples need: grain and flour, wine, milk, with their processes. */

/** Says what mints trust. */
const mint = (tale: Tale, fields: Fields) =>
  tale.given(tale.at.certifier, { names: { zh: '示例' }, ...fields }, tale.at.regulator.device);

const category = (tale: Tale, code: string, measures: readonly string[], more: Fields = {}) =>
  mint(tale, {
    act: 'registerCategory',
    category: code,
    commodity: code,
    measures,
    remits: ['agriculture', 'market'],
    ...more,
  });

const product = (tale: Tale, item: number, code: string, more: Fields = {}) =>
  tale.given(
    tale.at.actors.plant,
    { act: 'registerProduct', gtin: gtin(item), category: code, names: { zh: '示例' }, ...more },
    tale.at.registrars.TradeMSP.device,
  );

export const grain = `${gtin(31)}/G1`;
export const flour = (number: number): string => `${gtin(32)}/F${number}`;

/** The plant may mill 800 g of flour of 1,000 g of grain. */
export async function registerMill(tale: Tale): Promise<void> {
  await category(tale, 'grain', ['massG']);
  await category(tale, 'flour', ['massG'], { stage: 1 });
  await product(tale, 31, 'grain');
  await product(tale, 32, 'flour');
  await mint(tale, {
    act: 'registerProcess',
    process: 'mill@1',
    principal: ['grain'],
    outputs: [{ category: 'flour', bands: [{ from: 'massG', to: 'massG', maxPermille: 800 }] }],
  });
}

export const wine = (year: number): string => `${gtin(33)}/W${year}`;

/** The plant's wine in bottles of 750 mL. */
export async function registerWine(tale: Tale): Promise<void> {
  await category(tale, 'wine', ['count', 'volumeMl']);
  await product(tale, 33, 'wine', { netContent: { volumeMl: 750 }, netContentPermille: 0 });
}

export const admitting = (lot: string, amount: object, more: Fields = {}): Fields => ({
  act: 'admit',
  site: 'PLANT-1',
  lot,
  amount,
  source: 'opening',
  document: exampleDigest(95),
  ...more,
});

export const milk = (number: number): string => `${gtin(34)}/M${number}`;
export const tank = `${gtin(35)}/T1`;
const litresOfFarm = { volumeMl: 1_000_000 };

/**
 * Forty farms, each a party of its own, fill an association's milk number, 1,000 L each, and the plant takes it all. `treated` of them used a
 * medicine with seven days for milk the day before. Answers the inputs for the tank.
 */
export async function milkOfFortyFarms(tale: Tale, treated: number): Promise<readonly object[]> {
  const { plant } = tale.at.actors;
  await category(tale, 'milk', ['volumeMl'], { use: 'milk' });
  await mint(tale, { act: 'registerInput', input: 'VD-2', kind: 'veterinaryDrug', intervals: { milk: 7 } });
  await product(tale, 35, 'milk');
  await mint(tale, {
    act: 'registerProcess',
    process: 'pool@1',
    principal: ['milk'],
    outputs: [{ category: 'milk', bands: [{ from: 'volumeMl', to: 'volumeMl', maxPermille: 1000 }] }],
  });
  const registrar = tale.at.registrars.ProducersMSP;
  const [association, ...farms] = await farmers(tale, registrar);
  if (!association) throw new Error('an association was expected');
  const own = { act: 'registerProduct', gtin: gtin(34), category: 'milk', names: { zh: '生乳' } };
  await tale.given(association, own, registrar.device);
  const farmEvents = (say: (farm: Trader, index: number) => Said[]) => tale.givenAll(farms.flatMap(say));
  await farmEvents((farm, index) => [
    [association, licenceOf(tale, association, farm)],
    [farm, { act: 'registerSite', site: 'BARN-1', kind: 'barn', division: '152502' }],
    ...(index < treated ? [[farm, treatmentOf(tale)] as const] : []),
  ]);
  await farmEvents((farm, index) => [
    [farm, { act: 'commission', site: 'BARN-1', lot: milk(index), amount: litresOfFarm }],
    [farm, deliveryOf(tale, index)],
    [
      plant,
      {
        act: 'receive',
        shipment: `${farm.id}/M${index}`,
        site: 'PLANT-1',
        lines: [{ lot: milk(index), accepted: litresOfFarm }],
      },
    ],
  ]);
  return farms.map((_, index) => of(milk(index), litresOfFarm));
}

/** An association and forty producers, each with a device. */
async function farmers(tale: Tale, registrar: Trader): Promise<readonly Trader[]> {
  const devices = await makeDevices(41);
  const traders = devices.map((device, index) => ({
    id: creditCode(`93152502115${String(100 + index)}777`.padEnd(17, '0').slice(0, 17)),
    device,
  }));
  const enrolment = ({ id, device }: Trader, index: number): Said[] => {
    const roles = [index === 0 ? 'association' : 'producer'];
    const party = { subject: id, names: { zh: '示范牧场' }, roles, organisation: 'ProducersMSP' };
    const key = { subject: id, key: device.publicKey, role: 'operator' };
    return [
      [registrar, { act: 'enrolParty', ...party, division: '152502' }],
      [registrar, { act: 'enrolDevice', ...key }, device],
    ];
  };
  await tale.givenAll(traders.flatMap(enrolment));
  return traders;
}

const licenceOf = (tale: Tale, association: Trader, farm: Trader): Fields => ({
  act: 'delegate',
  principal: association.id,
  delegate: farm.id,
  acts: [],
  gtins: [gtin(34)],
  until: tale.instant(365),
});

const treatmentOf = (tale: Tale): Fields => ({
  act: 'treat',
  site: 'BARN-1',
  input: 'VD-2',
  dose: { milli: 5000, unit: 'mL' },
  from: tale.instant(-1),
  to: tale.instant(-1),
});

const deliveryOf = (tale: Tale, index: number): Fields => ({
  act: 'dispatch',
  number: `M${index}`,
  site: 'BARN-1',
  to: tale.at.actors.plant.id,
  departure: tale.instant(0),
  lines: [of(milk(index), litresOfFarm)],
});
