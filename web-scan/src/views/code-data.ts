import type { Names } from '@mengsu/chaincode/model';

/** `active`: on a piece that is for sale. `inactive`: issued, not put on a piece yet. `void`: spoilt, lost or misprinted. */
export type CodeState = 'active' | 'inactive' | 'void';

/** Places of a set from, to (both counted), and the event that said it. */
export interface CodeSaid {
  readonly from: number;
  readonly to: number;
  readonly eventId: string;
}

/**
 * The code of one piece: where it is in its set and the proof of it. The leaf is SHA-256(0x00 ‖ serial as ASCII); `path` (base64url, the lowest first)
 * leads by RFC 9162 §2.1.3.2 to `root`, which is that of the event `issued`.
 */
export interface CodeView {
  readonly serial: string;
  readonly party: string;
  readonly set: number;
  readonly index: number;
  readonly count: number;
  readonly path: readonly string[];
  readonly root: string;
  /** Id of the event `issueCodes`. */
  readonly issued: string;
  readonly state: CodeState;
  readonly activated?: CodeSaid | undefined;
  readonly voided?: CodeSaid | undefined;
  /** Where the product is a case: what is in it. */
  readonly contains?: { readonly gtin: string; readonly count: number; readonly names: Names } | undefined;
  readonly scans: ScanSummary;
}

/** Scans within 30 days, at most one an hour and large network, before the one that asks. */
export interface ScanSummary {
  /** The hour of the first, RFC 3339; absent where there is none. */
  readonly first?: string | undefined;
  readonly times: number;
  /** At least so many. */
  readonly places: number;
  /** There were more than are counted. */
  readonly isFull: boolean;
  /** More, or faster from place to place, than one package can have. */
  readonly isTooMany: boolean;
}
