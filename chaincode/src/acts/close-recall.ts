import { type EventOf, keyOf, type RecallRecord } from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireRegulatorOr } from './office.ts';
import { requireOpen, requireRecall } from './recalls.ts';
import { requireDeviceRole } from './require.ts';

/** 结案: by who opened the recall, unless a regulator has signed it; or by a regulator who watches over it. */
export const closeRecall: Act<EventOf<'closeRecall'>, { readonly recall: RecallRecord | undefined }> = {
  keys: (event) => [keyOf.recall(event.recall)],

  gather: async (event, read) => ({ recall: await read(keyOf.recall(event.recall)) }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const recall = requireRecall(facts.recall, event.recall);
    const isOwn = recall.voluntary === true && recall.by === event.party;
    requireRegulatorOr(isOwn, event, scene, { what: `recall ${event.recall}`, jurisdiction: recall });
    requireOpen(recall, event.recall);
    return { changes: [put(keyOf.recall(event.recall), { ...recall, closedAt: scene.recordedAt })] };
  },
};
