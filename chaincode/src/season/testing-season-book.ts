import {
  type Amount,
  add,
  type EventRecord,
  type HoldingRecord,
  keyOf,
  type Measure,
  measures,
  nothing,
  type ShipmentRecord,
} from '../model/index.ts';
import type { Fields } from '../model/testing.ts';

/** What the teller's events say of one lot, kept apart from the ledger's own records. */
interface Entry {
  created: Amount;
  /** Counted more (positive) or less than the books. */
  recounted: { [measure in Measure]?: number };
  sold: Amount;
  /** Used, disposed of, or written off. */
  gone: Amount;
}

interface Line {
  readonly lot: string;
  readonly amount: Amount;
}

interface Counted {
  readonly lot: string;
  readonly counted: Amount;
}

/** Double entry over what was recorded: from the events' own words alone, it knows what of each lot must be somewhere. */
export class Book {
  readonly #lots = new Map<string, Entry>();
  readonly #told = new Map<string, Fields>();

  enter(id: string, fields: Fields, before: (key: string) => unknown): void {
    this.#told.set(id, fields);
    this.#entering[String(fields.act)]?.(fields, before);
  }

  /** What each act does to the sums; the others move goods, or none. */
  readonly #entering: { readonly [act: string]: (fields: Fields, before: (key: string) => unknown) => void } =
    {
      commission: (fields) => this.#make({ lot: String(fields.lot), amount: fields.amount as Amount }),
      admit: (fields) => this.#make({ lot: String(fields.lot), amount: fields.amount as Amount }),
      transform: (fields) => {
        for (const line of fields.inputs as Line[]) this.#gone(line, 1);
        for (const line of fields.outputs as Line[]) this.#make(line);
      },
      sell: (fields) => {
        for (const line of fields.lines as Line[]) this.#sold(line, 1);
      },
      takeBack: (fields) => {
        for (const line of fields.lines as Line[]) this.#sold(line, -1);
      },
      dispose: (fields) => {
        for (const line of fields.lines as Line[]) this.#gone(line, 1);
      },
      settle: (fields) => {
        for (const { lot, writtenOff } of fields.lines as { lot: string; writtenOff?: Amount }[])
          if (writtenOff) this.#gone({ lot, amount: writtenOff }, 1);
      },
      recount: (fields, before) => this.#recount(fields, before),
      correct: (fields) => {
        if (fields.reverse) this.#reverse(String(fields.event));
      },
    };

