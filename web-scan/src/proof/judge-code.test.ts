import { describe, expect, it } from 'vitest';
import type { Verdict } from '../verify/index.ts';
import { bannedIn } from '../words/banned-words.ts';
import { catalogues, languages } from '../words/index.ts';
import { judgeCode, type ShownCode } from './judge-code.ts';
import { proofWordsFor } from './proof-words.ts';

const [serial, lot] = ['0000000000000000AAAA', '09521500000129/L1'];
type State = 'issued' | 'activated' | 'void';
interface Given {
  readonly state?: State;
  readonly age?: 'fresh' | 'old' | 'stale';
  readonly isComplete?: boolean;
  readonly serial?: string;
}

/** As much of a verdict as a code is judged by. */
const verdictOf = ({ state, age = 'fresh', isComplete = true, serial: proven = serial }: Given): Verdict =>
  ({
    lot,
    lots: new Map([[lot, { complete: isComplete }]]),
    checkpoint: { age },
    ...(state && { code: { serial: proven, state } }),
  }) as unknown as Verdict;
const pageOf = (
  state: 'active' | 'inactive' | 'void',
  language: keyof typeof catalogues = 'zh',
): ShownCode => ({
  serial,
  shownSerials: [serial, serial],
  sentences: [catalogues[language].codes.states[state], 'else'],
});

describe('the code of a piece', () => {
  it.each(languages)('is what the proof says, where the page in %s says the same', (language) => {
    for (const [shown, state] of [
      ['active', 'activated'],
      ['inactive', 'issued'],
      ['void', 'void'],
    ] as const)
      expect(judgeCode(pageOf(shown, language), verdictOf({ state }), language)).toEqual({
        finding: state,
        differs: false,
      });
  });

  it('is active too where the page says in place of it that scans are too many', () => {
    const shown = { ...pageOf('active'), sentences: [catalogues.zh.codes.tooMany] };
    expect(judgeCode(shown, verdictOf({ state: 'activated' }), 'zh').differs).toBe(false);
    expect(judgeCode(shown, verdictOf({ state: 'issued' }), 'zh').differs).toBe(true);
  });

  it.each([
    ['active', 'void'],
    ['active', 'issued'],
    ['inactive', 'activated'],
    ['inactive', 'void'],
    ['void', 'activated'],
    ['void', 'issued'],
  ] as const)('raises an alarm where the page says %s and the ledger %s', (shown, state) => {
    expect(judgeCode(pageOf(shown), verdictOf({ state }), 'zh')).toEqual({ finding: state, differs: true });
  });

  it('raises one where the page says nothing of it, or two things at once', () => {
    const [one, other] = [pageOf('active'), pageOf('void')];
    for (const sentences of [[], ['else'], [...one.sentences, ...other.sentences]])
      expect(judgeCode({ ...one, sentences }, verdictOf({ state: 'activated' }), 'zh').differs).toBe(true);
  });

  it('raises one where page or proof speak of another code than was scanned', () => {
    const another = '1111111111111111BBBB';
    const shown = pageOf('active');
    for (const [page, verdict] of [
      [{ ...shown, shownSerials: [serial, another] }, verdictOf({ state: 'activated' })],
      [{ ...shown, shownSerials: [another, serial] }, verdictOf({})],
      [shown, verdictOf({ state: 'activated', serial: another })],
    ] as const)
      expect(judgeCode(page, verdict, 'zh')).toEqual({ finding: 'unproven', differs: true });
  });

  it('is not proven where the witnessed ledger does not have it, and that is no lie', () => {
    expect(judgeCode(pageOf('active'), verdictOf({}), 'zh')).toEqual({ finding: 'unproven', differs: false });
  });

  it('may have come further than an old witness, or than the records that are here, and not less far', () => {
    for (const how of [{ age: 'old' }, { age: 'stale' }, { isComplete: false }] as const) {
      expect(judgeCode(pageOf('active'), verdictOf({ state: 'issued', ...how }), 'zh').differs).toBe(false);
      expect(judgeCode(pageOf('void'), verdictOf({ state: 'activated', ...how }), 'zh').differs).toBe(false);
      expect(judgeCode(pageOf('active'), verdictOf({ state: 'void', ...how }), 'zh').differs).toBe(true);
      expect(judgeCode(pageOf('inactive'), verdictOf({ state: 'activated', ...how }), 'zh').differs).toBe(
        true,
      );
    }
  });
});

/** Every text; functions are called with what shows their forms. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function')
    return [1, 12_345].map((count) => String(value(count, 3, '2026-09-01'))).filter((text) => text !== '');
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

it.each(['zh-CN', 'en'])('the words of the check in %s promise nothing and are whole', (tag) => {
  const { differs, missingRow: _, ...words } = proofWordsFor(tag);
  const texts = [...textsOf(words), differs({ what: 'time', shown: '1' })];
  expect(texts.length).toBeGreaterThan(20);
  expect(texts.filter((text) => bannedIn(text).length > 0 || text.trim() === '')).toEqual([]);
});
