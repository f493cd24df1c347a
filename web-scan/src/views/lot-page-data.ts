import type {
  ActName,
  Amount,
  BreachCode,
  EventOf,
  Names,
  Operation,
  Organisation,
  PaperKind,
  SiteKind,
} from '@mengsu/chaincode/model';
import type { CodeView } from './code-data.ts';
import type {
  ClaimView,
  CorrectionView,
  DeclarationView,
  LotMarks,
  TestView,
  TreatmentView,
} from './lot-papers-data.ts';

export type * from './code-data.ts';
export type * from './lot-papers-data.ts';

/**
 * What the page of one lot shows, as plain JSON. The gateway fills it from its index; nothing in it has been verified by the reader.
 * Instants are RFC 3339 in UTC, days are `2026-09-01`, amounts are in base units (pieces, g, mL), divisions are GB/T 2260 codes.
 */
export interface LotPageData {
  readonly gtin: string;
  readonly lot: string;
  readonly product: ProductView;
  /** The party that made this lot. */
  readonly maker: PartyView;
  readonly site: SiteView;
  readonly created: Amount;
  readonly bestBefore?: string | undefined;
  /** The maker's stated time of making. */
  readonly madeAt: string;
  readonly amounts: LotAmounts;
  readonly marks: LotMarks;
  /** The correction that undid the making of this lot: there never was such a lot. */
  readonly reversal?: CorrectionView | undefined;
  /** Schemes that it was born with; none that the law dropped. */
  readonly claims: readonly ClaimView[];
  readonly declarations: readonly DeclarationView[];
  /** Of this lot and of what went into it, the newest first, at most 40. */
  readonly tests: readonly TestView[];
  readonly treatments: readonly TreatmentView[];
  /** The day of reading in 北京时间: past `bestBefore` it is expired. */
  readonly readOn: string;
  /** This lot's steps and all its ancestors', oldest first by stated time. */
  readonly steps: readonly Step[];
  /** The lots that went into this one, nearest first. */
  readonly ancestors: readonly AncestorView[];
  /** True where steps or ancestors were left out because there are too many. */
  readonly truncated: boolean;
  readonly network: { readonly id: string; readonly ground: 'devnet' | 'fabric-one-machine' | 'fabric' };
  /** How far the index has read the ledger. */
  readonly indexed: { readonly block: number; readonly at: string };
  readonly canonicalUrl: string;
  /** The code of one piece, where the page is that of a piece. */
  readonly code?: CodeView | undefined;
}

/** Where the amount of a lot is now. Every measure adds up to what was created, but for what counting found to be less or more. */
export interface LotAmounts {
  readonly available: Amount;
  /** Given back by customers, and not to be sold again. */
  readonly returned: Amount;
  readonly inTransit: Amount;
  readonly used: Amount;
  readonly sold: Amount;
  readonly disposed: Amount;
  readonly countedLess: Amount;
  readonly countedMore: Amount;
}

export interface PartyView {
  /** Credit code, or `P` and a commitment for a natural person, who has no name here. */
  readonly id: string;
  readonly names?: Names | undefined;
  readonly organisation: Organisation;
  readonly division: string;
  readonly licence?: string | undefined;
}

export interface SiteView {
  /** Id of the party whose site this is. */
  readonly party: string;
  readonly code: string;
  readonly kind: SiteKind;
  readonly division: string;
}

export interface ProductView {
  readonly gtin: string;
  readonly names: Names;
  readonly category: string;
  readonly categoryNames: Names;
  /** What one piece holds. */
  readonly netContent?: Amount | undefined;
  readonly shelfLifeDays?: number | undefined;
  readonly standard?: string | undefined;
  readonly owner: PartyView;
}

/** One lot in a step: used up (`in`), made (`out`), or moved and handed over (`line`). */
export interface StepLot {
  readonly gtin: string;
  readonly lot: string;
  readonly product: Names;
  /** Category code of the product: it chooses the word that people count it with. */
  readonly category: string;
  /** States no measure where the step says something of the lot as a whole. */
  readonly amount: Amount;
  readonly side: 'in' | 'out' | 'line';
}

/** What became of the step's lots at a receipt or a settlement, summed over `lots`. */
export interface Outcome {
  readonly accepted?: Amount | undefined;
  readonly refused?: Amount | undefined;
  readonly missing?: Amount | undefined;
  readonly takenBack?: Amount | undefined;
  readonly writtenOff?: Amount | undefined;
  readonly returned?: Amount | undefined;
  readonly remedied?: Amount | undefined;
}

/** What an act says beside its lots. */
export interface StepParticulars {
  readonly operation?: Operation | undefined;
  readonly process?: string | undefined;
  /** Kind of buyer of a sale. */
  readonly soldTo?: EventOf<'sell'>['to'] | undefined;
  readonly reason?: StepReason | undefined;
  /** Kinds of papers that were shown. */
  readonly papers?: readonly PaperKind[] | undefined;
  readonly verdict?: EventOf<'inspect'>['verdict'] | undefined;
  readonly form?: EventOf<'declare'>['form'] | undefined;
  readonly basis?: EventOf<'declare'>['basis'] | undefined;
  readonly source?: EventOf<'admit'>['source'] | undefined;
  readonly producedOn?: string | undefined;
  readonly season?: string | undefined;
  readonly input?: string | undefined;
  readonly purpose?: EventOf<'sample'>['purpose'] | undefined;
  readonly level?: EventOf<'recall'>['level'] | undefined;
  /** How many item codes. */
  readonly codes?: number | undefined;
  /** Thousandths of °C, %, or pH. */
  readonly observed?:
    | Pick<EventOf<'observe'>, 'quantity' | 'minMilli' | 'maxMilli' | 'meanMilli'>
    | undefined;
}

/** Why goods were written off, counted, held or recalled, or codes voided. */
export type StepReason = EventOf<'dispose' | 'recount' | 'hold' | 'recall' | 'voidCodes'>['reason'];

export interface Step extends StepParticulars {
  readonly eventId: string;
  readonly act: ActName;
  readonly lots: readonly StepLot[];
  readonly party: PartyView;
  readonly site?: SiteView | undefined;
  /** The other hand: the addressee of a dispatch, the sender of a receipt. */
  readonly counterparty?: PartyView | undefined;
  /** Shipment id `sender/number` of a dispatch, its cancelling, receipt and settlement. */
  readonly shipment?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly saidAt: string;
  readonly recordedAt: string;
  /** Thumbprint of the signing device's key. */
  readonly device: string;
  readonly cosigners: number;
  readonly block: number;
  /** 0 = this lot itself, n = n transforms back. */
  readonly depth: number;
  /** Rules that what was told did not keep. */
  readonly breaches: readonly BreachCode[];
  /** Told afterwards: that this step is wrong. */
  readonly correction?: CorrectionView | undefined;
  /** When the hold or recall that this step placed was lifted. */
  readonly endedAt?: string | undefined;
}

export interface AncestorView {
  readonly gtin: string;
  readonly lot: string;
  readonly product: Names;
  readonly category: string;
  readonly depth: number;
  readonly created: Amount;
}
