import { type EventOf, type HoldRecord, keyOf, LedgerError } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireRegulatorOr } from './office.ts';
import { requireDeviceRole } from './require.ts';

/** 解封: by who placed the hold, or a regulator who watches over it. What the law or a failed test placed, only such a regulator releases. */
export const release: Act<EventOf<'release'>, { readonly hold: HoldRecord | undefined }> = {
  keys: (event) => [keyOf.hold(event.hold)],

  gather: async (event, read) => ({ hold: await read(keyOf.hold(event.hold)) }),

  decide(event, { hold }, scene) {
    requireDeviceRole(scene, 'operator');
    if (!hold) throw new LedgerError('SUBJECT_UNKNOWN', `hold ${event.hold} was never placed`);
    const isOwn = hold.by === event.party && !hold.failedTest;
    requireRegulatorOr(isOwn, event, scene, { what: `hold ${event.hold}`, jurisdiction: hold });
    if (hold.releasedAt !== undefined)
      throw new LedgerError('SUBJECT_CLOSED', `hold ${event.hold} was released at ${hold.releasedAt}`);
    return { changes: [put(keyOf.hold(event.hold), { ...hold, releasedAt: scene.recordedAt })] };
  },
};
