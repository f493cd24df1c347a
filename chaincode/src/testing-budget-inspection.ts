import { keyOf } from './model/index.ts';
import { exampleDigest, type Fields } from './model/testing.ts';
import { accept, type BudgetRow, type BudgetWorld, byHerder, row, type Said } from './testing-budget.ts';
import { rewriteCategory, scheme, seed, seedCertificate } from './testing-goods.ts';
import { dayMs, heads, lamb, rewrite, say } from './testing-trade.ts';
import { creditCode, enrol, gtin } from './testing-world.ts';

const readings = ({ world }: BudgetWorld): Fields => ({
  act: 'observe',
  quantity: 'temperature',
  minMilli: 1500,
  maxMilli: 4000,
  meanMilli: 2700,
  count: 240,
  from: new Date(world.nowMs - dayMs).toISOString(),
  to: new Date(world.nowMs).toISOString(),
  series: exampleDigest(56),
});

const sampled = exampleDigest(80);
/** By a laboratory that is qualified for live lambs, of a sample from PASTURE-1. */
const inspection =
  (verdict: 'passed' | 'failed') =>
  async (at: BudgetWorld): Promise<Said> => {
    const id = creditCode('12152500115000909');
    const party = { id, organisation: 'BrandMSP', roles: ['laboratory'] } as const;
    const device = await enrol(at.world, at.network, party);
    const certificate = `${at.certifier.id}/LAB-1`;
    seedCertificate(at, certificate, { scheme: 'laboratory', holder: id, sites: ['LAB-1'] });
    seed(at, keyOf.sample(sampled), { lot: lamb, holder: at.herder.id, site: 'PASTURE-1' });
    const parameters = [{ method: 'GB 5009.11', verdict }];
    const found = { sample: sampled, lot: lamb, certificate, verdict, parameters, report: exampleDigest(81) };
    return [
      { id, device },
      { act: 'inspect', ...found },
    ];
  };
const selfTest = (verdict: 'passed' | 'failed', site = 'PASTURE-1'): Fields => ({
  act: 'selfTest',
  site,
  lot: lamb,
  verdict,
  report: exampleDigest(82),
});

const issue: Fields = { act: 'issueCodes', lot: lamb, set: 1, count: 10, root: exampleDigest(83) };
const someCodes: Fields = { lot: lamb, set: 1, from: 0, to: 4 };
/** Live lambs come in pieces of a net content, and `lamb` carries the scheme. */
const pack = async (at: BudgetWorld): Promise<void> => {
  rewrite(at, keyOf.product(gtin(1)), { netContent: { massG: 40_000 } });
  rewrite(at, keyOf.lot(lamb), { claims: [scheme] });
};
const packAndIssue = async (at: BudgetWorld) => {
  await pack(at);
  await say(at, at.herder, issue);
};

/** A device of a person's, for goods that need a 合格证. */
export const declarable = async (at: BudgetWorld): Promise<void> => {
  rewriteCategory(at, 'lamb-live', { declared: true });
  rewrite(at, keyOf.device(at.herder.device.kid), { person: exampleDigest(70) });
};
export const declaration: Fields = {
  act: 'declare',
  site: 'PASTURE-1',
  lot: lamb,
  amount: heads(5),
  form: 1,
  basis: 'qualityControl',
  statements: ['noBannedInputs', 'residuesWithinLimits'],
};

export const inspectionRows: readonly BudgetRow[] = [
  row('observe', 'a lot at a site', [2, 8, 1], {
    said: (at) => [at.herder, { ...readings(at), site: 'PASTURE-1', lot: lamb }],
  }),
  row('observe', 'a shipment', [2, 6, 1], {
    said: (at) => [at.herder, { ...readings(at), shipment: at.shipment }],
  }),
  row('sample', 'before the holder’s eyes', [3, 12, 3], {
    said: (at) => {
      const taken = { holder: at.herder.id, site: 'PASTURE-1', lot: lamb, amount: heads(1) };
      const sample = { act: 'sample', ...taken, seal: exampleDigest(57), purpose: 'spotCheck' };
      return [at.regulator, sample, at.herder.device];
    },
  }),
  row('inspect', 'passed', [2, 8, 2], { said: inspection('passed') }),
  row('inspect', 'failed', [3, 9, 3], { said: inspection('failed') }),
  row('selfTest', 'passed', [2, 8, 2], { said: byHerder(selfTest('passed')) }),
  row('selfTest', 'failed', [3, 9, 3], { said: byHerder(selfTest('failed')) }),
  row('selfTest', 'failed, by another holder', [3, 9, 3], {
    before: accept,
    said: (at) => [at.plant, selfTest('failed', 'PLANT-1')],
  }),
  row('issueCodes', 'of the party’s own product', [2, 8, 2], { before: pack, said: byHerder(issue) }),
  row('issueCodes', 'of another’s product, under its mandate', [3, 9, 2], {
    before: async (at) => {
      await pack(at);
      const until = new Date(at.world.nowMs + dayMs).toISOString();
      seed(at, keyOf.mandate(at.herder.id, at.plant.id), { acts: [], gtins: [gtin(1)], until });
    },
    said: (at) => [at.plant, { ...issue, lot: `${gtin(1)}/P1` }],
  }),
  row('activateCodes', 'one range', [3, 8, 2], {
    before: packAndIssue,
    said: byHerder({ act: 'activateCodes', ...someCodes }),
  }),
  row('voidCodes', 'one range', [2, 7, 2], {
    before: packAndIssue,
    said: byHerder({ act: 'voidCodes', ...someCodes, reason: 'spoilt' }),
  }),
  row('declare', 'own produce', [3, 10, 3], { before: declarable, said: byHerder(declaration) }),
  row('declare', 'own produce, of which some was declared before', [3, 10, 2], {
    before: async (at) => {
      await declarable(at);
      await say(at, at.herder, declaration);
    },
    said: byHerder(declaration),
  }),
];