  #entry(lot: string): Entry {
    const known = this.#lots.get(lot) ?? { created: nothing, recounted: {}, sold: nothing, gone: nothing };
    this.#lots.set(lot, known);
    return known;
  }

  #make({ lot, amount }: Line): void {
    this.#entry(lot).created = amount;
  }

  #gone({ lot, amount }: Line, sign: 1 | -1): void {
    const entry = this.#entry(lot);
    entry.gone = signed(entry.gone, amount, sign);
  }

  #sold({ lot, amount }: Line, sign: 1 | -1): void {
    const entry = this.#entry(lot);
    entry.sold = signed(entry.sold, amount, sign);
  }

  #recount(fields: Fields, before: (key: string) => unknown): void {
    const held = new Map<string, Amount>();
    for (const { lot, counted } of fields.lines as readonly Counted[]) {
      const key = keyOf.holding(String(fields.party), String(fields.site), lot);
      const available = (before(key) as HoldingRecord | undefined)?.available ?? nothing;
      held.set(lot, available);
      this.#count({ lot, counted }, available, 1);
    }
    this.#recounts.set([...this.#told.keys()].at(-1) ?? '', held);
  }

  #count({ lot, counted }: Counted, held: Amount, sign: 1 | -1): void {
    const { recounted } = this.#entry(lot);
    for (const measure of measures) {
      if (counted[measure] === undefined) continue;
      const difference = counted[measure] - (held[measure] ?? 0);
      recounted[measure] = (recounted[measure] ?? 0) + sign * difference;
    }
  }

  /** Recount event → what was held before, by lot. */
  readonly #recounts = new Map<string, ReadonlyMap<string, Amount>>();

  /** What an undone event had done; handovers and moves change no sum. */
  #reverse(id: string): void {
    const fields = this.#told.get(id);
    if (fields?.act === 'commission' || fields?.act === 'admit') this.#lots.delete(String(fields.lot));
    if (fields?.act === 'transform') {
      for (const line of fields.inputs as Line[]) this.#gone(line, -1);
      for (const { lot } of fields.outputs as Line[]) this.#lots.delete(lot);
    }
    if (fields?.act !== 'recount') return;
    for (const line of fields.lines as readonly Counted[])
      this.#count(line, this.#recounts.get(id)?.get(line.lot) ?? nothing, -1);
  }

  /** Of a lot: what must lie in holdings and shipments, and what was sold, in one number a measure. */
  expected(lot: string): { readonly there: Amount; readonly sold: Amount } | undefined {
    const entry = this.#lots.get(lot);
    if (!entry) return undefined;
    const there = measures.flatMap((measure) => {
      const created = entry.created[measure];
      if (created === undefined) return [];
      const left =
        created + (entry.recounted[measure] ?? 0) - (entry.gone[measure] ?? 0) - (entry.sold[measure] ?? 0);
      return [[measure, left] as const];
    });
    return { there: Object.fromEntries(there), sold: entry.sold };
  }

  /** True where the lot was being treated at the instant, or less than the drug's 28 days had gone since. */
  isInInterval(lot: string, instant: string): boolean {
    return [...this.#told.values()].some((fields) => {
      if (fields.act !== 'treat' || fields.lot !== lot) return false;
      const over = new Date(Date.parse(String(fields.to)) + 28 * 86_400_000).toISOString();
      return String(fields.from) <= instant && instant < over;
    });
  }

  fieldsOf(id: string): Fields | undefined {
    return this.#told.get(id);
  }
}

function signed(left: Amount, right: Amount, sign: 1 | -1): Amount {
  const entries = measures.flatMap((measure) => {
    if (left[measure] === undefined && right[measure] === undefined) return [];
    return [[measure, (left[measure] ?? 0) + sign * (right[measure] ?? 0)] as const];
  });
  return Object.fromEntries(entries);
}

/** What the ledger says of where a lot is: all holdings, and shipments that nobody has closed. */
export function placesOf(
  lot: string,
  holdings: readonly (readonly [string, HoldingRecord])[],
  shipments: readonly (readonly [string, ShipmentRecord])[],
): { readonly there: Amount; readonly sold: Amount } {
  const own = holdings.filter(([key]) => key.endsWith(`/${lot}`)).map(([, holding]) => holding);
  const held = own.flatMap(({ available, returned = nothing, loaded = nothing }) => [
    available,
    returned,
    loaded,
  ]);
  const sent = shipments.flatMap(([, { state, lines }]) =>
    lines
      .filter((line) => line.lot === lot)
      .flatMap((line) => {
        if (state === 'open') return [line.sent];
        const isOpen = state === 'disputed' || state === 'refused';
        return isOpen ? [line.refused ?? nothing, line.missing ?? nothing] : [];
      }),
  );
  return {
    there: [...held, ...sent].reduce(add, nothing),
    sold: own.map(({ sold }) => sold).reduce(add, nothing),
  };
}

/** The making events, as the told ones have them: output lot → input lots. */
export function parentsIn(
  events: readonly (readonly [string, EventRecord])[],
): Map<string, readonly string[]> {
  const parents = new Map<string, readonly string[]>();
  for (const [, { effect }] of events) {
    if (effect?.did !== 'made') continue;
    for (const output of effect.outputs)
      parents.set(
        output,
        effect.inputs.map(({ lot }) => lot),
      );
  }
  return parents;
}
