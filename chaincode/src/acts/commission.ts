import {
  add,
  type BreachCode,
  type CategoryRecord,
  chinaDayOf,
  covers,
  type EventOf,
  gtinOf,
  holdsGoods,
  keyOf,
  nothing,
  type QuotaRecord,
  type SiteRecord,
  subtract,
  type TreatmentRecord,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import {
  type Certificates,
  certificateKeys,
  coveredClaims,
  gatherCertificates,
  requireCertificates,
} from './claims.ts';
import { intervalBreaches, markBreaches } from './goodness.ts';
import { isTooLateForClaims } from './lateness.ts';
import {
  gatherMaking,
  type MakingFacts,
  makeLot,
  makingKeys,
  makingKeysThatFollow,
  requireMadeAmount,
  requireMakersProduct,
  requireNewLots,
  requireShelfLife,
} from './made-lots.ts';
import { gatherStanding, lawHold, markKeys, partyMarks, type Standing } from './marks.ts';
import { requireCategory, requireDeviceRole, requirePartyRole, requireSite } from './require.ts';

type Commission = EventOf<'commission'>;

interface CommissionFacts extends MakingFacts {
  readonly site: SiteRecord | undefined;
  readonly treatment: TreatmentRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly quota: QuotaRecord | undefined;
  readonly certificates: Certificates;
  readonly standing: Standing;
}

/**
 * 产出: a producer brings a new lot into being at its own site: harvest, milking, birth. Its claims are covered by its own certificates and by
 * what is left of the site's quota; what they do not cover is recorded whole, without them.
 */
export const commission: Act<Commission, CommissionFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.treatment(event.party, event.site),
    ...makingKeys([event.lot]),
    ...certificateKeys(event.claims),
  ],

  async keysThatFollow(event, read) {
    const product = await read(keyOf.product(gtinOf(event.lot)));
    const party = await read(keyOf.party(event.party));
    return [
      ...(await makingKeysThatFollow(event.party, [event.lot], read)),
      ...(product && event.season ? [quotaKey(event, product.commodity)] : []),
      ...markKeys(partyMarks(party)),
    ];
  },

  async gather(event, read) {
    const making = await gatherMaking(event.party, [event.lot], read);
    const product = making.products.get(gtinOf(event.lot));
    const party = await read(keyOf.party(event.party));
    return {
      ...making,
      site: await read(keyOf.site(event.party, event.site)),
      treatment: await read(keyOf.treatment(event.party, event.site)),
      category: product && (await read(keyOf.category(product.category))),
      quota: product && event.season ? await read(quotaKey(event, product.commodity)) : undefined,
      certificates: await gatherCertificates(event.claims, read),
      standing: await gatherStanding([partyMarks(party)], read),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'producer');
    const site = requireSite(facts.site, event.party, event.site);
    const product = requireMakersProduct(event.lot, event, facts, scene);
    const category = requireCategory(facts.category, product.category);
    requireNewLots([event.lot], facts);
    requireCertificates(event.claims, facts.certificates);
    requireMadeAmount(event, product);
    requireShelfLife(event, event.eventTime, product);
    const { schemes, breaches } = judge(event, { ...facts, site, category }, scene);
    const isHeld = holdsGoods(breaches);
    const claims = isHeld || isTooLateForClaims(event, scene) ? [] : schemes;
    const birth = {
      claims,
      holds: isHeld ? [scene.id] : undefined,
      earliest: facts.treatment?.earliest,
      stripped: isHeld,
    };
    // Without a quota no claim stands.
    const drawn = claims.length > 0 ? facts.quota : undefined;
    const quota = quotaKey(event, product.commodity);
    return {
      changes: [
        ...makeLot(event, event, birth, { product, site, scene }),
        ...(drawn ? [useQuota(quota, drawn, event)] : []),
        ...(isHeld ? [lawHold(scene, [category], site.division)] : []),
      ],
      breaches,
      effect: {
        ...{ did: 'made', site: event.site, inputs: [], outputs: [event.lot] },
        quota: drawn && quota,
      },
    };
  },
};

const quotaKey = (event: Commission, commodity: string) =>
  keyOf.quota(event.party, event.site, commodity, event.season ?? '');

interface Judged extends CommissionFacts {
  readonly site: SiteRecord;
  readonly category: CategoryRecord;
}

/** Which claims certificates and quota cover, and what is wrong with the goods. */
function judge(
  event: Commission,
  facts: Judged,
  scene: Scene,
): { readonly schemes: readonly string[]; readonly breaches: readonly BreachCode[] } {
  const goods = {
    maker: event.party,
    site: event.site,
    gtin: gtinOf(event.lot),
    category: facts.products.get(gtinOf(event.lot))?.category ?? '',
    saidAt: event.eventTime,
  };
  const covered = coveredClaims(event.claims ?? [], facts.certificates, goods, scene);
  const unsafe = [
    ...intervalBreaches(facts.treatment?.earliest, facts.category.use, event),
    ...markBreaches(partyMarks(scene.signer.party), facts.standing),
  ];
  const uncovered = covered.schemes.length > 0 ? quotaBreaches(event, facts) : [];
  return {
    schemes: uncovered.length > 0 ? [] : covered.schemes,
    breaches: [...covered.breaches, ...uncovered, ...unsafe],
  };
}

/** A claim draws on the site's quota of the season: it is of the lot's own category, it stands, it is of the said day, and enough of it is left in every measure. */
function quotaBreaches(event: Commission, { quota, site, products }: Judged): BreachCode[] {
  const product = products.get(gtinOf(event.lot));
  if (!quota || quota.category !== product?.category) return ['OVER_QUOTA'];
  const day = chinaDayOf(event.eventTime);
  const stands = quota.state === 'active' && (site.state ?? 'active') === 'active';
  if (!stands || day < quota.from || day > quota.until) return ['CLAIM_NOT_VALID_THEN'];
  return covers(subtract(quota.granted, quota.used), event.amount) ? [] : ['OVER_QUOTA'];
}

const useQuota = (key: ReturnType<typeof quotaKey>, quota: QuotaRecord, { amount }: Commission): Change =>
  put(key, { ...quota, used: add(quota.used ?? nothing, amount) });
