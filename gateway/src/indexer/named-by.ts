import { gtinOf, shipmentIdOf, type TraceEvent } from '@mengsu/chaincode/model';
import type { DecodedBlock } from './decode.ts';
import type { RecordedEvent } from './decode-record.ts';

/** What the events of a run name of earlier blocks' rows, as far as projecting them needs it. */
export interface Named {
  isFounding: boolean;
  readonly shipments: Set<string>;
  /** Lots that were counted anew. */
  readonly recounted: Set<string>;
  /** Lots that were tested by a holder. */
  readonly tested: Set<string>;
  /** Ids of corrected events, and of those whose hold is released. */
  readonly corrected: Set<string>;
  /** Who sent goods that were on hold. */
  readonly heldSenders: Set<string>;
  /** True where claims were made or quotas granted. */
  isClaiming: boolean;
  readonly gtins: Set<string>;
  readonly certificates: Set<string>;
  readonly processes: Set<string>;
  readonly inputs: Set<string>;
  /** Parties whose quotas, sites and organisation judge a claim. */
  readonly makers: Set<string>;
  /** Who signed too. */
  readonly cosigners: Set<string>;
}

export function namedBy(blocks: readonly DecodedBlock[]): Named {
  const named: Named = {
    isFounding: false,
    shipments: new Set(),
    recounted: new Set(),
    tested: new Set(),
    corrected: new Set(),
    heldSenders: new Set(),
    isClaiming: false,
    gtins: new Set(),
    certificates: new Set(),
    processes: new Set(),
    inputs: new Set(),
    makers: new Set(),
    cosigners: new Set(),
  };
  const sent = new Set<string>();
  const events = blocks.flatMap(({ transactions }) => transactions.flatMap((each) => each.events));
  for (const recorded of events) {
    const { event } = recorded;
    if (event.act === 'dispatch') sent.add(shipmentIdOf(event.party, event.number));
    const shipment = shipmentNamed(event);
    if (shipment !== undefined && !sent.has(shipment)) named.shipments.add(shipment);
    addGoods(recorded, named);
    addClaims(recorded, named);
  }
  return named;
}

const shipmentNamed = (event: TraceEvent): string | undefined =>
  'shipment' in event ? event.shipment : undefined;

function addGoods({ event, breaches }: RecordedEvent, named: Named): void {
  if (event.act === 'found') named.isFounding = true;
  if (event.act === 'recount') for (const { lot } of event.lines) named.recounted.add(lot);
  if (event.act === 'selfTest') named.tested.add(event.lot);
  if (event.act === 'correct') named.corrected.add(event.event);
  if (event.act === 'release') named.corrected.add(event.hold);
  if (event.act === 'dispatch' && breaches.includes('ON_HOLD')) named.heldSenders.add(event.party);
}

/** The commodity of a claimed harvest is always asked for; the rest only where claims were dropped. */
function addClaims({ event, breaches }: RecordedEvent, named: Named): void {
  if (event.act === 'grantQuota') named.isClaiming = true;
  if (event.act !== 'commission' && event.act !== 'transform') return;
  if (event.claims === undefined) return;
  named.isClaiming = true;
  const lots = event.act === 'commission' ? [event.lot] : event.outputs.map(({ lot }) => lot);
  for (const lot of lots) named.gtins.add(gtinOf(lot));
  if (breaches.length === 0) return;
  named.makers.add(event.party);
  for (const kid of event.cosigners) named.cosigners.add(kid);
  for (const { certificate } of event.claims) named.certificates.add(certificate);
  if (event.act === 'commission') return;
  named.processes.add(event.process ?? '');
  for (const { lot } of event.inputs) {
    named.inputs.add(lot);
    named.gtins.add(gtinOf(lot));
  }
}
