import { sscc } from './acts/testing-custody.ts';
import { correctFields, undoFields } from './acts/testing-oversight.ts';
import {
  accept,
  atPasture,
  type BudgetRow,
  type BudgetWorld,
  byHerder,
  line,
  makeMany,
  manyLots,
  receiveOf,
  row,
  type Said,
} from './testing-budget.ts';
import { declarable, declaration } from './testing-budget-inspection.ts';
import { after } from './testing-budget-oversight.ts';
import { claimed, herdersCertificate, seedCertificate, seedQuota } from './testing-goods.ts';
import { carcass, commissionFields, dispatchFields, heads, lamb } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

type SaidBefore = Parameters<typeof after>[0];

/** The herder undoes what it has said. */
const undone = (said: SaidBefore): BudgetRow['said'] => after(said, (id, at) => [at.herder, undoFields(id)]);
/** Sender and addressee undo together what one of them has said. */
const undoneByBoth = (said: SaidBefore, who: 'herder' | 'plant'): BudgetRow['said'] =>
  after(said, (id, at) => {
    const other = who === 'herder' ? at.plant : at.herder;
    return [at[who], undoFields(id), other.device];
  });

const fresh = `${gtin(1)}/L2`;
const slaughter = (at: BudgetWorld): Said => {
  const outputs = [{ lot: carcass, amount: heads(1) }];
  return [at.plant, { act: 'transform', site: 'PLANT-1', operation: 'slaughter', inputs: line(1), outputs }];
};
const dispatchOf =
  (lots: readonly string[]) =>
  (at: BudgetWorld): Said => {
    const lines = lots.map((lot) => ({ lot, amount: heads(1) }));
    return [at.herder, { ...dispatchFields(at.plant.id, lines, at.world), number: 'S2' }];
  };

export const correctRows: readonly BudgetRow[] = [
  row('correct', 'a sale, which stays', [2, 7, 2], {
    said: after(byHerder(atPasture('sell', { to: 'consumer' })), (id, at) => [at.herder, correctFields(id)]),
  }),
  row('correct', 'a receipt, which stays, by the addressee alone', [2, 7, 2], {
    said: after(
      (at) => [at.plant, receiveOf(at.shipment, [{ lot: lamb, accepted: heads(10) }])],
      (id, at) => [at.plant, correctFields(id)],
    ),
  }),
  row('correct', 'a sale, by a regulator', [3, 8, 2], {
    said: after(byHerder(atPasture('sell', { to: 'consumer' })), (id, at) => [
      at.regulator,
      correctFields(id),
    ]),
  }),
  row('correct', 'a 合格证, which is revoked', [2, 7, 3], {
    before: declarable,
    said: after(byHerder(declaration), (id, at) => [at.herder, correctFields(id)]),
  }),
  row('correct', 'a commission undone, with its claim', [3, 11, 5], {
    before: async (at) => {
      seedCertificate(at, herdersCertificate(at), {});
      seedQuota(at);
    },
    said: undone((at) => [at.herder, claimed(at, fresh, heads(1))]),
  }),
  row('correct', 'a commission undone, without claims', [3, 10, 4], {
    said: undone(byHerder(commissionFields(fresh, heads(1)))),
  }),
  row('correct', 'a transform undone, of one lot into one', [3, 11, 5], {
    before: accept,
    said: after(slaughter, (id, at) => [at.plant, undoFields(id)]),
  }),
  row('correct', 'a move undone', [3, 9, 4], {
    said: undone(byHerder({ act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: line(1) })),
  }),
  row('correct', 'a loading undone', [3, 9, 4], {
    said: undone(byHerder(atPasture('load', { unit: sscc(1) }))),
  }),
  row('correct', 'a recount undone', [3, 8, 3], {
    said: undone((at) => {
      const lines = [{ lot: lamb, counted: heads(9) }];
      const { registrar } = at.network.ProducersMSP;
      return [at.herder, atPasture('recount', { reason: 'scale', lines }), registrar];
    }),
  }),
  // Four messages: the shipment tells what lay where, and is read alone (reversal-shipments.ts).
  row('correct', 'a dispatch of one lot undone, with the addressee', [4, 12, 4], {
    said: undoneByBoth(dispatchOf([lamb]), 'herder'),
  }),
  row('correct', 'a dispatch of 40 lots undone, with the addressee', [4, 51, 43], {
    before: makeMany,
    said: undoneByBoth(dispatchOf(manyLots), 'herder'),
  }),
  row('correct', 'a receipt undone, with the sender', [3, 12, 4], {
    said: undoneByBoth(
      (at) => [at.plant, receiveOf(at.shipment, [{ lot: lamb, accepted: heads(10) }])],
      'plant',
    ),
  }),
  row('correct', 'a receipt of goods that were all refused undone, with the sender', [3, 11, 3], {
    said: undoneByBoth(
      (at) => [at.plant, receiveOf(at.shipment, [{ lot: lamb, refused: heads(10) }])],
      'plant',
    ),
  }),
];
