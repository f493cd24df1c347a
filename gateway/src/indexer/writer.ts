import { type Amount, add, type BreachCode, canonicalize, gtinOf, nothing } from '@mengsu/chaincode/model';
import type { Account, EntryRow, EventLotRow } from '../store/index-tables.ts';
import type { HoldRow } from '../store/law-tables.ts';
import type { RecordedEvent } from './decode-record.ts';
import { balanceName, changeName, type Known } from './known.ts';
import type { Change, Rows } from './rows.ts';

/** An account of a lot: which, whose, and at which site, in which shipment or on which unit. */
export interface AccountPlace {
  readonly account: Account;
  readonly party: string;
  readonly place: string;
}

/** A lot as an event makes it. */
export interface MadeLot {
  readonly lot: string;
  readonly amount: Amount;
  readonly bestBefore?: string | undefined;
}

/** What one event of a run writes. */
export class EventWriter {
  readonly rows: Rows;
  readonly known: Known;
  readonly ordinal: number;
  readonly id: string;
  readonly breaches: readonly BreachCode[];
  /** What a spread did to lots. */
  readonly spread: RecordedEvent['spread'];
  /** Holds that outputs of a transform were born with. */
  readonly carried: RecordedEvent['carried'];
  readonly recordedAt: string;
  readonly #lots = new Set<string>();
  #entries = 0;
  #touched = 0;

  constructor(run: {
    readonly rows: Rows;
    readonly known: Known;
    readonly ordinal: number;
    readonly recorded: RecordedEvent;
    readonly recordedAt: string;
  }) {
    this.rows = run.rows;
    this.known = run.known;
    this.ordinal = run.ordinal;
    this.id = run.recorded.id;
    this.breaches = run.recorded.breaches;
    this.spread = run.recorded.spread;
    this.carried = run.recorded.carried;
    this.recordedAt = run.recordedAt;
  }

  /** The lots that the event touched so far, in its order. */
  get lots(): readonly string[] {
    return [...this.#lots];
  }

  /** `amount` is nothing where the event says something of the lot as a whole. */
  touch(side: EventLotRow['side'], lot: string, amount: Amount = nothing, outcome?: object): void {
    this.#lots.add(lot);
    this.rows.added.event_lots.push({
      event: this.ordinal,
      n: this.#touched++,
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
    const row = {
      count: amount.count ?? 0,
      mass_g: amount.massG ?? 0,
      volume_ml: amount.volumeMl ?? 0,
    };
    this.enter({ lot, ...way.from, count: -row.count, mass_g: -row.mass_g, volume_ml: -row.volume_ml });
    this.enter({ lot, ...way.to, ...row });
  }

  /** A lot comes into being in the hands of its maker. */
  make(made: MadeLot, at: { readonly party: string; readonly site: string }): void {
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

  /** A hold under the event's own id. */
  hold(
    row: Pick<HoldRow, 'scope' | 'placed_by' | 'reason'> & Partial<Pick<HoldRow, 'party' | 'site'>>,
    lots: readonly string[],
  ): void {
    const hold = this.id;
    this.rows.added.holds.push({
      id: hold,
      party: null,
      site: null,
      ...row,
      placed_at: this.recordedAt,
      released_at: null,
      released_by: null,
      release_reason: null,
      event: this.ordinal,
    });
    this.rows.added.hold_lots.push(...lots.map((lot) => ({ hold, lot })));
  }

  /** Sets columns in the row of a key, be it of this run or of an earlier block. */
  change({ table, key, set }: Change): void {
    const name = changeName(table, Object.values(key).join('/'));
    this.rows.changes.set(name, { table, key, set: { ...this.rows.changes.get(name)?.set, ...set } });
  }

  /** What was set in a row before it was replaced is of no more effect. */
  forgetChange(table: Change['table'], ...key: readonly string[]): void {
    this.rows.changes.delete(changeName(table, key.join('/')));
  }

  setShipmentState(id: string, state: string): void {
    this.rows.shipments.set(id, { ...this.known.shipment(id).row, state });
  }

  revoke(kid: string): void {
    if (!this.rows.revoked.has(kid)) this.rows.revoked.set(kid, this.recordedAt);
  }

  enter(entry: Omit<EntryRow, 'event' | 'n'>): void {
    this.rows.added.entries.push({ event: this.ordinal, n: this.#entries++, ...entry });
    const name = balanceName(entry);
    const sum = this.rows.balances.get(name);
    if (sum) {
      sum.count += entry.count;
      sum.mass_g += entry.mass_g;
      sum.volume_ml += entry.volume_ml;
    } else this.rows.balances.set(name, { ...entry });
  }
}

/** The sum of the amounts that are stated. */
export function total(...amounts: readonly (Amount | undefined)[]): Amount {
  return amounts.reduce<Amount>((sum, amount) => (amount ? add(sum, amount) : sum), nothing);
}

/** Canonical JSON text for an optional column. */
export const textOf = (value: unknown): string | null => (value === undefined ? null : canonicalize(value));

/** What an event's own row says beside its lots, without what it leaves open. Null for nothing. */
export function particularsOf(said: Readonly<Record<string, unknown>>): string | null {
  const stated = Object.entries(said).filter(([, value]) => value !== undefined);
  return stated.length === 0 ? null : canonicalize(Object.fromEntries(stated));
}
