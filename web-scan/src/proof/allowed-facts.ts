import type { ProvenEvent, ProvenLot } from '../verify/index.ts';
import { wordsOfDay } from './compare-row.ts';
import { addAmounts, amountIn, type ExactAmount, exactText } from './spoken-amount.ts';

/** What a row of the page may say, if it tells of an event truthfully. */
export interface AllowedFacts {
  /** RFC 3339: what the event states, when it was recorded, and when it was corrected. */
  readonly instants: ReadonlySet<string>;
  /** As `exactText` writes them. */
  readonly amounts: ReadonlySet<string>;
  /** Lots that it names or touches. */
  readonly lots: ReadonlySet<string>;
  /** Days that it names, in every spelling of the pages. */
  readonly days: ReadonlySet<string>;
  /** Every text that it has, word for word. */
  readonly texts: ReadonlySet<string>;
}

/** What is known beside an event and those that it answers. */
export interface Around {
  readonly lots: ReadonlyMap<string, ProvenLot>;
  readonly corrections: readonly ProvenEvent[];
}

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const dayPattern = /^\d{4}-\d\d-\d\d$/;
const lotPattern = /^\d{14}\/[!-~]{1,20}$/;

/** `others`: the events that this one answers, whose goods it moves without naming them: a cancelled or received shipment, a corrected event. */
export function allowedFacts(
  { id, event, time }: ProvenEvent,
  others: readonly ProvenEvent[],
  { lots, corrections }: Around,
): AllowedFacts {
  const payloads = [event, ...others.map((other) => other.event)];
  const texts = textsIn(payloads);
  const touched = [...lots].flatMap(([lot, { ids }]) => (ids.includes(id) ? [lot] : []));
  return {
    instants: new Set([
      time,
      ...corrections.map((correction) => correction.time),
      ...texts.filter((text) => instantPattern.test(text)),
    ]),
    amounts: new Set(payloads.flatMap((payload) => amountsOf(payload, lots)).map(exactText)),
    lots: new Set([...texts.filter((text) => lotPattern.test(text)), ...touched]),
    days: new Set(texts.filter((text) => dayPattern.test(text)).flatMap(wordsOfDay)),
    texts: new Set(texts),
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * Every amount that a payload states, and the sums that a page makes of its lines: of a line, of a lot, of a product, of all lines of one outcome.
 * A page tells of the lots of its own family alone, so also of those lines.
 */
function amountsOf(
  payload: Readonly<Record<string, unknown>>,
  family: ReadonlyMap<string, unknown>,
): ExactAmount[] {
  const sums = ['lines', 'inputs', 'outputs'].flatMap((side) => {
    const lines = linesIn(payload[side]);
    return [...sumsOf(lines), ...sumsOf(lines.filter(({ lot }) => family.has(String(lot))))];
  });
  return [...statedIn(payload), ...sums];
}

type LineOfGoods = Readonly<Record<string, unknown>>;

const linesIn = (side: unknown): readonly LineOfGoods[] => (Array.isArray(side) ? side : []);

function statedIn(value: unknown): ExactAmount[] {
  const amount = amountIn(value);
  if (amount) return [amount];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(statedIn) : [];
}

function sumsOf(lines: readonly LineOfGoods[]): ExactAmount[] {
  const sums = new Map<string, ExactAmount>();
  const whole: ExactAmount[] = [];
  for (const line of lines) {
    const parts = Object.entries(line).flatMap(([name, value]) => {
      const amount = amountIn(value);
      return amount ? [[name, amount] as const] : [];
    });
    const total = parts.reduce<ExactAmount>((sum, [, amount]) => addAmounts(sum, amount), {});
    whole.push(total);
    const gtin = String(line.lot).slice(0, 14);
    for (const [name, amount] of [...parts, [gtin, total] as const, [String(line.lot), total] as const])
      sums.set(name, addAmounts(sums.get(name) ?? {}, amount));
  }
  return [...whole, ...sums.values()];
}

/** The events whose goods an event moves without naming them, of those that are proven. */
export function answeredBy({ event }: ProvenEvent, events: ReadonlyMap<string, ProvenEvent>): ProvenEvent[] {
  const corrected = typeof event.event === 'string' ? events.get(event.event) : undefined;
  const sent =
    typeof event.shipment === 'string'
      ? [...events.values()].filter(
          ({ event: other }) =>
            other.act === 'dispatch' && `${other.party}/${other.number}` === event.shipment,
        )
      : [];
  return corrected ? [corrected, ...sent] : sent;
}

/** What was told of an event afterwards, of what is proven: that it is wrong. */
export const correctionsOf = (id: string, events: ReadonlyMap<string, ProvenEvent>): ProvenEvent[] =>
  [...events.values()].filter(({ event }) => event.act === 'correct' && event.event === id);
