import { gs1CheckDigit } from './model/index.ts';
import { exampleDigest } from './model/testing.ts';
import {
  atPasture,
  atShop,
  bodies,
  bring,
  carcass,
  carcassesAtPlant,
  claimedHarvest,
  correcting,
  cut,
  type Example,
  example,
  harvest,
  heads,
  lamb,
  lambsAtPlant,
  of,
  packs,
  packsAtShop,
  paper,
  recalling,
  receiving,
  sending,
  shipmentOf,
  work,
} from './testing-law-goods.ts';
import type { Tale } from './testing-law-tale.ts';

/** Ten lambs are on their way from the pasture to the plant, in shipment S1. */
async function onTheWay(tale: Tale): Promise<string> {
  const { herder, plant } = tale.at.actors;
  await tale.given(herder, claimedHarvest(tale.at, lamb(), 20));
  await tale.given(herder, sending(tale, 'PASTURE-1', plant, [of(lamb(), heads(10))]));
  return shipmentOf(herder);
}

const weighed = { count: 10, massG: 398_000 };
const short = { count: 0, massG: 2000 };

/** The plant's scale shows 2 kg less than the herder's. */
async function disputed(tale: Tale): Promise<string> {
  const shipment = await onTheWay(tale);
  const lines = [{ lot: lamb(), accepted: weighed, missing: short }];
  await tale.given(tale.at.actors.plant, receiving(shipment, 'PLANT-1', lines));
  return shipment;
}

const settling = (shipment: string, site: string, more: object) => ({
  act: 'settle',
  shipment,
  site,
  lines: [{ lot: lamb(), ...more }],
});

const handovers: readonly Example[] = [
  example('The herder sends 21 head of a lot of 20', async (tale) => {
    const { herder, plant } = tale.at.actors;
    await tale.given(herder, harvest(lamb(), 20));
    await tale.told(herder, sending(tale, 'PASTURE-1', plant, [of(lamb(), heads(21))]));
  }),
  example('The same input twice in one document: two shipments of 12 head of a lot of 20', async (tale) => {
    const { herder, plant, shop } = tale.at.actors;
    await tale.given(herder, harvest(lamb(), 20));
    const lines = [of(lamb(), heads(12))];
    await tale.toldAll([
      [herder, sending(tale, 'PASTURE-1', plant, lines, { number: 'S1' })],
      [herder, sending(tale, 'PASTURE-1', shop, lines, { number: 'S2' })],
    ]);
    tale.holds(herder, 'PASTURE-1', lamb());
  }),
  example('The plant takes a shipment that is addressed to it', async (tale) => {
    const shipment = await onTheWay(tale);
    const { herder, plant } = tale.at.actors;
    await tale.told(plant, receiving(shipment, 'PLANT-1', [{ lot: lamb(), accepted: heads(10) }]));
    tale.shipment(shipment);
    tale.holds(plant, 'PLANT-1', lamb());
    tale.holds(herder, 'PASTURE-1', lamb());
  }),
  example('Receive by a third party: the shop takes the plant’s shipment', async (tale) => {
    const shipment = await onTheWay(tale);
    const lines = [{ lot: lamb(), accepted: heads(10) }];
    await tale.told(tale.at.actors.shop, receiving(shipment, 'SHOP-1', lines));
    tale.shipment(shipment);
  }),
  example(
    'A scale that differs: 10 head and 400 kg were sent, the plant accepts 10 head and 398 kg and says 2 kg are missing',
    async (tale) => {
      const shipment = await onTheWay(tale);
      const { plant } = tale.at.actors;
      const lines = [{ lot: lamb(), accepted: weighed, missing: short }];
      await tale.told(plant, receiving(shipment, 'PLANT-1', lines));
      tale.shipment(shipment);
      tale.holds(plant, 'PLANT-1', lamb());
    },
  ),
  example('The plant accepts 10 head and 398 kg and says nothing of the other 2 kg', async (tale) => {
    const shipment = await onTheWay(tale);
    await tale.told(
      tale.at.actors.plant,
      receiving(shipment, 'PLANT-1', [{ lot: lamb(), accepted: weighed }]),
    );
  }),
  example('Settle by the wrong side: the plant writes the 2 kg off', async (tale) => {
    const shipment = await disputed(tale);
    await tale.told(tale.at.actors.plant, settling(shipment, 'PLANT-1', { writtenOff: short }));
    tale.shipment(shipment);
  }),
  example(
    'The herder takes the missing 2 kg back into stock: alone; with the plant’s signature',
    async (tale) => {
      const shipment = await disputed(tale);
      const { herder, plant } = tale.at.actors;
      const back = settling(shipment, 'PASTURE-1', { returned: short });
      await tale.told(herder, back);
      await tale.told(herder, back, plant.device);
      tale.shipment(shipment);
      tale.holds(herder, 'PASTURE-1', lamb());
    },
  ),
  example('The sender takes an open shipment back: before the said departure', async (tale) => {
    const shipment = await onTheWay(tale);
    await tale.told(tale.at.actors.herder, { act: 'cancelDispatch', shipment });
    tale.shipment(shipment);
    tale.holds(tale.at.actors.herder, 'PASTURE-1', lamb());
  }),
  example('The sender takes an open shipment back: two days later, alone', async (tale) => {
    const shipment = await onTheWay(tale);
    tale.wait(2);
    await tale.told(tale.at.actors.herder, { act: 'cancelDispatch', shipment });
    tale.shipment(shipment);
  }),
  example('A pallet of 10 head is sent under its SSCC with 5 of them', async (tale) => {
    const { herder, plant } = tale.at.actors;
    const unit = `09521500000000009${gs1CheckDigit('09521500000000009')}`;
    await tale.given(herder, harvest(lamb(), 20));
    await tale.given(herder, atPasture('load', [of(lamb(), heads(10))], { unit }));
    const lines = [of(lamb(), heads(5), { unit })];
    await tale.told(herder, sending(tale, 'PASTURE-1', plant, lines));
  }),
  example('Measures that do not fit: lambs are sent by the litre', async (tale) => {
    const { herder, plant } = tale.at.actors;
    await tale.given(herder, harvest(lamb(), 20));
    await tale.told(herder, sending(tale, 'PASTURE-1', plant, [of(lamb(), { volumeMl: 1000 })]));
  }),
  example('Carcasses are sent without 肉品品质检验合格证, and taken', async (tale) => {
    const { plant, shop } = tale.at.actors;
    await carcassesAtPlant(tale);
    await tale.told(plant, sending(tale, 'PLANT-1', shop, [of(carcass(), bodies(4))]));
    const lines = [{ lot: carcass(), accepted: bodies(4) }];
    await tale.told(shop, receiving(shipmentOf(plant), 'SHOP-1', lines));
    tale.goodsHold(shop, 'SHOP-1', carcass());
    tale.goodsHold(plant, 'PLANT-1', carcass());
    tale.lotHold(carcass());
  }),
  example('Carcasses are sent with a 肉品品质检验合格证 that ended the day before', async (tale) => {
    const { plant, shop } = tale.at.actors;
    await carcassesAtPlant(tale);
    const papers = [paper('meatInspection', tale.instant(-1).slice(0, 10))];
    await tale.told(plant, sending(tale, 'PLANT-1', shop, [of(carcass(), bodies(4))], { papers }));
  }),
  example('The shop takes packs and collects no 合格证', async (tale) => {
    const { plant, shop } = tale.at.actors;
    await carcassesAtPlant(tale);
    await tale.given(plant, work('cut@1', [of(carcass(), bodies(2))], [of(cut(), packs(60))]));
    await tale.given(plant, sending(tale, 'PLANT-1', shop, [of(cut(), packs(60))]));
    await tale.told(shop, receiving(shipmentOf(plant), 'SHOP-1', [{ lot: cut(), accepted: packs(60) }]));
    tale.goodsHold(shop, 'SHOP-1', cut());
  }),
];

