import type { AllowedFacts } from './allowed-facts.ts';
import { saysAmount } from './spoken-amount.ts';

/** What a row of the page says, as read from it. */
export interface ShownRow {
  readonly times: readonly { readonly instant: string; readonly text: string }[];
  readonly amounts: readonly { readonly exact: string; readonly text: string }[];
  readonly lots: readonly string[];
  /** What was done, as the page words it; '' where the row has no title. */
  readonly title: string;
}

/** What a row says that its event does not. */
export type Difference = {
  readonly what: 'time' | 'amount' | 'lot' | 'act' | 'who' | 'product';
  readonly shown: string;
};

/** `titles`: how the event's act, or its operation, may be worded; empty where no words are known. */
export function differencesIn(
  { times, amounts, lots, title }: ShownRow,
  allowed: AllowedFacts,
  titles: readonly string[],
): Difference[] {
  return [
    ...times
      .filter(({ instant, text }) => !allowed.instants.has(instant) || !saysDay(text, instant))
      .map(({ text }) => ({ what: 'time', shown: text }) as const),
    ...amounts
      .filter(({ exact, text }) => !allowed.amounts.has(exact) || !saysAmount(text, exact))
      .map(({ text }) => ({ what: 'amount', shown: text }) as const),
    ...lots.filter((lot) => !allowed.lots.has(lot)).map((lot) => ({ what: 'lot', shown: lot }) as const),
    ...(title !== '' && titles.length > 0 && !titles.includes(title)
      ? [{ what: 'act', shown: title } as const]
      : []),
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
  const [year, month, date] = [local.getUTCFullYear(), local.getUTCMonth() + 1, local.getUTCDate()];
  const minute = iso.slice(11, 16);
  const days = [iso.slice(0, 10), `${year}年${month}月${date}日`, `${date} ${months[month - 1]} ${year}`];
  return days.some((day) => text === day || text === `${day} ${minute}`);
}
