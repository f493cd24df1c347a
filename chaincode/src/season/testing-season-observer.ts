import { expect } from 'vitest';
import {
  type Amount,
  type BreachCode,
  type CodesRecord,
  type EventRecord,
  gtinOf,
  type HoldingRecord,
  type HoldRecord,
  keyOf,
  type LotRecord,
  measures,
  type PartyRecord,
  type QuotaRecord,
  type QuotaSpansRecord,
  type RecallRecord,
  type Result,
  type ShipmentRecord,
} from '../model/index.ts';
import type { Fields } from '../model/testing.ts';
import { Book, placesOf } from './testing-season-book.ts';
import { isInQuota } from './testing-season-days.ts';
import type { Telling } from './testing-season-sight.ts';
import { headG, quotaHeads, type SeasonWorld, schemes } from './testing-season-world.ts';

/** One key that a recorded event wrote: what was there before, and after. */
export interface Write {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
}

type Found = { readonly telling: Telling; readonly result: Result; readonly writes: readonly Write[] };

/**
 * Watches a season: of every event that was recorded it asks the law's invariants (law.md, What always holds) of what it wrote.
 * It knows the acts' words and the state's records, and none of the rules' code.
 */
export class Observer {
  readonly #at: SeasonWorld;
  readonly book = new Book();
  readonly seen = new Map<string, number>();
  readonly #partyOfDevice: ReadonlyMap<string, string>;

  constructor(at: SeasonWorld) {
    this.#at = at;
    const traders = [
      ...Object.values(at.actors),
      ...Object.values(at.registrars),
      at.certifier,
      at.regulator,
      at.countyRegulator,
      at.laboratory,
      at.hand,
    ];
    this.#partyOfDevice = new Map(traders.map(({ id, device }) => [device.kid, id]));
  }

  see(found: Found): void {
    const { telling, result, writes } = found;
    this.#count(`${telling.fields.act} ${result.status}`);
    if (result.status !== 'recorded') {
      expect(
        writes.map(({ key }) => key),
        `${telling.fields.act} was ${result.status}`,
      ).toEqual([]);
      return;
    }
    for (const breach of result.breaches) this.#count(breach);
    const before = (key: string) => writes.find((write) => write.key === key)?.before;
    this.book.enter(result.id, telling.fields, before);
    this.#requireHands(telling, writes);
    this.#requireSums(writes);
    this.#requireLots(telling.fields, writes);
    if (telling.fields.act === 'transform') this.#requireInheritance(telling.fields, result.breaches, writes);
    if (telling.fields.act === 'recall' && telling.fields.drill)
      expect(writes.filter(({ key }) => key.startsWith('lot/'))).toEqual([]);
    for (const { key, after } of writes)
      if (key.startsWith('codes/')) this.#requireCodes(key, after as CodesRecord);
  }

  #count(what: string): void {
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  read<R>(key: string): R | undefined {
    return this.#at.world.state.at(key) as R | undefined;
  }

