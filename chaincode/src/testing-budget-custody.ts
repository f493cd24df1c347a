import { sscc } from './acts/testing-custody.ts';
import type { Fields } from './model/testing.ts';
import {
  atPasture,
  type BudgetRow,
  type BudgetWorld,
  byHerder,
  line,
  makeMany,
  manyLots,
  receiveOf,
  row,
} from './testing-budget.ts';
import { dispatchFields, heads, lamb, say } from './testing-trade.ts';

const unit = sscc(1);
const sale = atPasture('sell', { to: 'consumer' });

const manyLines = manyLots.map((lot) => ({ lot, amount: heads(1) }));
const sendMany = async (at: BudgetWorld) => {
  await makeMany(at);
  await say(at, at.herder, dispatchMany(at));
};
const dispatchMany = (at: BudgetWorld): Fields => ({
  ...dispatchFields(at.plant.id, manyLines, at.world),
  number: 'S2',
});
const dispute = (at: BudgetWorld) =>
  say(at, at.plant, receiveOf(at.shipment, [{ lot: lamb, accepted: heads(6), missing: heads(4) }]));
const settleOf = (at: BudgetWorld, more: object): Fields => ({
  act: 'settle',
  shipment: at.shipment,
  site: 'PASTURE-1',
  lines: [{ lot: lamb, ...more }],
});

export const custodyRows: readonly BudgetRow[] = [
  row('move', 'one lot', [3, 11, 3], {
    said: byHerder({ act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: line(1) }),
  }),
  row('load', 'one lot', [3, 10, 3], { said: byHerder(atPasture('load', { unit })) }),
  row('load', '40 lots', [3, 88, 42], {
    before: makeMany,
    said: byHerder(atPasture('load', { unit, lines: manyLines })),
  }),
  row('unload', 'one lot', [3, 10, 3], {
    before: (at) => say(at, at.herder, atPasture('load', { unit })),
    said: byHerder(atPasture('unload', { unit })),
  }),
  row('dispatch', 'one lot', [3, 11, 3], {
    said: (at) => [at.herder, { ...dispatchFields(at.plant.id, line(1), at.world), number: 'S2' }],
  }),
  row('dispatch', 'one lot loose and on a unit, with a carrier', [3, 13, 4], {
    before: (at) => say(at, at.herder, atPasture('load', { unit })),
    said: (at) => {
      const lines = [...line(1), { lot: lamb, amount: heads(1), unit }];
      return [
        at.herder,
        { ...dispatchFields(at.plant.id, lines, at.world), number: 'S2', carrier: at.shop.id },
      ];
    },
  }),
  row('dispatch', '40 lots', [3, 89, 42], { before: makeMany, said: (at) => [at.herder, dispatchMany(at)] }),
  row('cancelDispatch', 'before departure', [3, 7, 3], {
    said: (at) => [at.herder, { act: 'cancelDispatch', shipment: at.shipment }],
  }),
  row('cancelDispatch', '40 lots', [3, 46, 42], {
    before: sendMany,
    said: (at) => [at.herder, { act: 'cancelDispatch', shipment: `${at.herder.id}/S2` }],
  }),
  row('receive', 'one lot', [3, 10, 3], {
    said: (at) => [at.plant, receiveOf(at.shipment, [{ lot: lamb, accepted: heads(10) }])],
  }),
  row('receive', '40 lots', [3, 88, 42], {
    before: sendMany,
    said: (at) => {
      const lines = manyLots.map((lot) => ({ lot, accepted: heads(1) }));
      return [at.plant, receiveOf(`${at.herder.id}/S2`, lines)];
    },
  }),
  row('settle', 'missing goods written off', [2, 8, 2], {
    before: dispute,
    said: (at) => [at.herder, settleOf(at, { writtenOff: heads(4) })],
  }),
  row('settle', 'missing goods returned, with the addressee', [3, 11, 3], {
    before: dispute,
    said: (at) => [at.herder, settleOf(at, { returned: heads(4) }), at.plant.device],
  }),
  row('sell', 'one lot', [3, 9, 2], { said: byHerder(sale) }),
  row('takeBack', 'one lot', [3, 9, 2], {
    before: (at) => say(at, at.herder, sale),
    said: byHerder(atPasture('takeBack')),
  }),
  row('dispose', 'one lot', [3, 9, 2], { said: byHerder(atPasture('dispose', { reason: 'loss' })) }),
  row('recount', 'one lot, with a registrar', [3, 12, 2], {
    said: (at) => {
      const lines = [{ lot: lamb, counted: heads(9) }];
      const { registrar } = at.network.ProducersMSP;
      return [at.herder, atPasture('recount', { reason: 'scale', lines }), registrar];
    },
  }),
];
