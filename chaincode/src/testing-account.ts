import { type Amount, add, covers, isNothing, nothing, subtract } from './model/index.ts';

export interface AccountShipment {
  readonly from: string;
  readonly to: string;
  readonly site: string;
  readonly departureMs: number;
  readonly lines: readonly {
    readonly lot: string;
    readonly sent: Amount;
    readonly refused: Amount;
    readonly missing: Amount;
  }[];
  readonly state: 'open' | 'accepted' | 'disputed' | 'refused' | 'cancelled' | 'settled';
}

export interface AccountLine {
  readonly lot: string;
  readonly amount: Amount;
}

/** Double-entry beside the ledger: told only what was recorded, it knows what the law should say of the next step. */
export class Account {
  readonly created = new Map<string, Amount>();
  /** Used in transforms, disposed of, or written off: what left for good without being sold. */
  readonly gone = new Map<string, Amount>();
  readonly sold = new Map<string, Amount>();
  /** By `party site lot`. */
  readonly held = new Map<string, Amount>();
  readonly shipments = new Map<string, AccountShipment>();

  heldAt(place: string, lot: string): Amount {
    return this.held.get(`${place} ${lot}`) ?? nothing;
  }

  holds(place: string, lines: readonly AccountLine[]): boolean {
    return lines.every(({ lot, amount }) => this.created.has(lot) && covers(this.heldAt(place, lot), amount));
  }

  make(place: string, line: AccountLine): void {
    this.created.set(line.lot, line.amount);
    this.put(place, line);
  }

  put(place: string, { lot, amount }: AccountLine): void {
    this.held.set(`${place} ${lot}`, add(this.heldAt(place, lot), amount));
  }

  take(place: string, lines: readonly AccountLine[], to?: Map<string, Amount>): void {
    for (const { lot, amount } of lines) {
      this.held.set(`${place} ${lot}`, subtract(this.heldAt(place, lot), amount));
      if (to) this.note(to, { lot, amount });
    }
  }

  note(book: Map<string, Amount>, { lot, amount }: AccountLine): void {
    book.set(lot, add(book.get(lot) ?? nothing, amount));
  }

  /** What lies in shipments that nobody has closed. */
  inShipments(lot: string): Amount {
    const open = [...this.shipments.values()].flatMap((shipment) =>
      shipment.lines.filter((line) => line.lot === lot).map((line) => stillIn(shipment, line)),
    );
    return open.reduce(add, nothing);
  }

  /** Everything that a lot has become: what was created, if nothing was lost or invented. */
  total(lot: string): Amount {
    const held = [...this.held].filter(([key]) => key.endsWith(` ${lot}`)).map(([, amount]) => amount);
    const parts = [
      ...held,
      this.inShipments(lot),
      this.gone.get(lot) ?? nothing,
      this.sold.get(lot) ?? nothing,
    ];
    return parts.filter((part) => !isNothing(part)).reduce(add, nothing);
  }
}

export function stillIn(shipment: AccountShipment, line: AccountShipment['lines'][number]): Amount {
  if (shipment.state === 'open') return line.sent;
  const isDisputed = shipment.state === 'disputed' || shipment.state === 'refused';
  return isDisputed ? add(line.refused, line.missing) : nothing;
}