  records<R>(kind: string): [string, R][] {
    const keys = [...this.#at.world.state.values.keys()].filter((key) => key.startsWith(`${kind}/`));
    return keys.map((key) => [key.slice(kind.length + 1), this.read<R>(key) as R]);
  }

  /** Invariant 5: a holding's amounts change by the word of its own party's device alone; a shipment's by its two hands. */
  #requireHands({ fields, signers }: Telling, writes: readonly Write[]): void {
    const signed = signers.map(({ kid }) => this.#partyOfDevice.get(kid));
    expect(this.#speaksFor(fields, signed[0]), `who says ${fields.act}`).toBe(fields.party);
    for (const { key, before, after } of writes) {
      const [kind, owner = ''] = key.split('/');
      if (kind === 'holding' && amountsOf(before) !== amountsOf(after))
        expect(owner, `${fields.act} of ${fields.party} changes ${key}`).toBe(fields.party);
      if (kind === 'shipment') requireHandsOf(fields, signed, [owner, (after as ShipmentRecord).to]);
    }
  }

  /** The party that a device may speak for: its own, or the one that gave its party the season's one mandate. */
  #speaksFor({ party, act }: Fields, own: string | undefined): unknown {
    const { herder, neighbour } = this.#at.actors;
    const isMandated =
      party === herder.id &&
      own === neighbour.id &&
      ['commission', 'dispatch', 'receive'].includes(String(act));
    return isMandated ? party : own;
  }

  /** Invariant 1, of every lot that was touched: what is somewhere is what was made, less what went. Nothing is negative. */
  #requireSums(writes: readonly Write[]): void {
    const touched = new Set(writes.flatMap(lotsIn));
    if (touched.size === 0) return;
    const holdings = this.records<HoldingRecord>('holding');
    const shipments = this.records<ShipmentRecord>('shipment');
    for (const lot of touched) {
      const found = placesOf(lot, holdings, shipments);
      const expected = this.book.expected(lot) ?? { there: {}, sold: {} };
      requireSame(found.there, expected.there, `${lot} that is somewhere`);
      requireSame(found.sold, expected.sold, `${lot} sold`);
    }
    for (const { key, after } of writes) {
      if (key.startsWith('holding/')) expect(amountsOf(after)).not.toMatch(/-\d/);
    }
  }

