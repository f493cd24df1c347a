import {
  actNames,
  breachSentences,
  operations,
  organisations,
  partyRoles,
  siteKinds,
} from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { bannedIn, namesOfLaw } from './banned-words.ts';
import { frontEn } from './front-en.ts';
import { frontZh } from './front-zh.ts';
import { catalogues, languages } from './index.ts';
import { tellEn } from './tell-en.ts';
import { tellZh } from './tell-zh.ts';

/** Every text of a catalogue; functions are called with numbers that show their forms. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') {
    return [1, 2, 12_345].map((count) => String(value(count, 'bag')));
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

describe.each(languages)('the words in %s', (language) => {
  const words = catalogues[language];

  it('promise no quality, no health and no genuineness', () => {
    // A scheme is called what its certificate calls it; the page shows the certificate beside it.
    const { schemes, ...others } = words;
    expect(Object.keys(schemes).toSorted()).toEqual(['gi', 'green', 'mengzibiao', 'organic']);
    expect(textsOf(others).filter((text) => bannedIn(text).length > 0)).toEqual([]);
  });

  it('are never empty', () => {
    expect(textsOf(words).filter((text) => text.trim() === '')).toEqual([]);
  });

  it('name every act, operation, kind of site, role and organisation, each in its own way', () => {
    const { acts, operations: done, siteKinds: kinds, roles, organisations: rooms } = words;
    const pairs = [
      [acts, actNames],
      [done, operations],
      [kinds, siteKinds],
      [roles, partyRoles],
      [rooms, organisations],
    ] as const;
    for (const [named, wanted] of pairs) {
      expect(Object.keys(named).toSorted()).toEqual([...wanted].toSorted());
      expect(new Set(Object.values(named)).size).toBe(wanted.length);
    }
  });
});

it.each([frontZh, frontEn, tellZh, tellEn])(
  'the words of the pages beside the lot’s promise nothing and are whole',
  (words) => {
    const texts = textsOf(words);
    expect(texts.filter((text) => bannedIn(text).length > 0)).toEqual([]);
    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  },
);

it('say what a signature is, in the fixed words', () => {
  expect(catalogues.zh.sentences.whatSignaturesSay).toBe('签名只表示记录未被改动，不是检验或推荐');
  expect(catalogues['mn-Mong'].sentences.whatSignaturesSay).toBe(catalogues.zh.sentences.whatSignaturesSay);
  expect(catalogues.en.sentences.whatSignaturesSay).toContain('no inspection and no recommendation');
});

describe('the list of banned words', () => {
  it.each([
    '正品保真',
    '正宗草原味',
    '放心食用',
    '食品安全有保障',
    '优质羊肉',
    '健康之选',
    '有机种植',
    '我们承诺',
    'Guaranteed',
    'a genuine product',
    'Authentic',
    '100% good',
    'safe to eat',
    'healthy',
  ])('catches “%s”, with a reason', (text) => {
    expect(bannedIn(text)[0]?.reason).toMatch(/^\S.{20}/);
  });

  it('lets the names stand that the law has, and nothing that is put to them', () => {
    for (const name of namesOfLaw) expect(bannedIn(name)).toEqual([]);
    expect(bannedIn('承诺达标合格证保证优质')).toHaveLength(2);
    expect(bannedIn('签名只表示记录未被改动，不是检验或推荐')).toEqual([]);
  });

  it('holds for the sentences of the law too, as pages show them', () => {
    const texts = textsOf(breachSentences);
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter((text) => bannedIn(text).length > 0)).toEqual([]);
  });
});
