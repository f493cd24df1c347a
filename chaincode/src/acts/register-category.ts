import { type CategoryRecord, type EventOf, keyOf, LedgerError } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireCertifierAndRegulator } from './require.ts';

/** A certifier of BrandMSP and a regulator of RegulatorMSP say together how a kind of goods is counted. */
export const registerCategory: Act<
  EventOf<'registerCategory'>,
  { readonly existing: CategoryRecord | undefined }
> = {
  keys: (event) => [keyOf.category(event.category)],

  gather: async (event, read) => ({ existing: await read(keyOf.category(event.category)) }),

  decide(event, facts, scene) {
    requireCertifierAndRegulator(scene);
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `category ${event.category} is registered already`);
    const { commodity, names, measures, remits, stage = 0, use, declared, papers, tests } = event;
    const { recountPermille, ceilings } = event;
    const record: CategoryRecord = {
      commodity,
      names,
      measures,
      remits,
      stage,
      use,
      declared,
      papers,
      tests,
      recountPermille,
      ceilings,
    };
    return { changes: [put(keyOf.category(event.category), record)] };
  },
};
