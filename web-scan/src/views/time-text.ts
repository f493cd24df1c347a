import type { Language } from '../words/index.ts';
import { type Html, html } from './html.ts';

const dayMs = 86_400_000;
/** China Standard Time has been UTC+8 all year since 1992. */
const shanghaiAheadMs = 8 * 3_600_000;
const monthsEn = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** The calendar day of an instant in Asia/Shanghai: `2026年9月1日`, `1 Sep 2026`. */
export function dayText(instant: string, language: Language): string {
  return calendarDayText(atShanghai(instant).toISOString().slice(0, 10), language);
}

/** A day such as `2026-09-01`. In Mongolian it stays as it is: no words of months are known here. */
export function calendarDayText(day: string, language: Language): string {
  if (language === 'mn-Mong') return day;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return language === 'zh' ? `${year}年${month}月${date}日` : `${date} ${monthsEn[month - 1]} ${year}`;
}

/** Day and minute in Asia/Shanghai. */
export function minuteText(instant: string, language: Language): string {
  return `${dayText(instant, language)} ${atShanghai(instant).toISOString().slice(11, 16)}`;
}

export const dayHtml = (instant: string, language: Language): Html =>
  html`<time datetime="${instant}">${dayText(instant, language)}</time>`;

export const minuteHtml = (instant: string, language: Language): Html =>
  html`<time datetime="${instant}">${minuteText(instant, language)}</time>`;

/** Whole days that a record came after the time it states; 0 where that is not more than one day. */
export function daysLate(saidAt: string, recordedAt: string): number {
  const late = Date.parse(recordedAt) - Date.parse(saidAt);
  return late > dayMs ? Math.floor(late / dayMs) : 0;
}

function atShanghai(instant: string): Date {
  return new Date(Date.parse(instant) + shanghaiAheadMs);
}
