import {
  type EventOf,
  gtinOf,
  keyOf,
  LedgerError,
  type LotRecord,
  type ProductRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { giveAmount } from './holdings.ts';
import {
  requireDeviceRole,
  requireMeasures,
  requireOwner,
  requirePartyRole,
  requireProduct,
  requireSite,
} from './require.ts';

interface CommissionFacts {
  readonly site: SiteRecord | undefined;
  readonly product: ProductRecord | undefined;
  readonly existing: LotRecord | undefined;
}

/** 产出: a producer brings a new lot of its own product into being at its own site. */
export const commission: Act<EventOf<'commission'>, CommissionFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.product(gtinOf(event.lot)),
    keyOf.lot(event.lot),
  ],

  gather: async (event, read) => ({
    site: await read(keyOf.site(event.party, event.site)),
    product: await read(keyOf.product(gtinOf(event.lot))),
    existing: await read(keyOf.lot(event.lot)),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'producer');
    requireSite(facts.site, event.party, event.site);
    const product = requireProduct(facts.product, gtinOf(event.lot));
    requireOwner(product, gtinOf(event.lot), event.party);
    if (facts.existing) throw new LedgerError('LOT_EXISTS', `${event.lot} was made already`);
    const { measures } = product;
    requireMeasures(event.amount, measures, event.lot);
    const { party, site, lot, amount: created, bestBefore } = event;
    return [
      put(keyOf.lot(lot), { maker: party, site, measures, created, madeBy: scene.id, bestBefore }),
      giveAmount({ party, site }, lot, created, undefined),
    ];
  },
};
