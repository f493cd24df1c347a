import { expect, it } from 'vitest';
import { workingDaysAfter } from './working-days.ts';

it.each([
  ['a Monday', '2026-09-07T03:00:00.000Z', 7, '2026-09-16'],
  ['a Friday', '2026-09-11T03:00:00.000Z', 7, '2026-09-22'],
  ['a Saturday', '2026-09-12T03:00:00.000Z', 7, '2026-09-22'],
  ['Sunday evening in UTC, Monday in China', '2026-09-06T16:00:00.000Z', 1, '2026-09-08'],
  ['Sunday in China', '2026-09-06T15:59:59.000Z', 1, '2026-09-07'],
  ['the turn of a year', '2026-12-31T03:00:00.000Z', 1, '2027-01-01'],
])('counts working days from the day after %s', (_, from, count, until) => {
  expect(workingDaysAfter(from, count)).toBe(until);
});
