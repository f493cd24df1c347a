import { type EventOf, keyOf, LedgerError, type PartyRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireRegulatorOr } from './office.ts';

/** 责令改正: a regulator tells a party of its division what to put right, and until when. */
export const order: Act<EventOf<'order'>, { readonly subject: PartyRecord | undefined }> = {
  keys: (event) => [keyOf.party(event.subject)],

  gather: async (event, read) => ({ subject: await read(keyOf.party(event.subject)) }),

  decide(event, { subject }, scene) {
    if (!subject) throw new LedgerError('PARTY_UNKNOWN', `${event.subject} is not enrolled`);
    const jurisdiction = { remits: [], division: subject.division };
    requireRegulatorOr(false, event, scene, { what: `an order to ${event.subject}`, jurisdiction });
    const record = { by: event.party, subject: event.subject, due: event.due };
    return { changes: [put(keyOf.order(scene.id), record)] };
  },
};
