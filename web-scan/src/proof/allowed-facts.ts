import type { ProvenEvent, ProvenLot } from '../verify/index.ts';
import { addAmounts, amountIn, type ExactAmount, exactText } from './spoken-amount.ts';

/** What a row of the page may say, if it tells of an event truthfully. */
export interface AllowedFacts {
  /** RFC 3339: what the event states, and when it was recorded. */
  readonly instants: ReadonlySet<string>;
  /** As `exactText` writes them. */
  readonly amounts: ReadonlySet<string>;
  /** Lots that it names or touches. */
  readonly lots: ReadonlySet<string>;
}

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const lotPattern = /^\d{14}\/[!-~]{1,20}$/;

/** `others`: the events that this one answers, whose goods it moves without naming them: a cancelled or received shipment, a corrected event. */
export function allowedFacts(
  { id, event, time }: ProvenEvent,
  others: readonly ProvenEvent[],
  lots: ReadonlyMap<string, ProvenLot>,
): AllowedFacts {
  const payloads = [event, ...others.map((other) => other.event)];
  const texts = textsIn(payloads);
  const touched = [...lots].flatMap(([lot, { ids }]) => (ids.includes(id) ? [lot] : []));
  return {
    instants: new Set([time, ...texts.filter((text) => instantPattern.test(text))]),
    amounts: new Set(payloads.flatMap(amountsOf).map(exactText)),
    lots: new Set([...texts.filter((text) => lotPattern.test(text)), ...touched]),
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Every amount that a payload states, and the sums that a page makes of its lines: of a line, of a product, of all lines of one outcome. */
function amountsOf(payload: Readonly<Record<string, unknown>>): ExactAmount[] {
  const stated = statedIn(payload);
  const sums = ['lines', 'inputs', 'outputs'].flatMap((side) => sumsOf(payload[side]));
  return [...stated, ...sums, {}];
}

function statedIn(value: unknown): ExactAmount[] {
  const amount = amountIn(value);
  if (amount) return [amount];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(statedIn) : [];
}

function sumsOf(lines: unknown): ExactAmount[] {
  if (!Array.isArray(lines)) return [];
  const sums = new Map<string, ExactAmount>();
  const whole: ExactAmount[] = [];
  for (const line of lines as readonly Readonly<Record<string, unknown>>[]) {
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
