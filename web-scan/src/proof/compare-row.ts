import type { AllowedFacts } from './allowed-facts.ts';
import type { ShownAmount, ShownTime } from './shown-page.ts';
import { saysAmount } from './spoken-amount.ts';

/** What a page says and the signed records do not. */
export interface Difference {
  readonly what: DifferenceKind;
  readonly shown: string;
}

export const differenceKinds = [
  ...['time', 'amount', 'lot', 'act', 'who', 'product', 'verdict', 'tag', 'text', 'fact', 'claim'],
  ...['twice', 'uncorrected', 'unsaidBreach'],
] as const;
export type DifferenceKind =
  | 'time'
  | 'amount'
  | 'lot'
  | 'act'
  | 'who'
  | 'product'
  | 'verdict'
  | 'tag'
  | 'text'
  | 'fact'
  | 'claim'
  | 'twice'
  | 'uncorrected'
  | 'unsaidBreach';

/** Times and amounts that are not the event's, or that say one thing to a machine and another to people. */
export function differencesIn(
  { times, amounts }: { readonly times: readonly ShownTime[]; readonly amounts: readonly ShownAmount[] },
  allowed: AllowedFacts,
): Difference[] {
  return [
    ...times
      .filter(({ instant, text }) => !allowed.instants.has(instant) || !saysDay(text, instant))
      .map(({ text }) => ({ what: 'time', shown: text }) as const),
    ...amounts
      .filter(({ exact, text }) => !allowed.amounts.has(exact) || !saysAmount(text, exact))
      .map(({ text }) => ({ what: 'amount', shown: text }) as const),
  ];
}

/** China Standard Time has been UTC+8 all year since 1992. */
const shanghaiAheadMs = 8 * 3_600_000;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Whether a text says the day, and where it says a minute the minute, of an instant in 北京时间; `2026年9月1日 16:30`, `1 Sep 2026`, `2026-09-01`. */
export function saysDay(text: string, instant: string): boolean {
  const local = new Date(Date.parse(instant) + shanghaiAheadMs);
  if (Number.isNaN(local.getTime())) return false;
  const iso = local.toISOString();
  const minute = iso.slice(11, 16);
  return wordsOfDay(iso.slice(0, 10)).some((day) => text === day || text === `${day} ${minute}`);
}

/** Every way in which the pages write a day such as `2026-09-01`. */
export function wordsOfDay(day: string): readonly string[] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return [day, `${year}年${month}月${date}日`, `${date} ${months[month - 1]} ${year}`];
}
