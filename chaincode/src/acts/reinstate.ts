import { type EventOf, LedgerError } from '../model/index.ts';
import type { Act } from './act.ts';
import { requireCertifierAndRegulator } from './require.ts';
import { putTrust, requireTrust, sayTrust, subjectKey, type TrustFacts } from './trust-subjects.ts';

/** A certifier and a regulator lift a suspension together. What was withdrawn stays withdrawn. */
export const reinstate: Act<EventOf<'reinstate'>, Pick<TrustFacts, 'record'>> = {
  keys: (event) => [subjectKey(event.subject)],

  gather: async (event, read) => ({ record: await read(subjectKey(event.subject)) }),

  decide(event, facts, scene) {
    if (event.subject.kind === 'party') requireTrust(event.subject, facts);
    requireCertifierAndRegulator(scene);
    const record = requireTrust(event.subject, facts);
    if (record.state !== 'suspended')
      throw new LedgerError('SUBJECT_CLOSED', `${sayTrust(event.subject)} is ${record.state}`);
    return { changes: [putTrust(event.subject, record, 'active')] };
  },
};
