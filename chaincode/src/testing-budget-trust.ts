import type { Fields } from './model/testing.ts';
import { type BudgetRow, type BudgetWorld, byBoth, row } from './testing-budget.ts';
import { tradeRegistrar } from './testing-budget-registry.ts';
import { herdersCertificate, rewriteCategory, scheme, seedCertificate, seedQuota } from './testing-goods.ts';
import { categoryFields, dayMs, heads, say } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

const names = { zh: '示范' };
const partyFields = (subject: string, organisation: string, ...roles: string[]): Fields => ({
  act: 'changeParty',
  subject,
  names,
  roles,
  organisation,
  division: '152502',
});
const mandateOf = (at: BudgetWorld): Fields => ({
  act: 'delegate',
  principal: at.herder.id,
  delegate: at.plant.id,
  acts: ['commission', 'dispatch'],
  gtins: [gtin(1)],
  until: new Date(at.world.nowMs + 30 * dayMs).toISOString(),
});
const certificateOf = (at: BudgetWorld): Fields => ({
  act: 'issueCertificate',
  number: 'HERDER-1',
  scheme,
  holder: at.herder.id,
  products: [gtin(1)],
  categories: ['lamb-live'],
  sites: ['PASTURE-1'],
  from: '2026-01-01',
  until: '2027-12-31',
});
const ewes = [{ class: 'ewe', unit: 'head', amount: 400 }] as const;
const capacityOf = (at: BudgetWorld): Fields => ({
  act: 'certifySite',
  holder: at.herder.id,
  site: 'PASTURE-1',
  commodity: 'food',
  capacities: ewes,
});
const quotaOf = (at: BudgetWorld): Fields => ({
  act: 'grantQuota',
  holder: at.herder.id,
  site: 'PASTURE-1',
  category: 'lamb-live',
  season: '2026',
  from: '2026-01-01',
  until: '2026-12-31',
  granted: heads(100),
});
const bearEwes = (at: BudgetWorld) => {
  rewriteCategory(at, 'lamb-live', {
    ceilings: [{ class: 'ewe', unit: 'head', perThousand: { count: 1100, massG: 44_000_000 } }],
  });
  return say(at, at.certifier, capacityOf(at), at.regulator.device);
};

const subjects = {
  certificate: (at: BudgetWorld) => ({ kind: 'certificate', certificate: herdersCertificate(at) }),
  quota: (at: BudgetWorld) => ({
    kind: 'quota',
    holder: at.herder.id,
    site: 'PASTURE-1',
    commodity: 'food',
    season: '2026',
  }),
  site: (at: BudgetWorld) => ({ kind: 'site', holder: at.herder.id, site: 'PASTURE-1' }),
  party: (at: BudgetWorld) => ({ kind: 'party', party: at.shop.id }),
} as const;
type Kind = keyof typeof subjects;
const restrictOf = (at: BudgetWorld, kind: Kind, to = 'suspended'): Fields => ({
  act: 'restrict',
  subject: subjects[kind](at),
  to,
  reason: 'missingRecords',
});
/** A certificate and a quota of the herder's. */
const granted = async (at: BudgetWorld): Promise<void> => {
  seedCertificate(at, herdersCertificate(at), {});
  seedQuota(at);
};
const restricted = (kind: Kind, cost: readonly [number, number, number]): BudgetRow =>
  row('restrict', `a ${kind}, by the certifier`, cost, {
    before: granted,
    said: (at) => [at.certifier, restrictOf(at, kind)],
  });
const reinstated = (kind: Kind, cost: readonly [number, number, number]): BudgetRow =>
  row('reinstate', `a ${kind}`, cost, {
    before: async (at) => {
      await granted(at);
      await say(at, at.certifier, restrictOf(at, kind));
    },
    said: byBoth((at) => ({ act: 'reinstate', subject: subjects[kind](at) })),
  });

export const trustRows: readonly BudgetRow[] = [
  row('changeParty', 'of trade, by a registrar', [2, 7, 2], {
    said: (at) => [tradeRegistrar(at), partyFields(at.shop.id, 'TradeMSP', 'trader')],
  }),
  row('changeParty', 'a certifier, by both registrars', [3, 10, 2], {
    said: ({ certifier, network: { BrandMSP, RegulatorMSP } }) => [
      { id: BrandMSP.party, device: BrandMSP.registrar },
      partyFields(certifier.id, 'BrandMSP', 'certifier'),
      RegulatorMSP.registrar,
    ],
  }),
  row('delegate', 'by the party itself', [2, 8, 2], {
    said: (at) => [at.herder, mandateOf(at)],
  }),
  row('delegate', 'by two registrars, with a paper', [3, 12, 2], {
    said: async (at) => {
      const { ProducersMSP, TradeMSP } = at.network;
      const who = { id: ProducersMSP.party, device: ProducersMSP.registrar };
      return [who, { ...mandateOf(at), paper: 'A'.repeat(43) }, TradeMSP.registrar];
    },
  }),
  row('endDelegation', 'by the party itself', [2, 6, 2], {
    before: (at) => say(at, at.herder, mandateOf(at)),
    said: (at) => [at.herder, { act: 'endDelegation', principal: at.herder.id, delegate: at.plant.id }],
  }),
  row('endDelegation', 'by a registrar', [2, 7, 2], {
    before: (at) => say(at, at.herder, mandateOf(at)),
    said: (at) => {
      const { party: id, registrar: device } = at.network.ProducersMSP;
      return [
        { id, device },
        { act: 'endDelegation', principal: at.herder.id, delegate: at.plant.id },
      ];
    },
  }),
  row('registerInput', 'by both', [3, 9, 2], {
    said: byBoth(() => {
      const intervals = { meat: 28, milk: 7 };
      return { act: 'registerInput', input: 'VD1', kind: 'veterinaryDrug', names, intervals };
    }),
  }),
  row('registerProcess', 'of one category into another', [3, 11, 2], {
    before: (at) => {
      const fields = { ...categoryFields('lamb-cut', ['count', 'massG']), stage: 1 };
      return say(at, at.certifier, fields, at.regulator.device);
    },
    said: byBoth(() => {
      const bands = [{ from: 'massG', to: 'massG', maxPermille: 900 }];
      const outputs = [{ category: 'lamb-cut', bands }];
      return { act: 'registerProcess', process: 'lamb-cut@1', names, principal: ['lamb-carcass'], outputs };
    }),
  }),
  row('issueCertificate', 'of one product, category and site', [3, 13, 2], { said: byBoth(certificateOf) }),
  row('certifySite', 'of one commodity', [3, 11, 2], { said: byBoth(capacityOf) }),
  row('grantQuota', 'of one season', [3, 13, 3], { before: bearEwes, said: byBoth(quotaOf) }),
  restricted('certificate', [2, 6, 2]),
  restricted('quota', [2, 6, 2]),
  restricted('site', [2, 6, 2]),
  restricted('party', [3, 7, 2]),
  row('restrict', 'a party for good, by both', [3, 10, 2], {
    said: byBoth((at) => restrictOf(at, 'party', 'withdrawn')),
  }),
  reinstated('certificate', [3, 9, 2]),
  reinstated('quota', [3, 9, 2]),
  reinstated('site', [3, 9, 2]),
  reinstated('party', [3, 9, 2]),
];
