import { type Handover, handoversOf, type NumberedStep } from './handover.ts';
import type { LotPageData } from './lot-page-data.ts';

/** A page stays readable and light: what lies further back is on the pages of the earlier lots. */
export const wayLimits = { stepsMax: 100, ancestorsMax: 60 } as const;

/** The part of a lot's way that its page shows. */
export interface ShownWay {
  /** Oldest first. Numbers count all steps of the data, so they do not change with what is shown. */
  readonly steps: readonly NumberedStep[];
  readonly numbers: ReadonlySet<number>;
  /** Of all steps of the data, shown or not. */
  readonly handovers: ReadonlyMap<string, Handover>;
  /** True where the data lack steps. */
  readonly truncated: boolean;
}

/** All steps, or where there are too many those nearest to the lot, the newest of each depth first. */
export function chooseWay(data: LotPageData): ShownWay {
  const all = data.steps.map((step, index) => ({ number: index + 1, step }));
  const steps = all
    .toSorted((one, other) => one.step.depth - other.step.depth || other.number - one.number)
    .slice(0, wayLimits.stepsMax)
    .sort((one, other) => one.number - other.number);
  return {
    steps,
    numbers: new Set(steps.map(({ number }) => number)),
    handovers: handoversOf(all),
    truncated: data.truncated || steps.length < all.length || data.ancestors.length > wayLimits.ancestorsMax,
  };
}
