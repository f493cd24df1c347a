import type { Amount, TrustState } from '@mengsu/chaincode/model';
import type { LotPageData, PartyView, ProductView } from './lot-page-data.ts';

/** What the page of a product shows, as plain JSON. */
export interface ProductPageData {
  readonly product: ProductView;
  /** In stock, not past their date, under no hold or recall of their own; the newest first, at most 20. */
  readonly lots: readonly {
    readonly lot: string;
    readonly madeAt: string;
    readonly created: Amount;
    readonly bestBefore?: string | undefined;
  }[];
  /** `?before=` of this number gives earlier lots; absent where there are none. */
  readonly next?: number | undefined;
  /** At most 20. Days are both counted. */
  readonly certificates: readonly {
    readonly id: string;
    readonly scheme: string;
    readonly issuer: PartyView;
    readonly holder: PartyView;
    readonly from: string;
    readonly until: string;
    readonly state: TrustState;
  }[];
  readonly network: LotPageData['network'];
}