const leaving: readonly Example[] = [
  example(
    'A buyer without a device: the shop sells 5 packs to a restaurant, named by a commitment',
    async (tale) => {
      const { shop } = tale.at.actors;
      await packsAtShop(tale);
      const buyer = { to: 'business', buyer: exampleDigest(97), division: '150102' };
      await tale.told(shop, atShop('sell', [of(cut(), packs(5))], buyer));
      tale.holds(shop, 'SHOP-1', cut());
    },
  ),
  example('A customer brings back 6 packs where 5 were sold', async (tale) => {
    const { shop } = tale.at.actors;
    await packsAtShop(tale);
    await tale.given(shop, atShop('sell', [of(cut(), packs(5))], { to: 'consumer' }));
    await tale.told(shop, atShop('takeBack', [of(cut(), packs(6))]));
  }),
  example(
    'A customer brings back 2 packs; the shop sells them again as if they were its stock, then as what they are',
    async (tale) => {
      const { shop } = tale.at.actors;
      await packsAtShop(tale);
      await tale.given(shop, atShop('sell', [of(cut(), packs(60))], { to: 'consumer' }));
      await tale.given(shop, atShop('takeBack', [of(cut(), packs(2))]));
      await tale.told(shop, atShop('sell', [of(cut(), packs(2))], { to: 'consumer' }));
      await tale.told(shop, atShop('sell', [of(cut(), packs(2), { returned: true })], { to: 'consumer' }));
    },
  ),
  example('Packs that were given back are destroyed', async (tale) => {
    const { shop } = tale.at.actors;
    await packsAtShop(tale);
    await tale.given(shop, atShop('sell', [of(cut(), packs(5))], { to: 'consumer' }));
    await tale.given(shop, atShop('takeBack', [of(cut(), packs(2))]));
    const lines = [of(cut(), packs(2), { returned: true })];
    await tale.told(shop, atShop('dispose', lines, { reason: 'destruction' }));
    tale.returned(shop, 'SHOP-1', cut());
  }),
  example(
    'A shop that sold before the recall reached it: its sale is handed in an hour after the recall',
    async (tale) => {
      const { shop } = tale.at.actors;
      await packsAtShop(tale);
      const eventTime = tale.instant(0);
      tale.world.nowMs += 3_600_000;
      await tale.given(tale.at.regulator, recalling(tale, [cut()]));
      await tale.told(shop, atShop('sell', [of(cut(), packs(5))], { to: 'consumer', eventTime }));
      tale.holds(shop, 'SHOP-1', cut());
    },
  ),
];

