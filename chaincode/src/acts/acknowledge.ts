import { type EventOf, keyOf, type RecallRecord, type RecallResponseRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireOpen, requireRecall } from './recalls.ts';
import { requireDeviceRole } from './require.ts';

interface AcknowledgeFacts {
  readonly recall: RecallRecord | undefined;
  readonly response: RecallResponseRecord | undefined;
}

/** A recall has reached the party: the first time counts. Drills are acknowledged like others, and by the suspended too. */
export const acknowledge: Act<EventOf<'acknowledge'>, AcknowledgeFacts> = {
  keys: (event) => [keyOf.recall(event.recall), keyOf.recallResponse(event.recall, event.party)],

  gather: async (event, read) => ({
    recall: await read(keyOf.recall(event.recall)),
    response: await read(keyOf.recallResponse(event.recall, event.party)),
  }),

  decide(event, { recall, response }, scene) {
    requireDeviceRole(scene, 'operator');
    requireOpen(requireRecall(recall, event.recall), event.recall);
    if (response?.acknowledgedAt !== undefined) return { changes: [] };
    const said = { ...response, acknowledgedAt: scene.recordedAt };
    return { changes: [put(keyOf.recallResponse(event.recall, event.party), said)] };
  },
};
