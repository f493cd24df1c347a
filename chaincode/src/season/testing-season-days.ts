export const dayMs = 86_400_000;

/** So long ago the devices were enrolled: they may speak of what happened since. */
export const sinceEnrolmentMs = 45 * dayMs;

/** Days of 北京时间, both counted. */
export interface DaySpan {
  readonly from: string;
  readonly until: string;
}

/** When the papers of a season hold: the quota's days lie within the certificates'. */
export interface SeasonDays {
  readonly season: string;
  readonly year: DaySpan;
  readonly quota: DaySpan;
}

/** Of seasons that are told by a clock of their own. */
export const days2026: SeasonDays = {
  season: '2026',
  year: { from: '2026-01-01', until: '2026-12-31' },
  quota: { from: '2026-03-01', until: '2026-11-30' },
};

/** The same where the clock is real: what is told of the last months lies in the quota's days. */
export function daysAround(nowMs: number): SeasonDays {
  const day = (days: number): string => new Date(nowMs + days * dayMs).toISOString().slice(0, 10);
  return {
    season: day(0).slice(0, 4),
    year: { from: day(-240), until: day(120) },
    quota: { from: day(-180), until: day(90) },
  };
}

export const dayAfter = (day: string): string => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);

/** True for an instant within the days of the season's quota. */
export function isInQuota({ quota }: SeasonDays, instant: string): boolean {
  const begin = (day: string): number => Date.parse(`${day}T00:00:00.000+08:00`);
  const ms = Date.parse(instant);
  return ms >= begin(quota.from) && ms < begin(dayAfter(quota.until));
}
