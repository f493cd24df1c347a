import { describe, expect, it } from 'vitest';
import { calendarDayText, dayText, minuteText } from '../views/time-text.ts';
import { languages } from '../words/index.ts';
import { allowedFacts } from './allowed-facts.ts';
import { differencesIn, saysDay, wordsOfDay } from './compare-row.ts';
import { madeEvent, saidAt } from './testing-proven.ts';

const instants = ['2026-09-01T08:30:00.000Z', '2026-12-31T16:00:00.000Z', '2024-02-28T23:59:59.999Z'];

describe('a day in words', () => {
  it.each(languages)('is the one that the page writes in %s, with or without its minute', (language) => {
    for (const instant of instants) {
      expect(saysDay(dayText(instant, language), instant)).toBe(true);
      expect(saysDay(minuteText(instant, language), instant)).toBe(true);
      const next = new Date(Date.parse(instant) + 86_400_000).toISOString();
      expect(saysDay(dayText(next, language), instant)).toBe(false);
      expect(
        saysDay(minuteText(instant, language), new Date(Date.parse(instant) + 60_000).toISOString()),
      ).toBe(false);
    }
  });

  it.each(languages)('is known in %s for a day that an event names', (language) => {
    expect(wordsOfDay('2026-09-01')).toContain(calendarDayText('2026-09-01', language));
  });

  it.each(['', '2026年9月', '2026年9月1日前', '1 Sep', '2026-9-1', '2026年9月1日 8:30'])(
    '%j says no day',
    (text) => {
      expect(saysDay(text, saidAt)).toBe(false);
    },
  );

  it('is refused beside what is no instant', () => {
    expect(saysDay('2026-09-01', 'soon')).toBe(false);
  });
});

describe('what a row says', () => {
  const allowed = allowedFacts(madeEvent, [], { lots: new Map(), corrections: [] });
  const time = { instant: saidAt, text: '2026年9月1日' };
  const amount = { exact: '60 pieces, 30000 g', text: '60 件 · 30 kg' };

  it('differs in nothing where it is the event’s', () => {
    expect(differencesIn({ times: [time], amounts: [amount] }, allowed)).toEqual([]);
  });

  it.each([
    ['another day', { ...time, text: '2026年9月2日' }],
    ['another instant', { instant: '2026-09-02T08:30:00.000Z', text: '2026年9月2日' }],
  ])('differs by %s', (_, shown) => {
    expect(differencesIn({ times: [shown], amounts: [] }, allowed)).toEqual([
      { what: 'time', shown: shown.text },
    ]);
  });

  it.each([
    ['another amount', { exact: '61 pieces, 30000 g', text: '61 件 · 30 kg' }],
    ['another text beside the right amount', { ...amount, text: '61 件 · 30 kg' }],
    ['another amount beside the right text', { ...amount, exact: '61 pieces, 30000 g' }],
    ['an amount without any', { exact: '', text: '60 件' }],
  ])('differs by %s', (_, shown) => {
    expect(differencesIn({ times: [], amounts: [shown] }, allowed)).toEqual([
      { what: 'amount', shown: shown.text },
    ]);
  });
});
