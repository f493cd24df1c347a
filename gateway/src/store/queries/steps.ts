import { type ActName, add, type BreachCode, gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import type { Outcome, Step, StepLot, StepParticulars } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { EventLotRow, EventRow } from '../index-tables.ts';
import { parseAmount } from './amounts.ts';
import type { Afterwards } from './corrections.ts';
import { inGroups } from './in-groups.ts';
import type { Views } from './views.ts';
import { heldAt, readMovements, wayOf } from './way.ts';

/** The events on the way of a lot, before names are looked up. */
export interface FamilyEvents {
  readonly events: readonly StepEvent[];
  readonly ordinals: readonly number[];
  /** Event ordinal → the family's lots in it. */
  readonly lots: ReadonlyMap<number, readonly EventLotRow[]>;
  readonly truncated: boolean;
}

type StepEvent = Omit<EventRow, 'envelope' | 'sequence' | 'previous' | 'tx' | 'place'>;

export interface Family {
  readonly root: string;
  readonly ancestors: Iterable<string>;
  readonly stepsMax: number;
}

/** A step of a shipment touches up to 100 lots, of which few are of one family. */
const rowsPerStep = 4;

/**
 * Every event of the root, and of its ancestors those by which they were made, came to where they were used, and were used for it.
 * Of more than `stepsMax` events the first are kept, of the ancestors and of the root in equal parts.
 */
export async function readFamilyEvents(db: Queryable, family: Family): Promise<FamilyEvents> {
  const { root, stepsMax } = family;
  const ancestors = [...family.ancestors];
  const own = await db
    .selectFrom('event_lots')
    .select('event')
    .distinct()
    .where('lot', '=', root)
    .orderBy('event')
    .limit(stepsMax + 1)
    .execute();
  const rootEvents = own.map(({ event }) => event);
  const before = await readEventsBefore(db, [root, ...ancestors], stepsMax * rowsPerStep);
  const isRoots = new Set(rootEvents);
  const earlier = before.events.filter((event) => !isRoots.has(event));
  const room = Math.max(stepsMax - rootEvents.length, Math.floor(stepsMax / 2));
  const kept = [...earlier.slice(0, room)];
  kept.push(...rootEvents.slice(0, stepsMax - kept.length));
  return {
    events: await readStepEvents(db, kept),
    ordinals: kept,
    lots: await readLotsOf(db, kept, new Set([root, ...ancestors])),
    truncated: before.truncated || kept.length < earlier.length + rootEvents.length,
  };
}

/** In ledger order: how the family's lots were made, and the ways between. */
async function readEventsBefore(
  db: Queryable,
  lots: readonly string[],
  rowsMax: number,
): Promise<{ events: number[]; truncated: boolean }> {
  const makers = await inGroups(lots, (group) =>
    db.selectFrom('lots').select('event').where('id', 'in', group).execute(),
  );
  const ordinals = makers.map(({ event }) => event);
  const uses = await inGroups(ordinals, (group) =>
    db
      .selectFrom('event_lots as used')
      .innerJoin('events', 'events.ordinal', 'used.event')
      .select(['used.event', 'used.lot', 'events.party', 'events.site'])
      .where('used.event', 'in', group)
      .where('used.side', '=', 'in')
      .execute(),
  );
  const movements = await readMovements(db, lots.slice(1), rowsMax);
  const way = wayOf(
    movements,
    uses.map(({ event, lot, party, site }) => ({ event, lot, place: heldAt(party, site ?? '') })),
  );
  const events = [...new Set([...ordinals, ...way])].sort((left, right) => left - right);
  return { events, truncated: movements.length > rowsMax };
}

function readStepEvents(db: Queryable, ordinals: readonly number[]): Promise<StepEvent[]> {
  return inGroups(ordinals, (group) =>
    db
      .selectFrom('events')
      .select(['ordinal', 'id', 'act', 'party', 'device', 'said_at', 'recorded_at', 'block', 'cosigners'])
      .select(['breaches', 'site', 'site_party', 'counterparty', 'shipment', 'particulars'])
      .where('ordinal', 'in', group)
      .execute(),
  );
}

async function readLotsOf(
  db: Queryable,
  ordinals: readonly number[],
  family: ReadonlySet<string>,
): Promise<Map<number, EventLotRow[]>> {
  const rows = await inGroups(ordinals, (group) =>
    db
      .selectFrom('event_lots')
      .selectAll()
      .where('event', 'in', group)
      .orderBy('event')
      .orderBy('n')
      .execute(),
  );
  const byEvent = new Map<number, EventLotRow[]>();
  for (const row of rows) {
    if (!family.has(row.lot)) continue;
    const known = byEvent.get(row.event);
    if (known) known.push(row);
    else byEvent.set(row.event, [row]);
  }
  return byEvent;
}

/** Events → steps, oldest first by what was said. `depths`: lot id → transforms back, 0 for the lot itself. */
export function stepsOf(family: FamilyEvents, depths: ReadonlyMap<string, number>, looked: Looked): Step[] {
  const steps = family.events.map((event) => {
    const lots = family.lots.get(event.ordinal) ?? [];
    const depth = Math.min(...lots.map(({ lot }) => depths.get(lot) ?? Number.POSITIVE_INFINITY));
    return { ordinal: event.ordinal, step: stepOf(event, lots, { ...looked, depth }) };
  });
  steps.sort((left, right) => compare(left.step.saidAt, right.step.saidAt) || left.ordinal - right.ordinal);
  return steps.map(({ step }) => step);
}

/** What was looked up beside the events. */
interface Looked {
  readonly views: Views;
  readonly afterwards: Afterwards;
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

function stepOf(
  event: StepEvent,
  lots: readonly EventLotRow[],
  { views, afterwards, depth }: Looked & { readonly depth: number },
): Step {
  const { site, site_party: sitePartyId, counterparty, shipment } = event;
  const outcome = outcomeOf(lots);
  const correction = afterwards.corrections.get(event.ordinal);
  const endedAt = afterwards.endedAt.get(event.ordinal);
  return {
    eventId: event.id,
    // Written from a parsed event only, as are the particulars.
    act: event.act as ActName,
    ...(JSON.parse(event.particulars ?? '{}') as StepParticulars),
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
    breaches: JSON.parse(event.breaches) as BreachCode[],
    ...(correction && { correction }),
    ...(endedAt !== undefined && { endedAt }),
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
