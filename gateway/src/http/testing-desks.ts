import { CodeShelf } from '../codes/code-shelf.ts';
import type { ItemDesk } from '../codes/item-desk.ts';
import { LabelDesk } from '../labels/label-desk.ts';
import type { Proofs } from '../log/proofs.ts';
import type { HttpParts, Questions } from './parts.ts';

/** A log that nobody has witnessed. */
export const noProofs: Proofs = {
  checkpoint: async () => undefined,
  lot: async () => undefined,
  consistency: async () => undefined,
  pins: async () => undefined,
};

/** An index that knows nothing; tests fill in what they ask for. */
export const emptyQuestions: Questions = {
  keys: async () => new Map(),
  recorded: async () => new Map(),
  event: async () => undefined,
  hasLot: async () => false,
  lot: async () => undefined,
  lotPage: async () => undefined,
  productPage: async () => undefined,
  trace: async () => undefined,
  alarms: async () => ({ alarms: [], next: undefined }),
  cases: async () => ({ cases: [] }),
  certificate: async () => undefined,
  quotas: async () => undefined,
};

export const noReports: HttpParts['reports'] = {
  receive: () => Promise.reject(new Error('this test takes no reports')),
  find: async () => undefined,
};

/** A desk without any code. */
export const emptyItems: ItemDesk = {
  accepts: async () => false,
  find: async () => ({ status: 'unknown' }),
  issued: async () => undefined,
  receive: async () => undefined,
  saw: () => undefined,
};

/** Labels of nothing. */
export const emptyLabels = new LabelDesk({
  folder: 'nowhere',
  font: undefined,
  shelf: new CodeShelf('nowhere'),
  readSets: async () => ({ sets: [] }),
  readSubject: async () => undefined,
});
