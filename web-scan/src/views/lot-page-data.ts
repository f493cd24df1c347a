import type {
  ActName,
  Amount,
  EventOf,
  Names,
  Operation,
  Organisation,
  SiteKind,
} from '@mengsu/chaincode/model';

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
  /** This lot's steps and all its ancestors', oldest first by stated time. */
  readonly steps: readonly Step[];
  /** The lots that went into this one, nearest first. */
  readonly ancestors: readonly AncestorView[];
  /** True where steps or ancestors were left out because there are too many. */
  readonly truncated: boolean;
  readonly network: { readonly id: string; readonly ground: 'devnet' | 'fabric' };
  /** How far the index has read the ledger. */
  readonly indexed: { readonly block: number; readonly at: string };
  readonly canonicalUrl: string;
}

/** Where the amount of a lot is now. Every measure adds up to what was created. */
export interface LotAmounts {
  readonly available: Amount;
  readonly inTransit: Amount;
  readonly used: Amount;
  readonly sold: Amount;
  readonly disposed: Amount;
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
}

export interface Step {
  readonly eventId: string;
  readonly act: ActName;
  readonly operation?: Operation | undefined;
  readonly lots: readonly StepLot[];
  readonly party: PartyView;
  readonly site?: SiteView | undefined;
  /** The other hand: the addressee of a dispatch, the sender of a receipt. */
  readonly counterparty?: PartyView | undefined;
  /** Shipment id `sender/number` of a dispatch, its cancelling, receipt and settlement. */
  readonly shipment?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Kind of buyer of a sale. */
  readonly soldTo?: EventOf<'sell'>['to'] | undefined;
  /** Reason of a disposal. */
  readonly reason?: EventOf<'dispose'>['reason'] | undefined;
  readonly saidAt: string;
  readonly recordedAt: string;
  /** Thumbprint of the signing device's key. */
  readonly device: string;
  readonly cosigners: number;
  readonly block: number;
  /** 0 = this lot itself, n = n transforms back. */
  readonly depth: number;
  readonly breaches: readonly string[];
}

export interface AncestorView {
  readonly gtin: string;
  readonly lot: string;
  readonly product: Names;
  readonly category: string;
  readonly depth: number;
  readonly created: Amount;
}