  /** A lot stays what it was: nobody gives it claims afterwards, nor another maker, amount or parent. */
  #requireLots(fields: Fields, writes: readonly Write[]): void {
    for (const { key, before, after } of writes) {
      if (!key.startsWith('lot/')) continue;
      const lot = after as LotRecord;
      if (before) requireSameLot(before as LotRecord, lot);
      else if (fields.act === 'admit') expect(lot.claims ?? []).toEqual([]);
      else if (fields.act === 'commission') this.#requireOrigin(fields, lot);
    }
  }

  /** Invariants 2 and 4 at the origin: a claim is of the maker's own scheme, place and days, and within its quota. */
  #requireOrigin(fields: Fields, lot: LotRecord): void {
    const claims = lot.claims ?? [];
    if (claims.length === 0) return;
    const { actors, goods } = this.#at;
    const { herder, neighbour } = actors;
    const own =
      fields.party === herder.id ? [...schemes] : fields.party === neighbour.id ? ['mengzibiao'] : [];
    expect(own).toEqual(expect.arrayContaining([...claims]));
    expect(fields.site).toBe('PASTURE-1');
    expect(gtinOf(String(fields.lot))).toBe(fields.party === herder.id ? goods.lamb.gtin : goods.lamb2.gtin);
    expect(isInQuota(this.#at.days, String(fields.eventTime))).toBe(true);
  }

  #standing(ids: readonly string[] | undefined, kind: 'hold' | 'recall'): boolean {
    return (ids ?? []).some((id) => this.stands(kind, id));
  }

  /** True where a hold or recall is neither released nor closed. */
  stands(kind: 'hold' | 'recall', id: string): boolean {
    const record = this.read<HoldRecord & RecallRecord>(`${kind}/${id}`);
    return record !== undefined && record.releasedAt === undefined && record.closedAt === undefined;
  }

  /** Invariants 3, 4 and 6 at a transform: bands exactly, claims of every principal input, and what is wrong with an input is wrong with each output. */
  #requireInheritance(fields: Fields, breaches: readonly string[], writes: readonly Write[]): void {
    const inputs = fields.inputs as readonly { lot: string; amount: { massG?: number }; returned?: true }[];
    const lots = inputs.map(({ lot }) => this.read<LotRecord>(keyOf.lot(lot)) as LotRecord);
    const outputs = (fields.outputs as readonly { lot: string; amount: { massG?: number } }[]).map(
      (output) => ({
        ...output,
        record: writes.find(({ key }) => key === keyOf.lot(output.lot))?.after as LotRecord,
      }),
    );
    const wrong = this.#wrongWith(fields, lots, writes);
    expect(breaches).toEqual(expect.arrayContaining(wrong));
    for (const { record, lot } of outputs) {
      if (wrong.length > 0) {
        expect(record.claims ?? [], `${lot} of unsafe inputs`).toEqual([]);
        expect(this.#standing(record.holds, 'hold'), `${lot} of unsafe inputs is held`).toBe(true);
      }
      const principal = lots.filter(({ category }) => category !== 'season-salt');
      for (const { claims = [] } of principal)
        expect(claims, lot).toEqual(expect.arrayContaining([...(record.claims ?? [])]));
    }
    this.#requireBands(fields, inputs, outputs);
  }

  /** What was wrong with the inputs when they went in, from the records of that moment. */
  #wrongWith(fields: Fields, lots: readonly LotRecord[], writes: readonly Write[]): BreachCode[] {
    const inputs = fields.inputs as readonly { lot: string; returned?: true }[];
    const place = `holding/${fields.party}/${fields.site}`;
    const places = inputs.map(
      ({ lot }) => writes.find(({ key }) => key === `${place}/${lot}`)?.before as HoldingRecord,
    );
    const party = this.read<PartyRecord>(keyOf.party(String(fields.party)));
    const holds = [party?.holds, ...[...lots, ...places].map((record) => record.holds)];
    return [
      ...(holds.some((ids) => this.#standing(ids, 'hold')) ? (['ON_HOLD'] as const) : []),
      ...(lots.some(({ recalls }) => this.#standing(recalls, 'recall')) ? (['RECALLED'] as const) : []),
      ...(inputs.some(({ returned }) => returned) ? (['RETURNED_FOOD'] as const) : []),
    ];
  }

  #requireBands(
    fields: Fields,
    inputs: readonly { lot: string; amount: { massG?: number } }[],
    outputs: readonly { lot: string; amount: { massG?: number }; record: LotRecord }[],
  ): void {
    const claimed = outputs.filter(({ record }) => (record.claims ?? []).length > 0);
    if (claimed.length === 0) return;
    const permille = { 'split@1': 1000n, 'slaughter@1': 540n, 'cut@1': 900n, 'repack@1': 1000n }[
      String(fields.process)
    ];
    const principal = inputs.filter(({ lot }) => gtinOf(lot) !== this.#at.goods.salt.gtin);
    const massOf = (parts: readonly { amount: { massG?: number } }[]): bigint =>
      parts.reduce((sum, { amount }) => sum + BigInt(amount.massG ?? 0), 0n);
    expect(massOf(outputs) * 1000n <= massOf(principal) * (permille ?? 0n), 'claims within the band').toBe(
      true,
    );
  }

  #requireCodes(key: string, { sets }: CodesRecord): void {
    const lot = this.read<LotRecord>(`lot/${key.split('/').slice(2).join('/')}`);
    const active = sets.reduce((sum, { activated, voided }) => {
      const places = new Set(activated.flatMap(([from, to]) => span(from, to)));
      for (const place of voided.flatMap(([from, to]) => span(from, to))) places.delete(place);
      return sum + places.size;
    }, 0);
    if (active > 0) expect(active).toBeLessThanOrEqual(lot?.created.count ?? 0);
  }

  /** Invariants 2 and 3 over the whole season: quotas add up, and no kilogram of a scheme came from nowhere. */
  requireSeason(): void {
    const lots = this.records<LotRecord>('lot').filter(([, lot]) => !lot.reversed);
    const { herder, neighbour } = this.#at.actors;
    for (const [name, { id }] of Object.entries({ herder, neighbour })) {
      const quotas = this.records<QuotaRecord>('quota').filter(([key]) =>
        key.startsWith(`${id}/PASTURE-1/sheep/`),
      );
      const capacity = quotaHeads[name as keyof typeof quotaHeads];
      for (const [key, { granted, used }] of quotas) {
        expect(granted.count, key).toBeLessThanOrEqual(capacity);
        expect(granted.massG, key).toBeLessThanOrEqual(capacity * headG);
        for (const measure of measures)
          expect(used[measure] ?? 0, `${key} ${measure}`).toBeLessThanOrEqual(granted[measure] ?? 0);
      }
      const claimed = lots.filter(
        ([lot, { maker, claims }]) => maker === id && claims && this.#isOrigin(lot),
      );
      const used = quotas.reduce((sum, [, quota]) => sum + (quota.used.count ?? 0), 0);
      const created = claimed.reduce((sum, [, lot]) => sum + (lot.created.count ?? 0), 0);
      expect(used, `quota of ${name} used`).toBe(created);
      this.#requireApart(`${id}/PASTURE-1/sheep`);
    }
    for (const scheme of schemes) this.#requireNoneMinted(scheme, lots);
  }

  #isOrigin(lot: string): boolean {
    const madeBy = this.read<LotRecord>(`lot/${lot}`)?.madeBy ?? '';
    return this.read<EventRecord>(`event/${madeBy}`)?.act === 'commission';
  }

  #requireApart(place: string): void {
    const spans = this.read<QuotaSpansRecord>(`quotaSpans/${place}`)?.spans ?? [];
    const sorted = [...spans].sort((left, right) => (left.from < right.from ? -1 : 1));
    for (const [index, next] of sorted.slice(1).entries())
      expect((sorted[index]?.until ?? '') < next.from, `${place} ${next.season}`).toBe(true);
  }

  /** Carcasses of a scheme weigh at most 540 ‰ of the lambs of it that were born, cuts at most 900 ‰ of the carcasses. */
  #requireNoneMinted(scheme: string, lots: readonly (readonly [string, LotRecord])[]): void {
    const massOf = (category: string, process?: string): bigint =>
      lots
        .filter(([lot, record]) => {
          if (record.category !== category || !record.claims?.includes(scheme)) return false;
          if (process === undefined) return this.#isOrigin(lot);
          return this.book.fieldsOf(record.madeBy)?.process === process;
        })
        .reduce((sum, [, { created }]) => sum + BigInt(created.massG ?? 0), 0n);
    const carcass = massOf('season-carcass', 'slaughter@1');
    expect(carcass * 1000n <= massOf('season-lamb') * 540n, `${scheme} carcasses`).toBe(true);
    expect(massOf('season-cut', 'cut@1') * 1000n <= carcass * 900n, `${scheme} cuts`).toBe(true);
  }
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

