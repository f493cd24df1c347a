import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { catalogues } from '../words/index.ts';
import { examples } from './examples/index.ts';
import {
  contentSecurityPolicy,
  type LotPageData,
  languages,
  mongolianFontPath,
  renderBadCode,
  renderError,
  renderLotPage,
  renderUnknownLot,
  renderUnreadableCode,
} from './index.ts';

const hostile = `"><img src=x onerror=alert(1)>'&</title></style><script>x</script>\u202e\u2066`;
/** What chooses a word, an instant or the form of a list: its values come from closed lists. */
const closed = new Set([
  'act',
  'operation',
  'kind',
  'organisation',
  'side',
  'soldTo',
  'reason',
  'ground',
  'saidAt',
  'recordedAt',
  'madeAt',
  'at',
  'canonicalUrl',
  'breaches',
  'verdict',
  'basis',
  'state',
  'scope',
  'since',
  'readOn',
  'from',
  'until',
  'to',
  'unit',
]);

function spoil(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return closed.has(key) ? value : value + hostile;
  if (Array.isArray(value)) return value.map((item) => spoil(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(inner, name)]));
}

/** The text that people see. */
const textOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'");

describe.each(languages)('the page of a lot in %s', (language) => {
  const { sentences, states, handovers, lateBy } = catalogues[language];
  const lamb = renderLotPage(examples.lamb, language);

  it('says the state, what a signature is, and what has not been done, in plain words', () => {
    const text = textOf(lamb);
    expect(text).toContain(states.onSale);
    expect(text).toContain(sentences.whatSignaturesSay);
    expect(text).toContain(sentences.notVerifiedHere);
    expect(text).toContain(sentences.onlyRecorded);
  });

  it('says that a demonstration network is one, and says nothing of the kind elsewhere', () => {
    expect(textOf(lamb)).toContain(sentences.demonstration);
    const oneMachine: LotPageData = {
      ...examples.lamb,
      network: { id: 'trial', ground: 'fabric-one-machine' },
    };
    expect(textOf(renderLotPage(oneMachine, language))).toContain(sentences.demonstration);
    const real: LotPageData = { ...examples.lamb, network: { id: 'real', ground: 'fabric' } };
    expect(textOf(renderLotPage(real, language))).not.toContain(sentences.demonstration);
  });

  it('shows a late record, a handover with both hands, and one that was refused in part', () => {
    const text = textOf(lamb);
    expect(text).toContain(lateBy(4));
    expect(text).toContain(handovers.accepted);
    expect(text).toContain(handovers.partlyRefused);
    expect(textOf(renderLotPage(examples.rice, language))).toContain(handovers.waiting);
  });

  it('never shows the id of a natural person in full as a name', () => {
    const person = examples.lamb.steps[0]?.party.id ?? '';
    expect(person).toMatch(/^P/);
    expect(textOf(lamb)).not.toContain(person);
    expect(textOf(lamb)).toContain(sentences.naturalPersonLong);
  });

  it('links every step to its signed record and every ancestor to its own page', () => {
    for (const { eventId } of examples.lamb.steps) expect(lamb).toContain(`href="/api/events/${eventId}"`);
    for (const { gtin, lot } of examples.lamb.ancestors)
      expect(lamb).toContain(`href="/01/${gtin}/10/${lot}?lang=${language}"`);
  });

  it('turns the order of the steps around and keeps their numbers', () => {
    const numbersOf = (page: string) =>
      [...page.matchAll(/<li id="s(\d+)"/g)].map(([, number]) => Number(number));
    const newest = renderLotPage(examples.lamb, language, { order: 'newest' });
    expect(numbersOf(lamb)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(numbersOf(newest)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it('lets no foreign text become markup, whatever field it stands in', () => {
    const page = renderLotPage(spoil(examples.rice) as LotPageData, language);
    expect(page).not.toMatch(/<img|<script|onerror=alert\(1\)>/i);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    expect(page.match(/<\/title>/g)).toHaveLength(1);
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    const plain = renderLotPage(examples.rice, language);
    expect(page.match(/<a /g)?.length).toBe(plain.match(/<a /g)?.length);
  });

  it('writes a lot number with every sign of its alphabet into one path segment', () => {
    const lot = `"<>&'/?#%`;
    const page = renderLotPage(
      { ...examples.lamb, ancestors: [{ ...first(examples.lamb.ancestors), lot }] },
      language,
    );
    expect(page).toContain('/10/%22%3C%3E%26&#39;%2F%3F%23%25?lang=');
  });

  it('can be copied and passed on: its own address stands there as text', () => {
    const own = textOf(/<a class="own".*?<\/a>/s.exec(lamb)?.[0] ?? '');
    expect(own).toBe(examples.lamb.canonicalUrl);
    expect(lamb).toContain(`<link rel="canonical" href="${own}">`);
  });

  it('refuses a canonical address that is not one of the web', () => {
    const data = { ...examples.lamb, canonicalUrl: 'javascript:alert(1)' };
    expect(() => renderLotPage(data, language)).toThrow(TypeError);
  });

  it('weighs at most 13 KiB on the wire with over 40 steps, as the gateway compresses it', () => {
    expect(examples.milk.steps.length).toBeGreaterThan(40);
    const page = renderLotPage(examples.milk, language, { icp: '蒙ICP备00000000号-1', inApp: true });
    expect(gzipSync(page, { level: 6 }).length).toBeLessThan(13 * 1024);
    expect(brotliCompressSync(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }).length).toBeLessThan(
      13 * 1024,
    );
  });

  it('shows the nearest steps of a way of thousands, says so, and accuses nobody of not signing', () => {
    const sent = examples.rice.steps.find(({ act }) => act === 'dispatch');
    const far = Array.from({ length: 2000 }, () => ({ ...first(examples.rice.steps), depth: 9 }));
    const ancestors = Array.from({ length: 500 }, () => first(examples.rice.ancestors));
    const steps = [...far, ...(sent ? [{ ...sent, depth: 0 }] : [])];
    const page = renderLotPage({ ...examples.rice, steps, ancestors }, language);
    expect(page.match(/<li id="s/g)).toHaveLength(100);
    expect(page).toContain('<li id="s2001"');
    expect(textOf(page)).toContain(sentences.truncated);
    expect(textOf(page)).not.toContain(handovers.waiting);
    expect(textOf(page)).not.toContain(sentences.notSignedYet);
    expect(page.length).toBeLessThan(400_000);
  });

  it('stays bounded where one step names hundreds of lots', () => {
    const step = first(examples.rice.steps);
    const lots = Array.from({ length: 256 }, (_, index) => ({ ...first(step.lots), lot: `F-${index}` }));
    const page = renderLotPage({ ...examples.rice, steps: [{ ...step, lots }] }, language);
    expect(textOf(page)).toContain(catalogues[language].andMoreLots(256));
    expect(page).not.toContain('F-200');
  });
});

describe('every page', () => {
  const pages = languages.flatMap((language) => [
    renderLotPage(examples.milk, language),
    renderUnknownLot({ gtin: hostile, lot: hostile }, language),
    renderBadCode(hostile.repeat(100), language),
    renderError('INDEX_BEHIND', language),
    renderUnreadableCode(language),
  ]);
  const perLanguage = pages.length / languages.length;
  const languageAt = (index: number) => languages[Math.floor(index / perLanguage)];

  it('asks for nothing but itself and runs nothing', () => {
    for (const page of pages) {
      expect(page).not.toMatch(
        /<script|<iframe|<object|\ssrc="|@import|url\((?!#m\)|\/fonts\/)|\sstyle="|\son[a-z]+="/i,
      );
      const loaded = [...page.matchAll(/<link rel="([a-z]+)" href="([^"]*)"/g)].filter(
        ([, rel]) => rel !== 'canonical',
      );
      expect(loaded.map(([, rel, href]) => [rel, href?.slice(0, 5)])).toEqual([['icon', 'data:']]);
    }
  });

  it('carries exactly the style that its policy lets in', async () => {
    const policy = await contentSecurityPolicy();
    for (const page of pages) {
      const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? '';
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style));
      expect(policy).toContain(`'sha256-${Buffer.from(digest).toString('base64')}'`);
    }
    expect(policy).not.toContain('unsafe');
  });

  it('lets no foreign text become markup and cuts a code that is too long', () => {
    for (const page of pages) expect(page).not.toMatch(/<img/i);
    expect(renderBadCode('9'.repeat(1000), 'zh').length).toBeLessThan(renderBadCode('9', 'zh').length + 100);
  });

  it('names its language', () => {
    const tags = { zh: 'zh-CN', en: 'en', 'mn-Mong': 'mn-Mong' } as const;
    for (const [index, page] of pages.entries())
      expect(page.startsWith(`<!doctype html><html lang="${tags[languageAt(index) ?? 'zh']}">`)).toBe(true);
  });

  it('asks for letters in Mongolian only, from this host, under a digest', () => {
    for (const [index, page] of pages.entries()) {
      const fonts = [...page.matchAll(/url\((\/[^)]*)\)/g)].map(([, address]) => address);
      expect(fonts).toEqual(languageAt(index) === 'mn-Mong' ? [mongolianFontPath] : []);
    }
    expect(mongolianFontPath).toMatch(/^\/fonts\/mongolian\.[\w-]{16}\.woff2$/);
  });

  it('says what a signature is', () => {
    for (const [index, page] of pages.entries())
      expect(textOf(page)).toContain(catalogues[languageAt(index) ?? 'zh'].sentences.whatSignaturesSay);
  });

  it('shows the number of a filing only where there is one, and where the page is read in an app how to leave it', () => {
    const icp = '蒙ICP备00000000号-1';
    for (const language of languages) {
      const { openInBrowser } = catalogues[language].sentences;
      const plain = renderUnreadableCode(language);
      expect(plain).not.toContain('beian');
      expect(textOf(plain)).not.toContain(openInBrowser);
      for (const page of [
        renderUnreadableCode(language, { icp, inApp: true }),
        renderLotPage(examples.lamb, language, { icp, inApp: true }),
      ]) {
        expect(page).toContain(`<a href="https://beian.miit.gov.cn/">${icp}</a>`);
        expect(textOf(page)).toContain(openInBrowser);
      }
    }
  });
});

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new TypeError('the example has none');
  return item;
}
