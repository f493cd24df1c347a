import type { ProvenEvent, Verdict } from '../verify/index.ts';
import { correctionsOf } from './allowed-facts.ts';
import { addAmounts, amountIn, type ExactAmount } from './spoken-amount.ts';

/** What was made of a lot, as the event says that made it; undefined where that event is not proven. */
export function createdAmount(lot: string, { lots, events }: Verdict): ExactAmount | undefined {
  const made = events.get(lots.get(lot)?.state.madeBy ?? '')?.event;
  if (!made) return undefined;
  const output = linesOf(made.outputs).find((line) => line.lot === lot);
  return amountIn(output ? output.amount : made.amount);
}

/** What was sold of it less what customers brought back, by all of its events; undefined where they are not all there. */
export function soldAmount(lot: string, verdict: Verdict): ExactAmount | undefined {
  const { complete, ids } = verdict.lots.get(lot) ?? { complete: false, ids: [] };
  if (!complete) return undefined;
  const counted = ids
    .flatMap((id) => verdict.events.get(id) ?? [])
    .filter((event) => !isUndone(event, verdict));
  return counted.reduce<ExactAmount>((sum, { event }) => addAmounts(sum, movedBy(event, lot)), {});
}

const isUndone = ({ id }: ProvenEvent, { events }: Verdict): boolean =>
  correctionsOf(id, events).some(({ event }) => event.reverse === true);

function movedBy({ act, lines }: ProvenEvent['event'], lot: string): ExactAmount {
  if (act !== 'sell' && act !== 'takeBack') return {};
  const sum = linesOf(lines)
    .filter((line) => line.lot === lot)
    .reduce<ExactAmount>((before, line) => addAmounts(before, amountIn(line.amount) ?? {}), {});
  return act === 'sell' ? sum : negative(sum);
}

function negative(amount: ExactAmount): ExactAmount {
  return Object.fromEntries(Object.entries(amount).map(([measure, value]) => [measure, -value]));
}

const linesOf = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value : [];
