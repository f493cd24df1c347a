import { keyOf } from './model/index.ts';
import { exampleDigest, type Fields } from './model/testing.ts';
import { accept, type BudgetRow, type BudgetWorld, byHerder, line, row } from './testing-budget.ts';
import {
  claimOf,
  herdersCertificate,
  plantsCertificate,
  scheme,
  seed,
  seedCertificate,
  seedQuota,
  slaughter as slaughterProcess,
} from './testing-goods.ts';
import { carcass, commissionFields, dayMs, heads, lamb, rewrite } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

const fresh = `${gtin(1)}/L2`;
const slaughter: Fields = { act: 'transform', site: 'PLANT-1', operation: 'slaughter', inputs: line(1) };
const claimable = async (at: BudgetWorld): Promise<void> => {
  seedCertificate(at, herdersCertificate(at), {});
  seedQuota(at);
};
/** The ten head at the plant carry the scheme, and the plant may claim it for what it makes of them. */
const inheritable = async (at: BudgetWorld): Promise<void> => {
  await accept(at);
  rewrite(at, keyOf.lot(lamb), { claims: [scheme] });
  const members = { holder: at.plant.id, categories: ['lamb-carcass'], sites: ['PLANT-1'] };
  seedCertificate(at, plantsCertificate(at), members);
  seed(at, keyOf.process('lamb-slaughter@1'), slaughterProcess);
};
export const registerDrug = async (at: BudgetWorld): Promise<void> => {
  const intervals = { meat: 28, milk: 7 };
  seed(at, keyOf.input('VD1'), { kind: 'veterinaryDrug', names: { zh: '兽药' }, intervals });
};
/** Yesterday, until now. */
export const treatmentOf = ({ world }: BudgetWorld, more: Fields = {}): Fields => ({
  act: 'treat',
  site: 'PASTURE-1',
  input: 'VD1',
  dose: { milli: 2500, unit: 'mL' },
  from: new Date(world.nowMs - dayMs).toISOString(),
  to: new Date(world.nowMs).toISOString(),
  ...more,
});

export const productionRows: readonly BudgetRow[] = [
  row('admit', 'from outside', [3, 9, 3], {
    said: byHerder({
      ...commissionFields(fresh, heads(1)),
      act: 'admit',
      source: 'outside',
      supplier: exampleDigest(54),
      document: exampleDigest(55),
    }),
  }),
  row('commission', 'without claims', [3, 10, 3], { said: byHerder(commissionFields(fresh, heads(1))) }),
  row('commission', 'claimed, from the quota of a season', [3, 12, 4], {
    before: claimable,
    said: (at) => {
      const claims = claimOf(herdersCertificate(at));
      return [at.herder, { ...commissionFields(fresh, heads(1)), season: '2026', claims }];
    },
  }),
  row('transform', 'one lot into one', [3, 12, 4], {
    before: accept,
    said: (at) => [at.plant, { ...slaughter, outputs: [{ lot: carcass, amount: heads(1) }] }],
  }),
  row('transform', 'one lot into one, claimed, by a process', [3, 14, 4], {
    before: inheritable,
    said: (at) => {
      const outputs = [{ lot: carcass, amount: { count: 1, massG: 20_000 }, claims: [scheme] }];
      const claims = claimOf(plantsCertificate(at));
      return [at.plant, { ...slaughter, process: 'lamb-slaughter@1', claims, outputs }];
    },
  }),
  row('treat', 'a site', [2, 8, 2], {
    before: registerDrug,
    said: (at) => [at.herder, treatmentOf(at)],
  }),
  row('treat', 'a lot', [2, 9, 2], {
    before: registerDrug,
    said: (at) => [at.herder, treatmentOf(at, { lot: lamb })],
  }),
];
