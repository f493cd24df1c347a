import { type EventOf, type EventRecord, keyOf, LedgerError } from '../model/index.ts';
import { type Act, put } from './act.ts';

/** A signer takes back an event that is not recorded: from now on it is refused. What is recorded stays. */
export const withdraw: Act<EventOf<'withdraw'>, { readonly recorded: EventRecord | undefined }> = {
  keys: (event) => [keyOf.event(event.event)],

  gather: async (event, read) => ({ recorded: await read(keyOf.event(event.event)) }),

  decide(event, facts, scene) {
    if (facts.recorded)
      throw new LedgerError('EVENT_RECORDED', `${event.event} was recorded at ${facts.recorded.recordedAt}`);
    return { changes: [put(keyOf.withdrawal(event.device, event.event), { recordedAt: scene.recordedAt })] };
  },
};
