import { type DeviceRecord, type EventOf, keyOf, LedgerError, type PartyRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { isRegistrarOf, requireDeviceRole } from './require.ts';

interface RevokeDeviceFacts {
  readonly device: DeviceRecord | undefined;
  readonly owner: PartyRecord | undefined;
}

/** A registrar of the organisation ends any key of its parties, a party's own device another operator's key. What the key signed and is not recorded yet is refused from now on. */
export const revokeDevice: Act<EventOf<'revokeDevice'>, RevokeDeviceFacts> = {
  keys: (event) => [keyOf.device(event.subject)],

  async keysThatFollow(event, read) {
    const device = await read(keyOf.device(event.subject));
    return device ? [keyOf.party(device.party)] : [];
  },

  async gather(event, read) {
    const device = await read(keyOf.device(event.subject));
    return { device, owner: device && (await read(keyOf.party(device.party))) };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'registrar', 'operator');
    const { device, owner } = facts;
    if (!device || !owner)
      throw new LedgerError('SUBJECT_UNKNOWN', `device ${event.subject} is not enrolled`);
    const isOwnOperator = device.party === event.party && device.role === 'operator';
    if (!isRegistrarOf(owner.organisation)(scene.signer) && !isOwnOperator) {
      throw new LedgerError(
        'ROLE_NOT_ALLOWED',
        `device ${event.subject} is a ${device.role} of ${device.party} of ${owner.organisation}`,
      );
    }
    const revoked = { ...device, revokedAt: device.revokedAt ?? scene.recordedAt };
    return { changes: [put(keyOf.device(event.subject), revoked)] };
  },
};
