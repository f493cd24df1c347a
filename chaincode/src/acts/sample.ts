import {
  type CategoryRecord,
  covers,
  type EventOf,
  type HoldingRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  type SiteRecord,
  say,
} from '../model/index.ts';
import { type Act, put, type Scene, type Signer } from './act.ts';
import { emptyHolding } from './holdings.ts';
import { isInRemit, type Jurisdiction, jurisdictionOf, requireRemit } from './remit.ts';
import {
  isCertifier,
  isOperatorOf,
  isRegulator,
  requireCosigner,
  requireDeviceRole,
  requireLot,
  requireMeasures,
  requireSite,
} from './require.ts';

type Sample = EventOf<'sample'>;

interface SampleFacts {
  readonly site: SiteRecord | undefined;
  readonly lot: LotRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly holding: HoldingRecord | undefined;
}

/** 抽样: an inspector takes a sample where the goods lie, before the eyes of their holder or of a second inspector. What was taken is the holder's to dispose of. */
export const sample: Act<Sample, SampleFacts> = {
  keys: (event) => [
    keyOf.site(event.holder, event.site),
    keyOf.lot(event.lot),
    keyOf.holding(event.holder, event.site, event.lot),
  ],

  async keysThatFollow(event, read) {
    const lot = await read(keyOf.lot(event.lot));
    return lot ? [keyOf.category(lot.category)] : [];
  },

  async gather(event, read) {
    const lot = await read(keyOf.lot(event.lot));
    return {
      lot,
      category: lot && (await read(keyOf.category(lot.category))),
      site: await read(keyOf.site(event.holder, event.site)),
      holding: await read(keyOf.holding(event.holder, event.site, event.lot)),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requireInspectors(event, facts, scene);
    requireSite(facts.site, event.holder, event.site);
    const lot = requireLot(facts.lot, event.lot);
    requireMeasures(event.amount, lot.measures, event.lot);
    const { available } = facts.holding ?? emptyHolding;
    if (!covers(available, event.amount)) {
      const there = `${event.holder}/${event.site} holds ${say(available)} of ${event.lot}`;
      throw new LedgerError('HOLDING_TOO_SMALL', `${there}, the sample is ${say(event.amount)}`);
    }
    const { lot: lotId, holder, site } = event;
    return {
      changes: [
        put(keyOf.sample(scene.id), { lot: lotId, holder, site }),
        ...(lot.fixed ? [] : [put(keyOf.lot(lotId), { ...lot, fixed: true as const })]),
      ],
    };
  },
};

/** Remit and division are judged where the goods lie; while lot or site are unknown, a later check answers. */
function requireInspectors(event: Sample, { site, category }: SampleFacts, scene: Scene): void {
  const { signer } = scene;
  const jurisdiction = site && category ? jurisdictionOf([category], site.division) : undefined;
  if (!isCertifier(signer) && !isRegulator(signer))
    throw new LedgerError('ROLE_NOT_ALLOWED', 'samples are taken by a regulator or a certifier');
  if (isRegulator(signer) && jurisdiction)
    requireRemit(signer, jurisdiction, `${event.lot} at ${event.site}`);
  const isWitness = (cosigner: Signer): boolean =>
    isOperatorOf(event.holder)(cosigner) ||
    (isOtherPerson(cosigner, signer) && inspects(cosigner, jurisdiction));
  requireCosigner(scene, isWitness, `an operator of ${event.holder}, or a second inspector in remit,`);
}

const inspects = (signer: Signer, jurisdiction: Jurisdiction | undefined): boolean =>
  isCertifier(signer) ||
  (isRegulator(signer) && (jurisdiction === undefined || isInRemit(signer.party, jurisdiction)));

/** No device signs twice; two devices are two persons only where both say whose they are. */
const isOtherPerson = ({ device }: Signer, other: Signer): boolean =>
  device.person !== undefined && other.device.person !== undefined && device.person !== other.device.person;
