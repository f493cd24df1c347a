import { type EventOf, keyOf, LedgerError, type OrderRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireDeviceRole } from './require.ts';

/** The party that was ordered answers, once. */
export const answerOrder: Act<EventOf<'answerOrder'>, { readonly order: OrderRecord | undefined }> = {
  keys: (event) => [keyOf.order(event.order)],

  gather: async (event, read) => ({ order: await read(keyOf.order(event.order)) }),

  decide(event, { order }, scene) {
    requireDeviceRole(scene, 'operator');
    if (!order) throw new LedgerError('SUBJECT_UNKNOWN', `order ${event.order} was never given`);
    if (order.subject !== event.party)
      throw new LedgerError('ROLE_NOT_ALLOWED', `order ${event.order} was given to ${order.subject}`);
    if (order.answeredAt !== undefined)
      throw new LedgerError('SUBJECT_CLOSED', `order ${event.order} was answered at ${order.answeredAt}`);
    return { changes: [put(keyOf.order(event.order), { ...order, answeredAt: scene.recordedAt })] };
  },
};
