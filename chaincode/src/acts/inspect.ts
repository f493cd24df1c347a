import {
  type CategoryRecord,
  type CertificateRecord,
  type EventOf,
  gtinOf,
  type HoldRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  type SampleRecord,
} from '../model/index.ts';
import type { Act, Scene } from './act.ts';
import { coversDays } from './claims.ts';
import type { Standings } from './placing.ts';
import { requireDeviceRole, requireLot, requirePartyRole } from './require.ts';
import { gatherVerdict, lotVerdict, verdictKeysThatFollow } from './verdicts.ts';

type Inspect = EventOf<'inspect'>;

interface InspectFacts {
  readonly sample: SampleRecord | undefined;
  readonly lot: LotRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly certificate: CertificateRecord | undefined;
  readonly standing: Standings<HoldRecord>;
}

/** 检验: a laboratory says what it found in a sample of the lot: for the whole lot, whoever holds it. */
export const inspect: Act<Inspect, InspectFacts> = {
  keys: (event) => [keyOf.sample(event.sample), keyOf.lot(event.lot), keyOf.certificate(event.certificate)],

  keysThatFollow: verdictKeysThatFollow,

  gather: async (event, read) => ({
    ...(await gatherVerdict(event, read)),
    sample: await read(keyOf.sample(event.sample)),
    certificate: await read(keyOf.certificate(event.certificate)),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'laboratory');
    requireInScope(event, facts, scene);
    requireIndependent(event, facts);
    if (facts.sample?.lot !== event.lot)
      throw new LedgerError('SUBJECT_UNKNOWN', `${event.sample} is no sample of ${event.lot}`);
    const lot = requireLot(facts.lot, event.lot);
    if (!facts.certificate)
      throw new LedgerError('CERTIFICATE_UNKNOWN', `${event.certificate} was never issued`);
    const tested = { lot, category: facts.category, standing: facts.standing };
    return { changes: lotVerdict(tested, event, scene) };
  },
};

/** The laboratory's own qualification, for these goods, on the said day and on the day of recording. */
function requireInScope(event: Inspect, { certificate, lot }: InspectFacts, scene: Scene): void {
  if (!certificate) return;
  const isOwn = certificate.scheme === 'laboratory' && certificate.holder === event.party;
  const isOfGoods =
    lot === undefined ||
    certificate.categories.includes(lot.category) ||
    certificate.products.includes(gtinOf(event.lot));
  if (isOwn && isOfGoods && coversDays(certificate, event.eventTime, scene.recordedAt)) return;
  throw new LedgerError(
    'ROLE_NOT_ALLOWED',
    `${event.certificate} is no qualification of ${event.party} for ${event.lot} at ${event.eventTime}`,
  );
}

/** Nobody is the laboratory of its own goods. */
function requireIndependent(event: Inspect, { sample, lot }: InspectFacts): void {
  if (sample?.holder !== event.party && lot?.maker !== event.party) return;
  throw new LedgerError('ROLE_NOT_ALLOWED', `${event.party} makes or holds ${event.lot} itself`);
}
