import type { Amount, EventOf, Names, TrustState } from '@mengsu/chaincode/model';
import type { PartyView } from './lot-page-data.ts';

/** Which lot a hold or recall names: this one, one that went into it, or only goods of this one in somebody's hands. */
export type MarkScope = 'lot' | 'earlier' | 'part';

/** Holds and recalls that stand, the nearest first. */
export interface LotMarks {
  readonly holds: readonly HoldView[];
  readonly recalls: readonly RecallView[];
}

interface MarkView {
  readonly eventId: string;
  readonly scope: MarkScope;
  /** The lot that it names. */
  readonly gtin: string;
  readonly lot: string;
  /** Recorded time. */
  readonly since: string;
}

export interface HoldView extends MarkView {
  /** Absent where the rules of the ledger placed it. */
  readonly by?: PartyView | undefined;
  /** `breach`: it was made or sent against a rule; `interval`: before an interval was over that was told of later. */
  readonly reason: EventOf<'hold'>['reason'] | 'breach' | 'interval';
}

export interface RecallView extends MarkView {
  readonly by: PartyView;
  readonly level: EventOf<'recall'>['level'];
  readonly kind: EventOf<'recall'>['kind'];
  readonly reason: EventOf<'recall'>['reason'];
}

/** A scheme that the lot may be sold under, and the certificate that covered it when it was made. */
export interface ClaimView {
  readonly scheme: string;
  /** `issuer/number`. */
  readonly certificate: string;
  readonly issuer: PartyView;
  readonly holder: PartyView;
  /** Days, both counted. */
  readonly from: string;
  readonly until: string;
  readonly scope?: CertificateScope | undefined;
  /** How the certificate stands now; it stood when the lot was made. */
  readonly state: TrustState;
}

/** What a certificate covers: GTINs, codes of categories, codes of its holder's sites. */
export interface CertificateScope {
  readonly products: readonly string[];
  readonly categories: readonly string[];
  readonly sites: readonly string[];
}

/** 承诺达标合格证. */
export interface DeclarationView {
  readonly eventId: string;
  readonly party: PartyView;
  readonly form: EventOf<'declare'>['form'];
  readonly basis: EventOf<'declare'>['basis'];
  readonly amount: Amount;
  readonly saidAt: string;
  readonly revokedAt?: string | undefined;
}

export interface TestView {
  readonly eventId: string;
  /** A laboratory's finding in a sample, or the holder's own test. */
  readonly kind: 'inspect' | 'selfTest';
  readonly gtin: string;
  readonly lot: string;
  readonly party: PartyView;
  readonly verdict: EventOf<'inspect'>['verdict'];
  readonly methods: EventOf<'inspect'>['parameters'];
  /** The laboratory's qualification. */
  readonly certificate?: string | undefined;
  /** Digest of the report. */
  readonly report: string;
  readonly saidAt: string;
}

export interface TreatmentView {
  readonly eventId: string;
  /** Approval or registration number. */
  readonly input: string;
  readonly names: Names;
  readonly kind: EventOf<'registerInput'>['kind'];
  /** Whole dose, in thousandths of its unit. */
  readonly dose: EventOf<'treat'>['dose'];
  readonly party: PartyView;
  /** Absent where it was used on the place where a lot came into being. */
  readonly gtin?: string | undefined;
  readonly lot?: string | undefined;
  readonly from: string;
  readonly to: string;
}

export interface CorrectionView {
  readonly eventId: string;
  /** Id of the party that says so. */
  readonly party: string;
  readonly reason: EventOf<'correct'>['reason'];
  /** True where its amounts were undone too. */
  readonly isReversed: boolean;
  readonly recordedAt: string;
}
