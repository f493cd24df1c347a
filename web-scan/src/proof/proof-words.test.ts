import { describe, expect, it } from 'vitest';
import { differenceKinds } from './compare-row.ts';
import { proofWordsFor } from './proof-words.ts';
import { failedEvent, proven } from './testing-proven.ts';

const words = { zh: proofWordsFor('zh-CN'), en: proofWordsFor('en'), mn: proofWordsFor('mn-Mong') };

describe('what the page says of its check', () => {
  it('is Chinese, English, and Chinese on the Mongolian page', () => {
    expect(words.zh).toBe(words.mn);
    expect(words.en).not.toBe(words.zh);
    expect(proofWordsFor('fr')).toBe(words.zh);
  });

  it.each(differenceKinds)('has a sentence of its own for %s in each language', (what) => {
    const sentences = [words.zh, words.en].map(({ differs }) => differs({ what, shown: 'X1' }));
    expect(new Set(sentences).size).toBe(2);
    for (const sentence of sentences) expect(sentence).not.toContain('undefined');
  });

  it('names a record that is missing by day, act and verdict', () => {
    expect(words.zh.missingRow(failedEvent)).toBe('2026-09-01 检验 不合格');
    expect(words.en.missingRow(failedEvent)).toBe('2026-09-01 Tested by a laboratory failed');
    expect(words.en.missingRow(proven({ act: 'danced' }))).toBe('2026-09-01 danced');
  });

  it('counts one as one', () => {
    expect(words.en.wrongRows(1)).toContain('1 record.');
    expect(words.en.wrongRows(2)).toContain('2 records.');
    expect(words.en.unprovenParents(1)).toContain('1 lot ');
  });

  it('promises nothing about the goods', () => {
    const said = [
      words.zh.proved(3, 4, ''),
      words.en.proved(3, 4, ''),
      words.zh.proven,
      words.en.proven,
    ].join(' ');
    expect(said).not.toMatch(/正品|安全|放心|genuine|safe|authentic/i);
  });
});
