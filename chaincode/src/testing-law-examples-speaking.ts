import { keyOf } from './model/index.ts';
import { documentText, exampleDigest, type Fields, makeDevice, signedEnvelope } from './model/testing.ts';
import {
  claimedHarvest,
  type Example,
  example,
  goods,
  harvest,
  heads,
  holding,
  lamb,
  lambsAtPlant,
  of,
  receiving,
  season,
  sending,
  shipmentOf,
} from './testing-law-goods.ts';
import type { Tale } from './testing-law-tale.ts';
import type { Trader } from './testing-trade.ts';
import { creditCode } from './testing-world.ts';

/** One event of the herder's, signed by other devices than it names or as it is, in one document. */
async function envelopeOf(tale: Tale, fields: Fields, who: Trader = tale.at.actors.herder) {
  return signedEnvelope(tale.world.stamped({ party: who.id, ...fields }), [who.device]);
}

/** A regulator of its own remit or division, enrolled by the two registrars. */
async function regulatorOf(tale: Tale, remits: readonly string[], divisionPrefix: string): Promise<Trader> {
  const { RegulatorMSP, BrandMSP } = tale.at.registrars;
  const id = creditCode('11150000115001616');
  const device = await makeDevice();
  const party = {
    act: 'enrolParty',
    subject: id,
    names: { zh: '示范主管部门' },
    roles: ['regulator'],
    organisation: 'RegulatorMSP',
    division: '152502',
    remits,
    divisionPrefix,
  };
  await tale.given(RegulatorMSP, party, BrandMSP.device);
  const key = { act: 'enrolDevice', subject: id, key: device.publicKey, role: 'operator' };
  await tale.given(RegulatorMSP, key, device);
  return { id, device };
}

const certificate = (tale: Tale): Fields => ({
  act: 'issueCertificate',
  number: 'MZB-2',
  scheme: 'mengzibiao',
  holder: tale.at.actors.herder.id,
  products: [goods.lamb.gtin],
  categories: [],
  sites: ['BARN-1'],
  from: '2026-09-01',
  until: '2027-08-31',
});

const quota = (tale: Tale, count: number, from: string, until: string, name = '2026-B'): Fields => ({
  act: 'grantQuota',
  holder: tale.at.actors.herder.id,
  site: 'PASTURE-1',
  category: 'season-lamb',
  season: name,
  from,
  until,
  granted: heads(count),
});

