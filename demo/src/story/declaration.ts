import type { Line } from './stage.ts';
import type { Amount, Steps, Telling } from './steps.ts';

interface Declaration extends Telling {
  readonly site: string;
  readonly lot: string;
  readonly amount: Amount;
  /** 1 of who grew it, 2 of who collected and split it. */
  readonly form: 1 | 2;
}

/** 承诺达标合格证, by the hand of a person: what the form promises, and that quality was controlled. */
export function declaration(steps: Steps, { site, lot, amount, form, ...telling }: Declaration): Line {
  return steps.line(telling, {
    act: 'declare',
    site,
    lot,
    amount,
    form,
    basis: 'qualityControl',
    statements:
      form === 1
        ? ['noBannedInputs', 'residuesWithinLimits']
        : ['certificateCollected', 'noForbiddenAdditives'],
  });
}
