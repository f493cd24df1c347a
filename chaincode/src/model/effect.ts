import type { TakenLine } from './event/base.ts';
import type { Amount } from './quantity.ts';

/** What a reversible event did, so that it can be undone (correct.ts). */
export type Effect =
  | {
      readonly did: 'made';
      readonly site: string;
      readonly inputs: readonly TakenLine[];
      readonly outputs: readonly string[];
      readonly quota?: string | undefined;
    }
  | {
      readonly did: 'moved';
      readonly from: string;
      readonly to: string;
      readonly lines: readonly TakenLine[];
    }
  | {
      readonly did: 'loaded';
      readonly unit: string;
      readonly site: string;
      readonly lines: readonly TakenLine[];
    }
  | {
      readonly did: 'recounted';
      readonly site: string;
      readonly lines: readonly { readonly lot: string; readonly before: Amount; readonly counted: Amount }[];
    }
  | { readonly did: 'dispatched'; readonly shipment: string }
  | {
      readonly did: 'received';
      readonly shipment: string;
      readonly site: string;
      readonly accepted: readonly TakenLine[];
    }
  | { readonly did: 'declared' };
