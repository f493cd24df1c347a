import { bestBeforeOf, typicalYieldG } from '../facts.ts';
import { actor } from './cast.ts';
import { products } from './catalogue.ts';
import type { Stage } from './stage.ts';

const live = `${products.lamb.gtin}/L0417`;
const carcasses = `${products.carcass.gtin}/C0419`;
const legs = `${products.leg.gtin}/T0421`;
const slices = `${products.slices.gtin}/J0421`;

const dispatched = { count: 60, massG: 2_280_000 };
/** The plant's scale shows 18 kg less: water lost on the road. The head count is the same. */
const weighed = { count: 60, massG: 2_262_000 };
const lostOnTheRoad = { count: 0, massG: 18_000 };
const carcassAmount = { count: 60, massG: typicalYieldG('T01', 'P10/P13', weighed.massG) };
const cut = { count: 20, massG: 365_000 };
const legAmount = { count: 40, massG: 102_400 };
const sliceAmount = { count: 460, massG: 230_000 };

export const lambPages = [slices, legs];

/** 锡林郭勒羊: pasture → slaughter → carcasses → cuts → shop; the scale differs once, and both hands say so. */
export async function tellLamb(stage: Stage): Promise<void> {
  const [herder, plant, shop] = [
    actor('herder').party,
    actor('slaughterhouse').party,
    actor('butcher').party,
  ];
  await stage.say('lamb-pasture', [
    {
      by: 'herder',
      daysAgo: 12,
      fields: { act: 'commission', site: 'PASTURE-1', lot: live, amount: dispatched },
    },
    {
      by: 'herder',
      daysAgo: 11,
      fields: {
        act: 'dispatch',
        number: 'S-0418',
        site: 'PASTURE-1',
        to: plant,
        carrier: actor('carrier').party,
        departure: stage.at(10.9),
        lines: [{ lot: live, amount: dispatched }],
      },
    },
  ]);
  const shipment = `${herder}/S-0418`;
  const received = { lot: live, accepted: weighed, missing: lostOnTheRoad };
  await stage.say('lamb-arrival', [
    {
      by: 'slaughterhouse',
      daysAgo: 10.5,
      fields: { act: 'receive', shipment, site: 'PLANT-1', lines: [received] },
    },
  ]);
  await stage.say('lamb-settled', [
    {
      by: 'herder',
      daysAgo: 10.2,
      fields: {
        act: 'settle',
        shipment,
        site: 'PASTURE-1',
        lines: [{ lot: live, writtenOff: lostOnTheRoad }],
      },
    },
  ]);
  await stage.say('lamb-plant', plantLines(stage, shop));
  await stage.say('lamb-shop', shopLines(plant));
}

function plantLines(stage: Stage, shop: string): Parameters<Stage['say']>[1] {
  const by = 'slaughterhouse' as const;
  const made = stage.at(10);
  const cutAt = stage.at(8);
  const lines = [
    { lot: legs, amount: legAmount },
    { lot: slices, amount: sliceAmount },
  ];
  return [
    {
      by,
      daysAgo: 10,
      fields: {
        act: 'transform',
        site: 'PLANT-1',
        operation: 'slaughter',
        inputs: [{ lot: live, amount: weighed }],
        outputs: [{ lot: carcasses, amount: carcassAmount, bestBefore: bestBeforeOf('P10', made) }],
      },
    },
    {
      by,
      daysAgo: 9.5,
      fields: {
        act: 'move',
        from: 'PLANT-1',
        to: 'COLD-1',
        lines: [{ lot: carcasses, amount: carcassAmount }],
      },
    },
    {
      by,
      daysAgo: 8,
      fields: {
        act: 'transform',
        site: 'COLD-1',
        operation: 'cut',
        inputs: [{ lot: carcasses, amount: cut }],
        outputs: [
          { lot: legs, amount: legAmount, bestBefore: bestBeforeOf('P11', cutAt) },
          { lot: slices, amount: sliceAmount, bestBefore: bestBeforeOf('P12', cutAt) },
        ],
      },
    },
    {
      by,
      daysAgo: 6,
      fields: {
        act: 'dispatch',
        number: 'D-0423',
        site: 'COLD-1',
        to: shop,
        departure: stage.at(5.9),
        lines,
      },
    },
  ];
}

function shopLines(plant: string): Parameters<Stage['say']>[1] {
  const by = 'butcher' as const;
  const lines = [
    { lot: legs, accepted: legAmount },
    { lot: slices, accepted: sliceAmount },
  ];
  const sold = [
    { lot: legs, amount: { count: 6, massG: 15_300 } },
    { lot: slices, amount: { count: 48, massG: 24_000 } },
  ];
  return [
    { by, daysAgo: 5, fields: { act: 'receive', shipment: `${plant}/D-0423`, site: 'STORE-1', lines } },
    {
      by,
      daysAgo: 3,
      fields: { act: 'sell', site: 'STORE-1', lines: sold, to: 'consumer', division: '150105' },
    },
    {
      by,
      daysAgo: 2,
      fields: {
        act: 'dispose',
        site: 'STORE-1',
        lines: [{ lot: legs, amount: { count: 1, massG: 2_500 } }],
        reason: 'sample',
      },
    },
  ];
}
