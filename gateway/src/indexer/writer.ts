import { type Amount, add, canonicalize, gtinOf, nothing } from '@mengsu/chaincode/model';
import type { Account, EventLotRow, OrganisationRow } from '../store/index-tables.ts';
import { IndexAlarm } from './index-alarm.ts';
import type { Facts, KnownShipment, Rows } from './rows.ts';

/** An account of a lot: which, whose, and at which site or in which shipment. */
export interface AccountPlace {
  readonly account: Account;
  readonly party: string;
  readonly place: string;
}

/** What one event of a run writes: it sees the facts and what the events before it wrote. */
export class EventWriter {
  readonly rows: Rows;
  readonly ordinal: number;
  readonly recordedAt: string;
  readonly #facts: Facts;
  readonly #lines: Map<string, KnownShipment['lines']>;
  #entries = 0;
  #lots = 0;

  constructor(run: {
    readonly rows: Rows;
    readonly facts: Facts;
    readonly lines: Map<string, KnownShipment['lines']>;
    readonly ordinal: number;
    readonly recordedAt: string;
  }) {
    this.rows = run.rows;
    this.#facts = run.facts;
    this.#lines = run.lines;
    this.ordinal = run.ordinal;
    this.recordedAt = run.recordedAt;
  }

  touch(side: EventLotRow['side'], lot: string, amount: Amount, outcome?: object): void {
    this.rows.added.event_lots.push({
      event: this.ordinal,
      n: this.#lots++,
      side,
      lot,
      amount: canonicalize(amount),
      outcome: outcome ? canonicalize(outcome) : null,
    });
  }

  /** Moves an amount of a lot from one account to another; nothing moves where no amount is stated. */
  transfer(
    lot: string,
    amount: Amount | undefined,
    way: { readonly from: AccountPlace; readonly to: AccountPlace },
  ): void {
    if (!amount) return;
    this.#enter(lot, way.from, amount, -1);
    this.#enter(lot, way.to, amount, 1);
  }

  /** A lot comes into being in the hands of its maker. */
  make(
    made: { readonly lot: string; readonly amount: Amount; readonly bestBefore?: string | undefined },
    at: { party: string; site: string },
  ): void {
    const { lot, amount, bestBefore = null } = made;
    const { party, site } = at;
    this.rows.added.lots.push({
      id: lot,
      gtin: gtinOf(lot),
      maker: party,
      site,
      created: canonicalize(amount),
      best_before: bestBefore,
      event: this.ordinal,
    });
    this.touch('out', lot, amount);
    this.transfer(lot, amount, {
      from: { account: 'made', party, place: site },
      to: { account: 'held', party, place: site },
    });
  }

  organisation(msp: string): OrganisationRow | undefined {
    return this.rows.organisations.get(msp) ?? this.#facts.organisations.get(msp);
  }

  openShipment(shipment: KnownShipment): void {
    this.rows.shipments.set(shipment.row.id, shipment.row);
    this.rows.added.shipment_lines.push(...shipment.lines);
    this.#lines.set(shipment.row.id, shipment.lines);
  }

  /** The shipment as it stands now. Throws CONTRADICTION: the law recorded nothing about a shipment that was never sent. */
  shipment(id: string): KnownShipment {
    const known = this.#facts.shipments.get(id);
    const row = this.rows.shipments.get(id) ?? known?.row;
    const lines = this.#lines.get(id) ?? known?.lines;
    if (!row || !lines) throw new IndexAlarm('CONTRADICTION', `shipment ${id} was never dispatched`);
    return { row, lines };
  }

  setShipmentState(id: string, state: string): void {
    this.rows.shipments.set(id, { ...this.shipment(id).row, state });
  }

  revoke(kid: string): void {
    if (!this.rows.revoked.has(kid)) this.rows.revoked.set(kid, this.recordedAt);
  }

  #enter(lot: string, place: AccountPlace, amount: Amount, sign: 1 | -1): void {
    const row = {
      lot,
      account: place.account,
      party: place.party,
      place: place.place,
      count: sign * (amount.count ?? 0),
      mass_g: sign * (amount.massG ?? 0),
      volume_ml: sign * (amount.volumeMl ?? 0),
    };
    this.rows.added.entries.push({ event: this.ordinal, n: this.#entries++, ...row });
    const name = `${lot}\n${place.account}\n${place.party}\n${place.place}`;
    const sum = this.rows.balances.get(name);
    if (sum) {
      sum.count += row.count;
      sum.mass_g += row.mass_g;
      sum.volume_ml += row.volume_ml;
    } else this.rows.balances.set(name, row);
  }
}

/** The sum of the amounts that are stated. */
export function total(...amounts: readonly (Amount | undefined)[]): Amount {
  return amounts.reduce<Amount>((sum, amount) => (amount ? add(sum, amount) : sum), nothing);
}
