import type { TraceEvent } from '@mengsu/chaincode/model';
import type { BalanceRow, IndexTables, OrganisationRow } from '../store/index-tables.ts';
import { IndexAlarm } from './index-alarm.ts';
import type { AddedTable, ClaimFacts, Facts, KnownEvent, KnownShipment, Rows } from './rows.ts';

/** The name of an account of a lot, and of the row that says how much is on it. */
export const balanceName = (row: Pick<BalanceRow, 'lot' | 'account' | 'party' | 'place'>): string =>
  `${row.lot}\n${row.account}\n${row.party}\n${row.place}`;

/** What is known when an event is projected: the rows of earlier blocks, and what the events before it in the run wrote. */
export class Known {
  readonly #rows: Rows;
  readonly #facts: Facts;
  readonly #lines = new Map<string, KnownShipment['lines']>();
  readonly #said = new Map<string, { readonly ordinal: number; readonly event: TraceEvent }>();

  constructor(rows: Rows, facts: Facts) {
    this.#rows = rows;
    this.#facts = facts;
  }

  remember(id: string, said: { readonly ordinal: number; readonly event: TraceEvent }): void {
    this.#said.set(id, said);
  }

  organisation(msp: string): OrganisationRow | undefined {
    return this.#rows.organisations.get(msp) ?? this.#facts.organisations.get(msp);
  }

  openShipment({ row, lines }: KnownShipment): void {
    this.#rows.shipments.set(row.id, row);
    this.#rows.added.shipment_lines.push(...lines);
    this.#lines.set(row.id, lines);
  }

  /** The shipment as it stands now. Throws CONTRADICTION: the law recorded nothing about a shipment that was never sent. */
  shipment(id: string): KnownShipment {
    const known = this.#facts.shipments.get(id);
    const row = this.#rows.shipments.get(id) ?? known?.row;
    const lines = this.#lines.get(id) ?? known?.lines;
    if (!row || !lines) throw new IndexAlarm('CONTRADICTION', `shipment ${id} was never dispatched`);
    return { row, lines };
  }

  /** An event and what it moved. Throws CONTRADICTION: nothing is corrected that was never recorded. */
  event(id: string): KnownEvent {
    const known = this.findEvent(id);
    if (!known) throw new IndexAlarm('CONTRADICTION', `event ${id} was never recorded`);
    return known;
  }

  findEvent(id: string): KnownEvent | undefined {
    const said = this.#said.get(id);
    if (said) {
      const { entries, quota_uses } = this.#rows.added;
      const ofIt = (row: { readonly event: number }) => row.event === said.ordinal;
      return { ...said, entries: entries.filter(ofIt), quotaUses: quota_uses.filter(ofIt) };
    }
    return this.#facts.corrected.get(id);
  }

  /** How much is on an account; 0 in every measure where nothing ever was. */
  balance(account: Pick<BalanceRow, 'lot' | 'account' | 'party' | 'place'>): BalanceRow {
    const name = balanceName(account);
    const parts = [this.#facts.balances.get(name), this.#rows.balances.get(name)];
    const sum = (column: 'count' | 'mass_g' | 'volume_ml') =>
      parts.reduce((total, part) => total + (part?.[column] ?? 0), 0);
    return { ...account, count: sum('count'), mass_g: sum('mass_g'), volume_ml: sum('volume_ml') };
  }

  makerOf(lot: string): string | undefined {
    return this.#facts.makers.get(lot) ?? this.#rows.added.lots.find(({ id }) => id === lot)?.maker;
  }

  isPartyHeld(party: string): boolean {
    const released = (id: string): boolean => this.#changed('holds', id).released_at !== undefined;
    const placed = this.#rows.added.holds.flatMap(({ id, scope, party: of }) =>
      scope === 'party' && of === party ? [id] : [],
    );
    const before = [...this.#facts.partyHolds].flatMap(([id, of]) => (of === party ? [id] : []));
    return [...before, ...placed].some((id) => !released(id));
  }

  product = (gtin: string) => this.#find('products', gtin, (row) => row.gtin);
  category = (code: string) => this.#find('categories', code, (row) => row.code);
  process = (id: string) => this.#find('processes', id, (row) => row.id);
  certificate = (id: string) => this.#find('certificates', id, (row) => row.id);
  device = (kid: string) => this.#find('devices', kid, (row) => row.kid);
  site = (party: string, code: string) =>
    this.#find('sites', `${party}/${code}`, (row) => `${row.party}/${row.code}`);
  quota = (name: string) => this.#find('quotas', name, quotaName);

  party(id: string): IndexTables['parties'] | undefined {
    const row = this.#rows.parties.get(id) ?? this.#facts.parties.get(id);
    return row && { ...row, ...this.#changed('parties', id) };
  }

  /** The schemes that a lot carries: it was born with them and has not lost them since. */
  claimsOf(lot: string): readonly string[] {
    if (this.#changed('lot_claims', lot).lost === 1) return [];
    const rows = [
      ...(this.#facts.claims.get(lot) ?? []),
      ...this.#rows.added.lot_claims.filter((row) => row.lot === lot),
    ];
    return rows.filter(({ lost }) => lost === 0).map(({ scheme }) => scheme);
  }

  /** A row as it stands now: what later events set in it included. */
  #find<T extends AddedTable & keyof ClaimFacts>(
    table: T,
    name: string,
    nameOf: (row: IndexTables[T]) => string,
  ): IndexTables[T] | undefined {
    // ClaimFacts keeps the rows of each table under the table's name; TypeScript does not see it through T.
    const facts = this.#facts[table] as unknown as ReadonlyMap<string, IndexTables[T]>;
    const row = facts.get(name) ?? this.#rows.added[table].find((one) => nameOf(one) === name);
    return row && { ...row, ...this.#changed(table, name) };
  }

  #changed(table: string, name: string): Readonly<Record<string, string | number | null>> {
    return this.#rows.changes.get(changeName(table, name))?.set ?? {};
  }
}

export const quotaName = (row: {
  readonly party: string;
  readonly site: string;
  readonly commodity: string;
  readonly season: string;
}): string => `${row.party}/${row.site}/${row.commodity}/${row.season}`;

export const changeName = (table: string, name: string): string => `${table} ${name}`;
