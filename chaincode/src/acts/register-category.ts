import { type CategoryRecord, type EventOf, keyOf, LedgerError } from '../model/index.ts';
import { type Act, put, type Signer } from './act.ts';
import { requireCosigner, requireDeviceRole, requirePartyRole } from './require.ts';

/** A certifier of BrandMSP and a regulator of RegulatorMSP say together how a kind of goods is counted. */
export const registerCategory: Act<
  EventOf<'registerCategory'>,
  { readonly existing: CategoryRecord | undefined }
> = {
  keys: (event) => [keyOf.category(event.category)],

  gather: async (event, read) => ({ existing: await read(keyOf.category(event.category)) }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'certifier');
    requireCosigner(scene, isRegulator, 'a regulator of RegulatorMSP');
    if (facts.existing)
      throw new LedgerError('ALREADY_REGISTERED', `category ${event.category} is registered already`);
    const { commodity, names, measures, remits } = event;
    return [put(keyOf.category(event.category), { commodity, names, measures, remits })];
  },
};

const isRegulator = (signer: Signer): boolean =>
  signer.device.role === 'operator' &&
  signer.party.organisation === 'RegulatorMSP' &&
  signer.party.roles.includes('regulator');
