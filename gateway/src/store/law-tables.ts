/**
 * The rows of what the law grants, finds and orders (index-tables.ts has those of goods and parties). What was granted or placed has its
 * state beside it; `state` is active, suspended or withdrawn. Instants, lists and amounts are written as there; flags are 0 and 1.
 */
export interface MandateRow {
  principal: string;
  delegate: string;
  acts: string;
  gtins: string;
  until: string;
  paper: string | null;
  ended_at: string | null;
  event: number;
}
export interface InputRow {
  number: string;
  kind: string;
  names: string;
  intervals: string;
  event: number;
}
export interface ProcessRow {
  id: string;
  names: string;
  principal: string;
  outputs: string;
  additions: string | null;
  event: number;
}
export interface CertificateRow {
  /** `issuer/number`. */
  id: string;
  issuer: string;
  scheme: string;
  holder: string;
  products: string;
  categories: string;
  sites: string;
  valid_from: string;
  valid_until: string;
  paper: string | null;
  state: string;
  event: number;
}
/** All classes of one commodity at a site: certified together. */
export interface CapacityRow {
  party: string;
  site: string;
  commodity: string;
  classes: string;
  event: number;
}
export interface QuotaRow {
  party: string;
  site: string;
  commodity: string;
  season: string;
  category: string;
  valid_from: string;
  valid_until: string;
  granted: string;
  state: string;
  event: number;
}
/** What an event drew from a quota; the correction of one gives it back as a row of its own, below 0. */
export interface QuotaUseRow {
  event: number;
  party: string;
  site: string;
  commodity: string;
  season: string;
  count: number;
  mass_g: number;
  volume_ml: number;
}
/** A claim that a lot was born with: what was dropped is told by the breaches of the event. `lost` is 1 where a spread took it for good. */
export interface LotClaimRow {
  lot: string;
  scheme: string;
  certificate: string;
  lost: number;
  event: number;
}
export interface TreatmentRow {
  event: number;
  party: string;
  site: string;
  /** Null where all that is made at the site is meant. */
  lot: string | null;
  input: string;
  dose_milli: number;
  dose_unit: string;
  used_from: string;
  used_to: string;
}
export interface SampleRow {
  /** The id of the event, as of declarations, holds, recalls and orders. */
  id: string;
  lot: string;
  inspector: string;
  holder: string;
  site: string;
  amount: string;
  purpose: string;
  retained: number;
  event: number;
}
/** A laboratory's finding or the holder's own test. */
export interface InspectionRow {
  event: number;
  lot: string;
  party: string;
  sample: string | null;
  certificate: string | null;
  verdict: string;
  parameters: string | null;
  report: string;
}
export interface DeclarationRow {
  id: string;
  lot: string;
  party: string;
  site: string;
  amount: string;
  form: number;
  basis: string;
  statements: string;
  revoked_at: string | null;
  event: number;
}
export interface CodeSetRow {
  party: string;
  lot: string;
  number: number;
  count: number;
  root: string;
  event: number;
}
/** Codes of a set that an event activated or voided. */
export interface CodeRangeRow {
  event: number;
  party: string;
  lot: string;
  number: number;
  first: number;
  last: number;
  reason: string | null;
}
/** A logistic unit; what is on it is the account `loaded` of its SSCC. */
export interface UnitRow {
  party: string;
  sscc: string;
  site: string;
  sent: number;
  event: number;
}
/** On what a hold lies: lots wherever they are, lots at a site, all that a party has, or the goods of one handover. */
export type HoldScope = 'lots' | 'holding' | 'party' | 'goods';
export interface HoldRow {
  id: string;
  scope: HoldScope;
  /** A party, or `law` where a breach or a failed test placed it. */
  placed_by: string;
  reason: string;
  party: string | null;
  site: string | null;
  placed_at: string;
  released_at: string | null;
  released_by: string | null;
  release_reason: string | null;
  event: number;
}
export type HoldLotRow = { hold: string; lot: string };
export interface RecallRow {
  id: string;
  opened_by: string;
  level: number;
  kind: string;
  reason: string;
  known_at: string;
  drill: number;
  opened_at: string;
  closed_at: string | null;
  outcome: string | null;
  event: number;
}
export type RecallLotRow = { recall: string; lot: string };
export interface RecallResponseRow {
  event: number;
  recall: string;
  party: string;
  /** Null where the party only says that the recall has reached it. */
  site: string | null;
  found: string | null;
}
export interface OrderRow {
  id: string;
  ordered_by: string;
  subject: string;
  matter: string;
  due: string;
  document: string;
  answered_at: string | null;
  answer: string | null;
  event: number;
}
/** An event that was told to be wrong, at most once; `reversed` where its amounts were undone. */
export interface CorrectionRow {
  corrected: number;
  reason: string;
  reversed: number;
  event: number;
}
/** A recorded event that broke rules: what, who, which lots, when. */
export interface CaseRow {
  event: number;
  act: string;
  party: string;
  lots: string;
  breaches: string;
  recorded_at: string;
}

export interface LawTables {
  mandates: MandateRow;
  inputs: InputRow;
  processes: ProcessRow;
  certificates: CertificateRow;
  capacities: CapacityRow;
  quotas: QuotaRow;
  quota_uses: QuotaUseRow;
  lot_claims: LotClaimRow;
  treatments: TreatmentRow;
  samples: SampleRow;
  inspections: InspectionRow;
  declarations: DeclarationRow;
  code_sets: CodeSetRow;
  code_ranges: CodeRangeRow;
  units: UnitRow;
  holds: HoldRow;
  hold_lots: HoldLotRow;
  /** Holds that lay on what a lot was made of. */
  carried_holds: HoldLotRow;
  recalls: RecallRow;
  recall_lots: RecallLotRow;
  recall_responses: RecallResponseRow;
  orders: OrderRow;
  corrections: CorrectionRow;
  cases: CaseRow;
}
