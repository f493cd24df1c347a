import { type EventOf, keyOf, LedgerError, type SiteRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireDeviceRole } from './require.ts';

/** A party names a place of its own. What the place may yield is certified elsewhere. */
export const registerSite: Act<EventOf<'registerSite'>, { readonly existing: SiteRecord | undefined }> = {
  keys: (event) => [keyOf.site(event.party, event.site)],

  gather: async (event, read) => ({ existing: await read(keyOf.site(event.party, event.site)) }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    if (facts.existing)
      throw new LedgerError(
        'ALREADY_REGISTERED',
        `site ${event.site} of ${event.party} is registered already`,
      );
    const { kind, division, gln } = event;
    return { changes: [put(keyOf.site(event.party, event.site), { kind, division, gln })] };
  },
};
