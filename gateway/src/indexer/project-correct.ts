import { canonicalize, type EventOf } from '@mengsu/chaincode/model';
import { takeShipmentBack } from './project-custody.ts';
import type { EventDetails, KnownEvent } from './rows.ts';
import type { EventWriter } from './writer.ts';

/**
 * The corrected event stays, with its mark. Where it is reversed every entry of it is entered once more with the other sign, what it drew from
 * a quota is given back, and its shipment is open again or cancelled: as the law undoes it (chaincode acts/correct.ts).
 */
export function projectCorrect(event: EventOf<'correct'>, writer: EventWriter): EventDetails {
  const corrected = writer.known.event(event.event);
  writer.rows.added.corrections.push({
    corrected: corrected.ordinal,
    reason: event.reason,
    reversed: event.reverse ? 1 : 0,
    event: writer.ordinal,
  });
  if (corrected.event.act === 'declare') {
    const set = { revoked_at: writer.recordedAt };
    writer.change({ table: 'declarations', key: { id: event.event }, set });
  }
  if (event.reverse) reverse(corrected, writer);
  return { particulars: canonicalize({ reason: event.reason }) };
}

function reverse({ event, entries, quotaUses }: KnownEvent, writer: EventWriter): void {
  if (event.act === 'dispatch') {
    takeShipmentBack(writer.known.shipment(`${event.party}/${event.number}`), writer);
    return;
  }
  if (event.act === 'receive') writer.setShipmentState(event.shipment, 'open');
  for (const { event: _, n: __, count, mass_g, volume_ml, ...account } of entries)
    writer.enter({ ...account, count: -count, mass_g: -mass_g, volume_ml: -volume_ml });
  for (const { event: _, count, mass_g, volume_ml, ...quota } of quotaUses) {
    const back = { count: -count, mass_g: -mass_g, volume_ml: -volume_ml };
    writer.rows.added.quota_uses.push({ event: writer.ordinal, ...quota, ...back });
  }
}
