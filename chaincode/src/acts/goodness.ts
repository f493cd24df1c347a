import {
  type BreachCode,
  type CategoryRecord,
  chinaDayOf,
  instantMs,
  type LotRecord,
  limits,
  type Paper,
  type PaperKind,
  uses,
  type WantingAct,
} from '../model/index.ts';
import type { Scene } from './act.ts';
import { isHeld, isRecalled, type Marks, type Standing } from './marks.ts';

/** An event that handles goods, with the papers that it shows. */
export interface HandlingEvent {
  readonly eventTime: string;
  readonly papers?: readonly Paper[] | undefined;
}

/** PAPER_MISSING and PAPER_EXPIRED: a category wants papers of a kind at this act; one that holds on the said day is enough. */
export function paperBreaches(
  wanted: readonly PaperKind[],
  { eventTime, papers = [] }: HandlingEvent,
): BreachCode[] {
  const day = chinaDayOf(eventTime);
  const holds = ({ validFrom = day, validUntil = day }: Paper): boolean =>
    validFrom <= day && day <= validUntil;
  return wanted.flatMap((kind): BreachCode[] => {
    const shown = papers.filter((paper) => paper.kind === kind);
    if (shown.length === 0) return ['PAPER_MISSING'];
    return shown.some(holds) ? [] : ['PAPER_EXPIRED'];
  });
}

/** TEST_MISSING: a category wants a passed test before this act. */
export const testBreaches = (lot: LotRecord, category: CategoryRecord, act: WantingAct): BreachCode[] =>
  category.tests?.includes(act) && lot.test !== 'passed' ? ['TEST_MISSING'] : [];

/** After every day: what states no date never expires. */
const noDay = '9999-99-99';

/** EXPIRED: past its date when it was said to happen, or so long before it was recorded that the said time alone is no reason to believe otherwise. */
export function dateBreaches(
  { bestBefore = noDay }: LotRecord,
  { eventTime }: HandlingEvent,
  scene: Scene,
): BreachCode[] {
  const trusted = new Date(instantMs(scene.recordedAt) - limits.lateMs).toISOString();
  const isPast = [eventTime, trusted].some((instant) => chinaDayOf(instant) > bestBefore);
  return isPast ? ['EXPIRED'] : [];
}

/** INTERVAL_NOT_OVER: goods of this use may not be made of it, or leave, before the interval of what was used ends. */
export function intervalBreaches(
  earliest: LotRecord['earliest'],
  use: CategoryRecord['use'],
  { eventTime }: HandlingEvent,
): BreachCode[] {
  const isWithin = uses.some((one) => one === use && eventTime < (earliest?.[one] ?? ''));
  return isWithin ? ['INTERVAL_NOT_OVER'] : [];
}

/** ON_HOLD and RECALLED: judged by what the ledger knows when it is recorded. */
export const markBreaches = (marks: Marks, standing: Standing): BreachCode[] => [
  ...(isHeld(marks, standing) ? (['ON_HOLD'] as const) : []),
  ...(isRecalled(marks, standing) ? (['RECALLED'] as const) : []),
];
