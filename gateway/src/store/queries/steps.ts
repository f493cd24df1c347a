import { type ActName, add, gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import type { Outcome, Step, StepLot } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { EventLotRow, EventRow } from '../index-tables.ts';
import { parseAmount } from './amounts.ts';
import { inGroups } from './in-groups.ts';
import type { Views } from './views.ts';

/** The events of a family of lots, before names are looked up. */
export interface FamilyEvents {
  readonly events: readonly Omit<EventRow, 'envelope'>[];
  /** Event ordinal → the family's lots in it. */
  readonly lots: ReadonlyMap<number, readonly EventLotRow[]>;
  readonly truncated: boolean;
}

/** A document holds at most 200 events, an event at most 320 lots; most events touch one lot of a family. */
const lotsPerStep = 4;

/** The first `stepsMax` events that touch one of `lots`, in ledger order. */
export async function readFamilyEvents(
  db: Queryable,
  lots: Iterable<string>,
  stepsMax: number,
): Promise<FamilyEvents> {
  const rowsMax = stepsMax * lotsPerStep;
  const found = await inGroups(lots, (group) =>
    db
      .selectFrom('event_lots')
      .selectAll()
      .where('lot', 'in', group)
      .orderBy('event')
      .orderBy('n')
      .limit(rowsMax + 1)
      .execute(),
  );
  const byEvent = new Map<number, EventLotRow[]>();
  for (const row of found.sort((left, right) => left.event - right.event || left.n - right.n)) {
    const known = byEvent.get(row.event);
    if (known) known.push(row);
    else byEvent.set(row.event, [row]);
  }
  const ordinals = [...byEvent.keys()].slice(0, stepsMax);
  const events = await inGroups(ordinals, (group) =>
    db
      .selectFrom('events')
      .select(['ordinal', 'id', 'act', 'party', 'device', 'sequence', 'previous', 'said_at', 'recorded_at'])
      .select(['block', 'tx', 'place', 'cosigners', 'breaches', 'site', 'site_party', 'counterparty'])
      .select(['shipment', 'particulars'])
      .where('ordinal', 'in', group)
      .execute(),
  );
  return { events, lots: byEvent, truncated: byEvent.size > stepsMax || found.length > rowsMax };
}

/** Events → steps, oldest first by what was said. `depths`: lot id → transforms back, 0 for the lot itself. */
export function stepsOf(family: FamilyEvents, depths: ReadonlyMap<string, number>, views: Views): Step[] {
  const steps = family.events.map((event) => {
    const lots = family.lots.get(event.ordinal) ?? [];
    const depth = Math.min(...lots.map(({ lot }) => depths.get(lot) ?? Number.POSITIVE_INFINITY));
    return { ordinal: event.ordinal, step: stepOf(event, lots, { views, depth }) };
  });
  steps.sort((left, right) => compare(left.step.saidAt, right.step.saidAt) || left.ordinal - right.ordinal);
  return steps.map(({ step }) => step);
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function stepOf(
  event: FamilyEvents['events'][number],
  lots: readonly EventLotRow[],
  { views, depth }: { readonly views: Views; readonly depth: number },
): Step {
  const { site, site_party: sitePartyId, counterparty, shipment } = event;
  const outcome = outcomeOf(lots);
  return {
    eventId: event.id,
    // Written from a parsed event only, as are the particulars.
    act: event.act as ActName,
    ...(JSON.parse(event.particulars ?? '{}') as Pick<Step, 'operation' | 'soldTo' | 'reason'>),
    lots: lots.map((row) => stepLot(row, views)),
    party: views.party(event.party),
    ...(site === null || sitePartyId === null ? {} : { site: views.site(sitePartyId, site) }),
    ...(counterparty === null ? {} : { counterparty: views.party(counterparty) }),
    ...(shipment === null ? {} : { shipment }),
    ...(outcome ? { outcome } : {}),
    saidAt: event.said_at,
    recordedAt: event.recorded_at,
    device: event.device,
    cosigners: event.cosigners,
    block: event.block,
    depth,
    breaches: JSON.parse(event.breaches) as string[],
  };
}

function stepLot({ lot, amount, side }: EventLotRow, views: Views): StepLot {
  const { names: product, category } = views.product(gtinOf(lot));
  return { gtin: gtinOf(lot), lot: lotNumberOf(lot), product, category, amount: parseAmount(amount), side };
}

function outcomeOf(lots: readonly EventLotRow[]): Outcome | undefined {
  const sum: { -readonly [part in keyof Outcome]: Outcome[part] } = {};
  for (const { outcome } of lots) {
    for (const [part, amount] of Object.entries(JSON.parse(outcome ?? '{}') as Outcome)) {
      const name = part as keyof Outcome;
      if (amount) sum[name] = add(sum[name] ?? {}, amount);
    }
  }
  return Object.keys(sum).length === 0 ? undefined : sum;
}
