import { type ActorName, actor } from './cast.ts';
import { digestOf } from './digest.ts';
import { certificateOf } from './grants.ts';
import type { Line } from './stage.ts';
import type { Amount, Steps } from './steps.ts';

interface Inspection {
  /** Who holds the goods, and where. */
  readonly by: ActorName;
  readonly site: string;
  readonly lot: string;
  readonly amount: Amount;
  readonly daysAgo: number;
  readonly verdict: 'passed' | 'failed';
  /** Standard of the method. */
  readonly method: string;
}

/** 抽样 and 检验: a regulator takes a sample, the holder signs too and no longer has it; two days later the laboratory says what it found. */
export function inspection(steps: Steps, told: Inspection): Line[] {
  const { by, site, lot, amount, daysAgo, verdict, method } = told;
  const name = `sample ${lot}`;
  return [
    steps.line(
      { by: 'regulator', daysAgo, cosigners: [by], name },
      {
        act: 'sample',
        holder: actor(by).party,
        site,
        lot,
        amount,
        seal: digestOf(`seal ${lot}`),
        retained: true,
        purpose: 'spotCheck',
      },
    ),
    steps.line(
      { by, daysAgo: daysAgo - 0.1 },
      { act: 'dispose', site, lines: [{ lot, amount }], reason: 'sample' },
    ),
    steps.line({ by: 'laboratory', daysAgo: daysAgo - 2 }, (said) => ({
      act: 'inspect',
      sample: said(name),
      lot,
      certificate: certificateOf('laboratory', 'laboratory'),
      verdict,
      parameters: [{ method, verdict }],
      report: digestOf(`report ${lot}`),
    })),
  ];
}
