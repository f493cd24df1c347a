import { type EventOf, type HoldRecord, keyOf, type LotRecord } from '@mengsu/chaincode/model';
import type { CarriedHold, RecordedEvent, SpreadEffects } from './decode-record.ts';
import type { WriteSet } from './write-set.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

type ReadRecord = <R>(key: string) => R | undefined;

/**
 * Recorded events with what no receipt tells of them, and what the transaction writes does. A spread: children that were made within an interval
 * nobody knew of then are on hold under its id, and children may have lost their claims. A transform of goods on hold: its outputs carry the holds
 * that lay on these goods alone, at one holder's, beside the one of its own.
 * `readWrites` is called where there is such an event. Throws where a lot's record is no JSON.
 */
export function withWriteEffects(
  events: readonly RecordedEvent[],
  readWrites: () => WriteSet,
): readonly RecordedEvent[] {
  if (!events.some(hasEffects)) return events;
  const values = new Map(readWrites().writes.map(({ key, value }) => [key, value]));
  const recordAt: ReadRecord = <R>(key: string): R | undefined => {
    const value = values.get(key);
    return value && (JSON.parse(utf8.decode(value)) as R);
  };
  return events.map((recorded) => {
    const { event, id } = recorded;
    if (!hasEffects(recorded)) return recorded;
    if (event.act === 'spread') return { ...recorded, spread: spreadEffects(event, id, recordAt) };
    if (event.act === 'transform') return { ...recorded, carried: carriedHolds(event, id, recordAt) };
    return recorded;
  });
}

const hasEffects = ({ event, breaches }: RecordedEvent): boolean =>
  event.act === 'spread' || (event.act === 'transform' && breaches.includes('ON_HOLD'));

function spreadEffects(event: EventOf<'spread'>, id: string, recordAt: ReadRecord): SpreadEffects {
  const isHolding = recordAt<HoldRecord>(keyOf.hold(id)) !== undefined;
  const lotAt = (lot: string): LotRecord | undefined => recordAt<LotRecord>(keyOf.lot(lot));
  return {
    held: event.children.filter((lot) => isHolding && lotAt(lot)?.holds?.includes(id)),
    stripped: event.children.filter((lot) => lotAt(lot)?.stripped === true),
  };
}

function carriedHolds(event: EventOf<'transform'>, id: string, recordAt: ReadRecord): CarriedHold[] {
  return event.outputs.flatMap(({ lot }) => {
    const holds = recordAt<LotRecord>(keyOf.lot(lot))?.holds ?? [];
    return holds.filter((hold) => hold !== id).map((hold) => ({ hold, lot }));
  });
}
