import { giveBack, idOf, later } from './acts/testing-custody.ts';
import {
  closeFields,
  holdFields,
  holdingHold,
  partyHold,
  recallFields,
  releaseFields,
  spreadFields,
  spreadSite,
} from './acts/testing-oversight.ts';
import { exampleDigest, exampleEvents, type Fields } from './model/testing.ts';
import {
  accept,
  type BudgetRow,
  type BudgetWorld,
  byHerder,
  byRegulator,
  line,
  makeMany,
  manyLots,
  row,
  type Said,
} from './testing-budget.ts';
import { registerDrug, treatmentOf } from './testing-budget-production.ts';
import { heads, lamb, say } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

const carcasses = (count: number) => Array.from({ length: count }, (_, index) => `${gtin(2)}/C${index}`);
/** `lamb` is under a hold and a recall since so many carcasses were made of it, all in one event. */
const markedSince = (count: number) => async (at: BudgetWorld) => {
  await accept(at);
  const outputs = carcasses(count).map((lot) => ({ lot, amount: { count: 1, massG: 500 } }));
  const slaughter = { act: 'transform', site: 'PLANT-1', operation: 'slaughter', inputs: line(1), outputs };
  await say(at, at.plant, slaughter);
  await say(at, at.regulator, holdFields());
  await say(at, at.herder, recallFields(at));
};
/** PASTURE-1 was treated before its forty lots were made, which nobody had told. */
const treatedBefore = async (at: BudgetWorld) => {
  await registerDrug(at);
  const treatment = treatmentOf(at);
  later(at, 1);
  await makeMany(at);
  await say(at, at.herder, treatment);
};

/** What is said of an event, by its id, that was said just before. */
export const after =
  (
    said: (at: BudgetWorld) => Said | Promise<Said>,
    answer: (id: string, at: BudgetWorld) => Said,
  ): BudgetRow['said'] =>
  async (at) =>
    answer(idOf(await say(at, ...(await said(at)))), at);

const recallBy =
  (who: 'herder' | 'regulator', more: Fields = {}) =>
  (at: BudgetWorld): Said => [at[who], recallFields(at, more)];
const found = { lot: lamb, found: heads(3) };
const remedyOf = (recall: string, lines: readonly object[]): Fields => ({
  act: 'remedy',
  recall,
  site: 'PASTURE-1',
  lines,
});
const orderTo = (subject: string): Fields => ({
  act: 'order',
  subject,
  matter: 'records',
  due: '2026-12-01T00:00:00.000Z',
  document: exampleDigest(64),
});

export const oversightRows: readonly BudgetRow[] = [
  row('hold', 'one lot', [3, 7, 3], { said: byRegulator(holdFields()) }),
  row('hold', 'one lot, by its maker', [3, 7, 3], { said: byHerder(holdFields()) }),
  row('hold', '40 lots', [3, 46, 42], { before: makeMany, said: byRegulator(holdFields(manyLots)) }),
  row('hold', 'what lies at one site', [3, 9, 3], {
    said: (at) => [at.regulator, holdingHold(at.herder, 'PASTURE-1')],
  }),
  row('hold', 'what lies at one site, by its holder', [3, 9, 3], {
    said: (at) => [at.herder, holdingHold(at.herder, 'PASTURE-1')],
  }),
  row('hold', 'what lies at one site, under a hold already', [3, 10, 3], {
    before: (at) => say(at, at.regulator, holdingHold(at.herder, 'PASTURE-1')),
    said: (at) => [at.regulator, holdingHold(at.herder, 'PASTURE-1')],
  }),
  row('hold', 'all that a party has', [3, 7, 3], { said: (at) => [at.regulator, partyHold(at.shop.id)] }),
  row('release', 'by who placed the hold', [2, 6, 2], {
    said: after(byRegulator(holdFields()), (hold, at) => [at.regulator, releaseFields(hold)]),
  }),
  row('recall', 'one lot, by its maker', [3, 7, 3], { said: recallBy('herder') }),
  row('recall', '40 lots, by their maker', [3, 46, 42], {
    before: makeMany,
    said: recallBy('herder', { lots: manyLots }),
  }),
  row('recall', 'one lot, ordered by a regulator', [3, 7, 3], {
    said: recallBy('regulator', { kind: 'ordered' }),
  }),
  row('recall', 'one lot, a drill', [3, 7, 2], { said: recallBy('herder', { drill: true }) }),
  row('acknowledge', 'for the first time', [2, 7, 2], {
    said: after(recallBy('herder'), (recall, at) => [at.plant, { act: 'acknowledge', recall }]),
  }),
  row('remedy', 'one lot, as it was found', [2, 10, 2], {
    said: after(recallBy('herder'), (recall, at) => [at.herder, remedyOf(recall, [found])]),
  }),
  row('remedy', 'one lot, some of it made good, with a regulator', [3, 13, 3], {
    before: (at) => giveBack(at, 3),
    said: after(recallBy('herder'), (recall, at) => {
      const lines = [{ ...found, remedied: heads(2) }];
      return [at.herder, remedyOf(recall, lines), at.regulator.device];
    }),
  }),
  row('closeRecall', 'by who opened it', [2, 6, 2], {
    said: after(recallBy('herder'), (recall, at) => [at.herder, closeFields(recall)]),
  }),
  row('spread', 'a hold and a recall to one child', [3, 11, 2], {
    before: markedSince(1),
    said: (at) => [at.shop, spreadFields(carcasses(1))],
  }),
  row('spread', 'a hold and a recall to 40 children of one event', [3, 50, 41], {
    before: markedSince(40),
    said: (at) => [at.shop, spreadFields(carcasses(40))],
  }),
  row('spread', 'an interval to 40 lots of a site, each of an event of its own', [3, 87, 41], {
    before: treatedBefore,
    said: (at) => [at.shop, spreadSite(at.herder, 'PASTURE-1', manyLots)],
  }),
  row('order', 'by a regulator', [2, 6, 2], { said: (at) => [at.regulator, orderTo(at.shop.id)] }),
  row('answerOrder', 'by the party', [2, 6, 2], {
    said: after(
      (at) => [at.regulator, orderTo(at.herder.id)],
      (order, at) => [at.herder, { act: 'answerOrder', order, answer: exampleDigest(66) }],
    ),
  }),
  row('cosign', 'by a log key', [2, 5, 1], {
    said: ({ network: { TradeMSP } }) => {
      const { act, note, signature } = exampleEvents.cosign;
      return [
        { id: TradeMSP.party, device: TradeMSP.log },
        { act, note, signature },
      ];
    },
  }),
];
