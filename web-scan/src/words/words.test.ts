import { actNames, operations, organisations, partyRoles, siteKinds } from '@mengsu/chaincode/model';
import { describe, expect, it } from 'vitest';
import { frontEn } from './front-en.ts';
import { frontZh } from './front-zh.ts';
import { catalogues, languages } from './index.ts';
import { tellEn } from './tell-en.ts';
import { tellZh } from './tell-zh.ts';

/** What would promise quality, health or genuineness. A record can say none of that. */
const promises =
  /正品|保真|真品|绝对|放心|安全|健康|优质|无公害|无添加|纯天然|天然|绿色|有机|保证|承诺|权威|百分之百|100 ?%|第一|最佳|最好|\b(?:genuine|authentic|guarantee[ds]?|safe(?:ly|ty)?|health(?:y|ier)?|premium|organic|pure|natural|trust(?:ed|worthy)?|certified|proven|secure|fresh|quality)\b/i;

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
    expect(textsOf(others).filter((text) => promises.test(text))).toEqual([]);
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
    expect(texts.filter((text) => promises.test(text))).toEqual([]);
    expect(texts.filter((text) => text.trim() === '')).toEqual([]);
  },
);

it('say what a signature is, in the fixed words', () => {
  expect(catalogues.zh.sentences.whatSignaturesSay).toBe('签名只表示记录未被改动，不是检验或推荐');
});

it('the list of promises would catch one', () => {
  for (const text of ['正品保真', '放心食用', 'Guaranteed genuine', '100% safe', 'healthy'])
    expect(text).toMatch(promises);
});
