import type { JsonObject } from './canonical.ts';
import type { Age } from './checkpoint.ts';
import type { Said, SignerRole } from './event.ts';
import type { CodeState, ItemCode } from './item-code.ts';
import type { HoldScope, LotState } from './subject.ts';

/** What was proven. Nothing in it is the gateway's word. */
export interface Verdict {
  /** The lot that the bundle is about. Whether it is the one that was asked for, who asked must look. */
  readonly lot: string;
  /** By id, in the order of the ledger. */
  readonly events: ReadonlyMap<string, ProvenEvent>;
  /** By id: the lot, and those of what it was made of that the bundle has. */
  readonly lots: ReadonlyMap<string, ProvenLot>;
  readonly checkpoint: ProvenCheckpoint;
  readonly code?: ItemCode & { readonly state: CodeState };
}

export interface ProvenEvent {
  readonly ordinal: number;
  readonly id: string;
  /** The payload. */
  readonly event: JsonObject;
  readonly time: string;
  readonly block: number;
  readonly breaches: readonly string[];
  /** The device, then the cosigners. */
  readonly signers: readonly ProvenSigner[];
  readonly said: Said;
}

export interface ProvenSigner {
  readonly kid: string;
  readonly party: string;
  readonly role: SignerRole;
}

export interface ProvenLot {
  /** All events that touch it are in the bundle. */
  readonly complete: boolean;
  /** The ids of these, in the order of the ledger; empty where it is not complete. */
  readonly ids: readonly string[];
  readonly state: LotState;
  /** Recalls that stand, of itself and of what it was made of. */
  readonly recalls: readonly Mark[];
  /** Holds that stand: its own of any scope, and those on lots that it was made of. */
  readonly holds: readonly (Mark & { readonly scope: HoldScope })[];
  /** Lots that it was made of; undefined where the event that made it is not in the bundle. */
  readonly parents: readonly string[] | undefined;
  /** Lots that it was made of, of any generation, that the bundle lacks. */
  readonly absentParents: readonly string[];
}

/** A hold or recall by its id, and the lot that bears it. */
export interface Mark {
  readonly id: string;
  readonly lot: string;
}

export interface ProvenCheckpoint {
  readonly network: string;
  readonly size: number;
  /** base64url, as `states`. */
  readonly root: string;
  readonly states: string;
  readonly block: number;
  readonly time: string;
  readonly organisations: readonly string[];
  readonly age: Age;
  /** A newer one was seen before. */
  readonly older?: true;
}

/** The checkpoint that a reader saw last and keeps. */
export type SeenCheckpoint = Pick<ProvenCheckpoint, 'size' | 'root' | 'states'>;
