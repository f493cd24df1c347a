/** How subjects of the map stand (docs/proof.md, Map of states). Members that are absent are left out. */
export interface LotState {
  readonly bestBefore?: string;
  /** Schemes, sorted. */
  readonly claims: readonly string[];
  /** Of events that placed them, in their order; they stay when they are released. */
  readonly holds: readonly string[];
  readonly madeBy?: string;
  readonly recalls: readonly string[];
  readonly reversed?: true;
  /** More holds than are listed: it reads as on hold. */
  readonly crowded?: true;
}

export interface HoldState {
  readonly released: boolean;
  readonly scope: string;
}

export interface RecallState {
  readonly closed: boolean;
  readonly drill: boolean;
  readonly level: number;
}

export interface DeviceState {
  readonly party: string;
  readonly revoked: boolean;
  readonly role: string;
  readonly validUntil?: string;
}

export interface CertificateState {
  readonly state: string;
}

export interface PartyState {
  readonly holds: readonly string[];
  readonly organisation: string;
  readonly state: string;
  readonly crowded?: true;
}

export interface ProductState {
  readonly category: string;
  readonly owner: string;
}

export interface SiteState {
  readonly division: string;
  readonly kind: string;
  readonly state: string;
}

export interface SubjectStates {
  readonly lot: LotState;
  readonly hold: HoldState;
  readonly recall: RecallState;
  readonly device: DeviceState;
  readonly certificate: CertificateState;
  readonly party: PartyState;
  /** By GTIN. */
  readonly product: ProductState;
  /** By `party/site`. */
  readonly site: SiteState;
}

export type SubjectKind = keyof SubjectStates;

/** A maker may fail its own tests for ever; each places a hold, and each hold makes the list longer. */
export const marksListedMax = 128;

export const unknownLot: LotState = { claims: [], holds: [], recalls: [] };

/** With one more mark, or crowded where there is no room for it. */
export function withMark<S extends { readonly crowded?: true }>(
  state: S,
  list: 'holds' | 'recalls',
  id: string,
): S {
  const marks = (state as S & Record<typeof list, readonly string[]>)[list];
  if (marks.includes(id)) return state;
  return marks.length < marksListedMax ? { ...state, [list]: [...marks, id] } : { ...state, crowded: true };
}