function amountsOf(record: unknown): string {
  const { available = {}, sold = {}, returned = {}, loaded = {} } = (record ?? {}) as Partial<HoldingRecord>;
  const text = (amount: object) =>
    JSON.stringify(measures.map((measure) => (amount as { [m: string]: number })[measure] ?? 0));
  return [available, sold, returned, loaded].map(text).join(' ');
}

/** Only the sender and the addressee speak of a shipment; a handover is undone by both. */
function requireHandsOf(fields: Fields, signed: readonly (string | undefined)[], hands: string[]): void {
  expect(hands, `${fields.act} of a shipment`).toContain(fields.party);
  if (fields.act === 'correct') expect(signed).toEqual(expect.arrayContaining(hands));
}

function requireSameLot(old: LotRecord, lot: LotRecord): void {
  expect(old.claims ?? []).toEqual(expect.arrayContaining([...(lot.claims ?? [])]));
  const { maker, created, madeBy, madeAt, category, site } = old;
  expect(lot).toMatchObject({ maker, created, madeBy, madeAt, category, site });
  if (old.stripped) expect(lot.stripped).toBe(true);
  if (old.test === 'failed') expect(lot.test).toBe('failed');
}

function lotsIn({ key, after }: Write): string[] {
  if (key.startsWith('holding/')) return [key.split('/').slice(3).join('/')];
  return key.startsWith('shipment/') ? (after as ShipmentRecord).lines.map(({ lot }) => lot) : [];
}

/** `expect` is for the message: it is slow over as many steps. */
function requireSame(found: Amount, wanted: Amount, what: string): void {
  for (const measure of measures) {
    const [left, right] = [found[measure] ?? 0, wanted[measure] ?? 0];
    if (left !== right) expect(left, `${what}, ${measure}`).toBe(right);
  }
}
