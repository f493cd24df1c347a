import { type EventOf, type InputRecord, keyOf, LedgerError } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireCertifierAndRegulator } from './require.ts';

/** 投入品: a certifier and a regulator say together how long after its use goods may not be used for what. */
export const registerInput: Act<EventOf<'registerInput'>, { readonly existing: InputRecord | undefined }> = {
  keys: (event) => [keyOf.input(event.input)],

  gather: async (event, read) => ({ existing: await read(keyOf.input(event.input)) }),

  decide(event, { existing }, scene) {
    requireCertifierAndRegulator(scene);
    if (existing) throw new LedgerError('ALREADY_REGISTERED', `input ${event.input} is registered already`);
    const { kind, names, intervals } = event;
    return { changes: [put(keyOf.input(event.input), { kind, names, intervals })] };
  },
};