const events: readonly Example[] = [
  example('A harvest of 20 lambs is handed in, and the same event again by another gateway', async (tale) => {
    const text = documentText([await envelopeOf(tale, harvest(lamb(), 20))]);
    await tale.submitted(text);
    await tale.submitted(text);
    tale.holds(tale.at.actors.herder, 'PASTURE-1', lamb());
  }),
  example('The same event stands twice in one document', async (tale) => {
    const envelope = await envelopeOf(tale, harvest(lamb(), 20));
    await tale.submitted(documentText([envelope, envelope], 'each'));
  }),
  example('A harvest that was signed for a trial network is replayed here', async (tale) => {
    await tale.told(tale.at.actors.herder, harvest(lamb(), 20, { network: 'mengsu-trial' }));
  }),
  example('The shop signs a harvest in the herder’s name with its own device', async (tale) => {
    const { herder, shop } = tale.at.actors;
    await tale.told({ id: herder.id, device: shop.device }, harvest(lamb(), 20));
  }),
  example('The payload names the herder’s device, the signature is the shop’s', async (tale) => {
    const { herder, shop } = tale.at.actors;
    const stolen = { ...shop.device, kid: herder.device.kid };
    await tale.told({ id: herder.id, device: stolen }, harvest(lamb(), 20));
  }),
  example('One document of two harvests in mode `each`; one of the two is wrongly signed', async (tale) => {
    const { herder, shop } = tale.at.actors;
    const stolen = { ...shop.device, kid: herder.device.kid };
    const good = await envelopeOf(tale, harvest(lamb(1), 20));
    const bad = await envelopeOf(tale, harvest(lamb(2), 5), { id: herder.id, device: stolen });
    await tale.submitted(documentText([good, bad], 'each'));
    tale.there(keyOf.lot(lamb(1)), 'first lot');
  }),
  example(
    'One document of two harvests in mode `each`; the second uses the number of the first',
    async (tale) => {
      const { herder } = tale.at.actors;
      await tale.toldAll([
        [herder, harvest(lamb(), 20)],
        [herder, harvest(lamb(), 5)],
      ]);
      tale.holds(herder, 'PASTURE-1', lamb());
    },
  ),
  example(
    'A phone is stolen and its key revoked; a harvest it signed the day before arrives',
    async (tale) => {
      const { herder } = tale.at.actors;
      const text = documentText([await envelopeOf(tale, harvest(lamb(), 20))]);
      tale.wait(1);
      const { kid: subject } = herder.device;
      await tale.given(tale.at.registrars.ProducersMSP, { act: 'revokeDevice', subject, reason: 'stolen' });
      await tale.submitted(text);
    },
  ),
  example('A phone whose clock is ten minutes fast', async (tale) => {
    const eventTime = new Date(tale.world.nowMs + 600_000).toISOString();
    await tale.told(tale.at.actors.herder, harvest(lamb(), 20, { eventTime }));
  }),
  example('A relay hands a signed harvest in after 15 days, a day after its `notAfter`', async (tale) => {
    const text = documentText([await envelopeOf(tale, harvest(lamb(), 20))]);
    tale.wait(15);
    await tale.submitted(text);
  }),
  example(
    'The herder withdraws a harvest that nobody had recorded; then a relay hands it in',
    async (tale) => {
      const { herder } = tale.at.actors;
      const signed = await envelopeOf(tale, harvest(lamb(), 20));
      const digest = await globalThis.crypto.subtle.digest(
        'SHA-256',
        new TextEncoder().encode(signed.payload),
      );
      await tale.told(herder, { act: 'withdraw', event: Buffer.from(digest).toString('base64url') });
      await tale.submitted(documentText([signed]));
    },
  ),
  example(
    'A backdated event: a harvest under 蒙字标 is told 15 days after it is said to have been',
    async (tale) => {
      const { herder } = tale.at.actors;
      await tale.told(herder, claimedHarvest(tale.at, lamb(), 20, { eventTime: tale.instant(-15) }));
      tale.claim(lamb());
      tale.lotHold(lamb());
    },
  ),
  example(
    'The same late harvest, for which a registrar of the herder’s organisation signs too',
    async (tale) => {
      const { herder } = tale.at.actors;
      const { device } = tale.at.registrars.ProducersMSP;
      await tale.told(herder, claimedHarvest(tale.at, lamb(), 20, { eventTime: tale.instant(-15) }), device);
      tale.claim(lamb());
    },
  ),
];

const speakers: readonly Example[] = [
  example(
    'The herder has lent its neighbour the act of harvesting; the neighbour’s device says it',
    async (tale) => {
      const { herder, neighbour } = tale.at.actors;
      await tale.told({ id: herder.id, device: neighbour.device }, harvest(lamb(), 20));
      tale.holds(herder, 'PASTURE-1', lamb());
    },
  ),
  example(
    'A herder without a phone: two registrars have seen the paper, and the neighbour speaks for it',
    async (tale) => {
      const { ProducersMSP, BrandMSP } = tale.at.registrars;
      const { neighbour } = tale.at.actors;
      const id = `P${exampleDigest(40)}`;
      const person = { subject: id, roles: ['producer'], organisation: 'ProducersMSP', division: '152502' };
      await tale.given(ProducersMSP, { act: 'enrolParty', ...person });
      const paper = { principal: id, delegate: neighbour.id, paper: exampleDigest(41) };
      const mandate = { acts: ['sell', 'dispatch'], gtins: [], until: tale.instant(90) };
      await tale.told(ProducersMSP, { act: 'delegate', ...paper, ...mandate });
      await tale.told(ProducersMSP, { act: 'delegate', ...paper, ...mandate }, BrandMSP.device);
    },
  ),
  example('The herder ends the mandate; a harvest that the neighbour said before arrives', async (tale) => {
    const { herder, neighbour } = tale.at.actors;
    const who = { id: herder.id, device: neighbour.device };
    const text = documentText([await envelopeOf(tale, harvest(lamb(), 20), who)]);
    const named = { principal: herder.id, delegate: neighbour.id };
    await tale.given(herder, { act: 'endDelegation', ...named });
    await tale.submitted(text);
  }),
  example('A regulator lends its power to seal to a plant', async (tale) => {
    const { regulator, actors } = tale.at;
    const named = { principal: regulator.id, delegate: actors.plant.id };
    await tale.told(regulator, {
      act: 'delegate',
      ...named,
      acts: ['hold'],
      gtins: [],
      until: tale.instant(90),
    });
  }),
  example('A registrar of the trade enrols a certifier', async (tale) => {
    await tale.told(tale.at.registrars.TradeMSP, {
      act: 'enrolParty',
      subject: creditCode('12150000115001717'),
      names: { zh: '示范认证机构' },
      roles: ['certifier'],
      organisation: 'TradeMSP',
      division: '152502',
    });
  }),
  example('The herder is suspended: it brings in a harvest, and it takes a delivery', async (tale) => {
    const { herder, plant } = tale.at.actors;
    await lambsAtPlant(tale, 10);
    await tale.given(plant, sending(tale, 'PLANT-1', herder, [of(lamb(), heads(2))]));
    const subject = { kind: 'party', party: herder.id };
    await tale.given(tale.at.certifier, {
      act: 'restrict',
      subject,
      to: 'suspended',
      reason: 'missingRecords',
    });
    await tale.told(herder, harvest(lamb(2), 20));
    const lines = [{ lot: lamb(), accepted: heads(2) }];
    await tale.told(herder, receiving(shipmentOf(plant), 'PASTURE-1', lines));
  }),
  example('A county’s regulator seals lambs of another league', async (tale) => {
    await tale.given(tale.at.actors.herder, harvest(lamb(), 20));
    await tale.told(tale.at.countyRegulator, holding([lamb()]));
  }),
  example('A grain office of the right division seals lambs, which 农业农村 watches over', async (tale) => {
    await tale.given(tale.at.actors.herder, harvest(lamb(), 20));
    await tale.told(await regulatorOf(tale, ['grain'], '15'), holding([lamb()]));
    tale.lotHold(lamb());
  }),
  example('A league’s office releases what the region’s regulator placed', async (tale) => {
    await tale.given(tale.at.actors.herder, harvest(lamb(), 20));
    const hold = await tale.given(tale.at.regulator, holding([lamb()]));
    const office = await regulatorOf(tale, ['agriculture'], '1525');
    await tale.told(office, { act: 'release', hold, reason: 'cleared' });
    tale.lotHold(lamb());
  }),
];