const counting: readonly Example[] = [
  example(
    '1,200 typed for 120 and noticed at once: the herder corrects its harvest, and uses the number again',
    async (tale) => {
      const { herder } = tale.at.actors;
      const event = await tale.given(herder, harvest(lamb(), 1200));
      await tale.told(herder, correcting(event));
      tale.undone(lamb());
      await tale.told(herder, harvest(lamb(), 120));
    },
  ),
  example(
    '1,200 typed for 120 and noticed after dispatch: the harvest is corrected, then counted alone, then counted with a registrar',
    async (tale) => {
      const { herder } = tale.at.actors;
      const event = await tale.given(herder, harvest(lamb(), 1200));
      await bring(tale, lamb(), 100);
      await tale.told(herder, correcting(event));
      const count = {
        act: 'recount',
        site: 'PASTURE-1',
        reason: 'typingError',
        lines: [{ lot: lamb(), counted: heads(20) }],
      };
      await tale.told(herder, count);
      await tale.told(herder, count, tale.at.registrars.ProducersMSP.device);
      tale.holds(herder, 'PASTURE-1', lamb());
    },
  ),
  example('A count finds one head more of 20 that carry 蒙字标; a registrar signs', async (tale) => {
    const { herder } = tale.at.actors;
    await tale.given(herder, claimedHarvest(tale.at, lamb(), 20));
    const lines = [{ lot: lamb(), counted: heads(21) }];
    const count = { act: 'recount', site: 'PASTURE-1', reason: 'stocktaking', lines };
    await tale.told(herder, count, tale.at.registrars.ProducersMSP.device);
  }),
  example(
    'Ten head lose 2 % of their mass in the plant’s pen; the tolerance of the category is 20 ‰',
    async (tale) => {
      const { plant } = tale.at.actors;
      await lambsAtPlant(tale, 10);
      const lines = [{ lot: lamb(), counted: { count: 10, massG: 392_000 } }];
      await tale.told(plant, { act: 'recount', site: 'PLANT-1', reason: 'moisture', lines });
      tale.holds(plant, 'PLANT-1', lamb());
    },
  ),
];

const corrections: readonly Example[] = [
  example(
    'A harvest of 15 under 蒙字标 was told twice under two numbers: the second is corrected',
    async (tale) => {
      const { herder } = tale.at.actors;
      await tale.given(herder, claimedHarvest(tale.at, lamb(1), 15));
      const event = await tale.given(herder, claimedHarvest(tale.at, lamb(2), 15));
      await tale.told(herder, correcting(event));
      tale.undone(lamb(2));
      tale.quotaLeft();
    },
  ),
  example('Correction after use: the lambs of the harvest were slaughtered', async (tale) => {
    const { herder, plant } = tale.at.actors;
    const event = await tale.given(herder, harvest(lamb(), 10));
    await bring(tale, lamb(), 10);
    await tale.given(plant, work('slaughter@1', [of(lamb(), heads(10))], [of(carcass(), bodies(10))]));
    await tale.told(herder, correcting(event));
    await tale.told(herder, { ...correcting(event), reverse: undefined });
  }),
  example('The plant undoes its receipt: alone; with the sender’s signature', async (tale) => {
    const shipment = await onTheWay(tale);
    const { herder, plant } = tale.at.actors;
    const lines = [{ lot: lamb(), accepted: heads(10) }];
    const event = await tale.given(plant, receiving(shipment, 'PLANT-1', lines));
    await tale.told(plant, correcting(event));
    await tale.told(plant, correcting(event), herder.device);
    tale.shipment(shipment);
  }),
  example('A regulator marks a sale as wrong; it asks to have a harvest undone', async (tale) => {
    const { herder } = tale.at.actors;
    const event = await tale.given(herder, harvest(lamb(), 10));
    const sale = atPasture('sell', [of(lamb(), heads(1))], { to: 'consumer' });
    const sold = await tale.given(herder, sale);
    await tale.told(tale.at.regulator, { ...correcting(sold), reverse: undefined });
    await tale.told(tale.at.regulator, correcting(event));
  }),
];

export const custodyExamples: readonly Example[] = [...handovers, ...leaving, ...counting, ...corrections];
