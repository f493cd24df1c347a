import type { TakenLine } from '@mengsu/chaincode/model';
import type { ShipmentRow } from '../store/index-tables.ts';
import type { AccountPlace, EventWriter } from './writer.ts';

export const held = (party: string, place: string): AccountPlace => ({ account: 'held', party, place });

/** What customers gave back. */
export const returned = (party: string, place: string): AccountPlace => ({
  account: 'returned',
  party,
  place,
});

export const inTransit = (shipment: ShipmentRow): AccountPlace => ({
  account: 'transit',
  party: shipment.sender,
  place: shipment.id.slice(shipment.sender.length + 1),
});

/** On a logistic unit. */
export const loaded = (party: string, sscc: string): AccountPlace => ({
  account: 'loaded',
  party,
  place: sscc,
});

/** Where goods in hand are, given back by customers or not. */
export const inHand = (party: string, place: string, isReturned: boolean): AccountPlace =>
  isReturned ? returned(party, place) : held(party, place);

interface LineTransfer {
  readonly lines: readonly TakenLine[];
  readonly from: AccountPlace;
  readonly to: AccountPlace;
}

/** Lines that say `returned` are taken from what customers gave back instead of what is held; and stay so where they remain in hand. */
export function transferLines(writer: EventWriter, { lines, from, to }: LineTransfer): void {
  for (const { lot, amount, returned: isReturned = false } of lines) {
    writer.touch('line', lot, amount);
    const as = (place: AccountPlace): AccountPlace =>
      isReturned && place.account === 'held' ? { ...place, account: 'returned' } : place;
    writer.transfer(lot, amount, { from: as(from), to: as(to) });
  }
}