const grants: readonly Example[] = [
  example('A certifier issues a certificate alone', async (tale) => {
    await tale.told(tale.at.certifier, certificate(tale));
  }),
  example('A certifier issues it with a regulator', async (tale) => {
    await tale.told(tale.at.certifier, certificate(tale), tale.at.regulator.device);
  }),
  example('A quota of 31 head for a pasture certified for 30 ewes, one lamb each', async (tale) => {
    const { certifier, regulator } = tale.at;
    await tale.told(certifier, quota(tale, 31, '2026-12-01', '2026-12-31'), regulator.device);
  }),
  example('Overlapping quotas: a second one begins on the last day of the first', async (tale) => {
    const { certifier, regulator } = tale.at;
    await tale.told(certifier, quota(tale, 10, '2026-11-30', '2026-12-31'), regulator.device);
  }),
  example('Two quotas for December come in one document', async (tale) => {
    const { certifier, regulator } = tale.at;
    await tale.toldAll([
      [certifier, quota(tale, 10, '2026-12-01', '2026-12-31', '2026-B'), regulator.device],
      [certifier, quota(tale, 10, '2026-12-15', '2027-01-31', '2026-C'), regulator.device],
    ]);
  }),
  example('A process that makes 1,200 g of lamb of 1,000 g of lamb', async (tale) => {
    const bands = [
      { from: 'count', to: 'count', maxPermille: 1000 },
      { from: 'massG', to: 'massG', maxPermille: 1200 },
    ];
    await tale.told(
      tale.at.certifier,
      {
        act: 'registerProcess',
        process: 'fatten@1',
        names: { zh: '增重' },
        principal: ['season-lamb'],
        outputs: [{ category: 'season-lamb', bands }],
      },
      tale.at.regulator.device,
    );
  }),
  example(
    'A certifier suspends the herder’s quota alone; alone it lifts the suspension; with a regulator it does',
    async (tale) => {
      const { certifier, regulator, actors } = tale.at;
      const subject = {
        kind: 'quota',
        holder: actors.herder.id,
        site: 'PASTURE-1',
        commodity: 'sheep',
        season,
      };
      await tale.told(certifier, { act: 'restrict', subject, to: 'suspended', reason: 'overQuota' });
      await tale.told(certifier, { act: 'reinstate', subject });
      await tale.told(certifier, { act: 'reinstate', subject }, regulator.device);
    },
  ),
];

export const speakingExamples: readonly Example[] = [...events, ...speakers, ...grants];
