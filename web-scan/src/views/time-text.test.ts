import { describe, expect, it } from 'vitest';
import { calendarDayText, daysLate, dayText, minuteText } from './time-text.ts';

describe('time', () => {
  it('is that of Asia/Shanghai, whose day begins at 16:00 UTC', () => {
    expect(dayText('2026-08-31T15:59:59.999Z', 'zh')).toBe('2026年8月31日');
    expect(dayText('2026-08-31T16:00:00.000Z', 'zh')).toBe('2026年9月1日');
    expect(minuteText('2026-12-31T16:05:00.000Z', 'en')).toBe('1 Jan 2027 00:05');
  });

  it('agrees with the time zone data base', () => {
    for (const instant of ['2026-01-01T00:00:00.000Z', '2026-07-01T12:34:00.000Z']) {
      const known = new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Asia/Shanghai',
        hour: '2-digit',
        minute: '2-digit',
      });
      expect(minuteText(instant, 'en').slice(-5)).toBe(known.format(new Date(instant)));
    }
  });

  it('leaves a calendar day as it is', () => {
    expect(calendarDayText('2027-09-12', 'en')).toBe('12 Sep 2027');
    expect(calendarDayText('2027-09-12', 'mn-Mong')).toBe('2027-09-12');
  });

  it.each([
    ['2026-09-01T00:00:00.000Z', '2026-09-02T00:00:00.000Z', 0],
    ['2026-09-01T00:00:00.000Z', '2026-09-02T00:00:00.001Z', 1],
    ['2026-09-01T00:00:00.000Z', '2026-09-05T02:00:00.000Z', 4],
    ['2026-09-01T00:05:00.000Z', '2026-09-01T00:00:00.000Z', 0],
  ])('said %s, recorded %s: %d days late', (saidAt, recordedAt, days) => {
    expect(daysLate(saidAt, recordedAt)).toBe(days);
  });
});
