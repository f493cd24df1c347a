import type { EventOf } from '../model/index.ts';
import type { Act } from './act.ts';
import { requireDeviceRole } from './require.ts';

/** 见证: an organisation's log key has signed a checkpoint. Only a founding brings a log key, as its own party's, and nobody lends it by mandate. */
export const cosign: Act<EventOf<'cosign'>, object> = {
  keys: () => [],

  gather: async () => ({}),

  decide(_event, _facts, scene) {
    requireDeviceRole(scene, 'log');
    return { changes: [] };
  },
};
