import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../words/index.ts';
import { examples } from './examples/index.ts';
import { renderBadCode, renderLotPage } from './index.ts';

const lamb = renderLotPage(examples.lamb, 'mn-Mong');
const mongolianLetters = /[\u1820-\u18aa]/;

/** Words of docs/words.md whose certainty is high or medium. */
const knownWords = new Set(
  readFileSync(new URL('../../../docs/words.md', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells[5] === 'high' || cells[5] === 'medium')
    .map((cells) => cells[3]),
);

describe('the page in traditional Mongolian', () => {
  it('runs in columns from left to right', () => {
    expect(lamb).toContain('html{writing-mode:vertical-lr}');
    expect(renderLotPage(examples.lamb, 'zh')).not.toContain('vertical');
  });

  it('marks all Chinese as Chinese and all Mongolian as Mongolian', () => {
    expect(lamb).toContain('<body lang="zh-Hans">');
    expect(lamb).toContain('<title lang="zh-Hans">');
    const outside = lamb.replace(/<span lang="mn-Mong">[^<]*<\/span>/g, '');
    expect(outside).not.toMatch(mongolianLetters);
  });

  it('has the Chinese beside each Mongolian word, and no word that docs/words.md does not know', () => {
    const words = [...lamb.matchAll(/<span lang="mn-Mong">([^<]*)<\/span>([^<]*)/g)];
    expect(words.length).toBeGreaterThan(3);
    for (const [, word = '', beside = ''] of words) {
      expect(knownWords).toContain(word);
      expect(beside).toMatch(/^ \p{Script=Han}/u);
    }
  });

  it('knows none of its own words yet, so it says all of them in Chinese, and says so', () => {
    const { tag: _, ...mongolian } = catalogues['mn-Mong'];
    const { tag: __, ...chinese } = catalogues.zh;
    expect(mongolian).toEqual(chinese);
    for (const page of [lamb, renderBadCode('1', 'mn-Mong')])
      expect(page).toContain(catalogues.zh.sentences.wordsWait);
    expect(renderLotPage(examples.lamb, 'zh')).not.toContain(catalogues.zh.sentences.wordsWait);
  });

  it('says what is dangerous in Chinese', () => {
    const alarm =
      /<aside class="stop".*?<\/h2>/s.exec(renderLotPage(examples.recalled, 'mn-Mong'))?.[0] ?? '';
    expect(alarm).toContain(catalogues.zh.warnings.recalledEarlier);
    expect(alarm).not.toMatch(mongolianLetters);
  });

  it('keeps a name of the ledger that is not Chinese text from becoming markup', () => {
    const names = { ...examples.lamb.product.names, 'mn-Mong': '</span><script>' };
    const page = renderLotPage({ ...examples.lamb, product: { ...examples.lamb.product, names } }, 'mn-Mong');
    expect(page).toContain('<span lang="mn-Mong">&lt;/span&gt;&lt;script&gt;</span>');
  });
});
