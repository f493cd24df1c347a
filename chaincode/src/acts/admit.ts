import {
  type CategoryRecord,
  chinaDayOf,
  type EventOf,
  gtinOf,
  instantMs,
  keyOf,
  LedgerError,
  limits,
  type SiteRecord,
} from '../model/index.ts';
import type { Act, Scene } from './act.ts';
import { markBreaches } from './goodness.ts';
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

type Admit = EventOf<'admit'>;

interface AdmitFacts extends MakingFacts {
  readonly site: SiteRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly standing: Standing;
}

/**
 * 入账: what a party had before the ledger began for it, or buys from outside, as a lot of its own. It claims nothing, and what was used at the
 * party's site is no matter of goods that were not made there.
 */
export const admit: Act<Admit, AdmitFacts> = {
  keys: (event) => [keyOf.site(event.party, event.site), ...makingKeys([event.lot])],

  async keysThatFollow(event, read) {
    const party = await read(keyOf.party(event.party));
    return [...(await makingKeysThatFollow(event.party, [event.lot], read)), ...markKeys(partyMarks(party))];
  },

  async gather(event, read) {
    const making = await gatherMaking(event.party, [event.lot], read);
    const product = making.products.get(gtinOf(event.lot));
    const party = await read(keyOf.party(event.party));
    return {
      ...making,
      site: await read(keyOf.site(event.party, event.site)),
      category: product && (await read(keyOf.category(product.category))),
      standing: await gatherStanding([partyMarks(party)], read),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'producer', 'processor', 'trader', 'association');
    const site = requireSite(facts.site, event.party, event.site);
    const product = requireMakersProduct(event.lot, event, facts, scene);
    const category = requireCategory(facts.category, product.category);
    requireNewLots([event.lot], facts);
    requireMadeAmount(event, product);
    requireDays(event, scene);
    requireShelfLife(event, producedAt(event), product);
    const breaches = markBreaches(partyMarks(scene.signer.party), facts.standing);
    const isHeld = breaches.length > 0;
    const holds = isHeld ? [scene.id] : undefined;
    return {
      changes: [
        ...makeLot(
          event,
          event,
          { claims: [], holds, stripped: isHeld, admitted: true },
          { product, site, scene },
        ),
        ...(isHeld ? [lawHold(scene, [category], site.division)] : []),
      ],
      breaches,
      effect: { did: 'made', site: event.site, inputs: [], outputs: [event.lot] },
    };
  },
};

/** Shelf life begins when goods are produced: where their day is known, that day's begin in 北京时间. */
const producedAt = ({ producedOn, eventTime }: Admit): string =>
  producedOn === undefined ? eventTime : new Date(`${producedOn}T00:00:00.000+08:00`).toISOString();

/** Opening stock ends some time after the party's enrolment, by the ledger's own clock; nothing is produced after it was admitted. */
function requireDays(event: Admit, scene: Scene): void {
  const { enrolledAt } = scene.signer.party;
  const isLate = instantMs(scene.recordedAt) - instantMs(enrolledAt) > limits.openingMs;
  if (event.source === 'opening' && isLate)
    throw new LedgerError(
      'LIMIT_EXCEEDED',
      `${event.party} was enrolled at ${enrolledAt}: opening stock is closed`,
    );
  const day = chinaDayOf(event.eventTime);
  if ((event.producedOn ?? '') > day)
    throw new LedgerError('LIMIT_EXCEEDED', `${event.lot} is produced on ${event.producedOn}, after ${day}`);
}
