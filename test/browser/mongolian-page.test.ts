import { mongolianFontPath, renderLotPage } from '@mengsu/web-scan/views';
import { examples } from '@mengsu/web-scan/views/examples';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, reasonToSkip } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

/** `qonin-u miq-a`: a suffix after U+202F, and a vowel that stands apart after U+180E. */
const mutton = examples.lamb.product.names['mn-Mong'] ?? '';
const meat = mutton.slice(mutton.lastIndexOf(' ') + 1);
const reason = reasonToSkip();

describe.skipIf(reason !== undefined)(
  `the page in traditional Mongolian in a browser${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let server: PageServer;
    let page: Page;

    beforeAll(async () => {
      const pages = Object.entries(examples).map(
        ([name, data]) => [`/${name}`, renderLotPage(data, 'mn-Mong')] as const,
      );
      server = await servePages(new Map(pages));
      browser = await launchBrowser();
      page = await browser.newPage({ viewport: { width: 390, height: 844 } });
      await page.goto(`${server.base}/lamb`, { waitUntil: 'networkidle' });
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** How long a text is along its column, in the page's letters or in some other font. */
    const lengthOf = (text: string, family = 'Mongol') =>
      page.evaluate(
        ({ text, family }) => {
          const span = document.createElement('span');
          span.lang = 'mn-Mong';
          span.textContent = text;
          span.style.fontFamily = family;
          span.style.fontSize = '100px';
          span.style.whiteSpace = 'pre';
          document.querySelector('main')?.append(span);
          const { height } = span.getBoundingClientRect();
          span.remove();
          return height;
        },
        { text, family },
      );

    it('runs in columns from left to right, from the first screen to the end', async () => {
      expect(await page.evaluate(() => getComputedStyle(document.body).writingMode)).toBe('vertical-lr');
      const boxes = await page.evaluate(() =>
        ['header', 'main', 'footer'].map(
          (name) => document.querySelector(name)?.getBoundingClientRect().left ?? -1,
        ),
      );
      expect(boxes).toEqual(boxes.toSorted((one, other) => one - other));
      const { scrollWidth, scrollHeight } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
        scrollHeight: document.documentElement.scrollHeight,
      }));
      expect(scrollWidth).toBeGreaterThan(844);
      expect(scrollHeight).toBe(844);
    });

    it('shows product, state and that its words wait on the first screen of a phone', async () => {
      for (const text of ['锡林郭勒羊腿', '这一批正在销售', '尚待母语读者核对', '签名只表示记录未被改动']) {
        const box = await page.getByText(text).first().boundingBox();
        expect(box && box.x + box.width, text).toBeLessThanOrEqual(390);
        expect(box && box.y + box.height, text).toBeLessThanOrEqual(844);
      }
    });

    it('shows everything that matters where letters are still on their way', async () => {
      const waiting = await browser.newPage({ viewport: { width: 390, height: 844 } });
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await waiting.route(`**${mongolianFontPath}`, async (route) => {
        await held;
        await route.continue();
      });
      await waiting.goto(`${server.base}/lamb`, { waitUntil: 'domcontentloaded' });
      await waiting.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
      expect(await waiting.evaluate(() => [...document.fonts].map(({ status }) => status))).toEqual([
        'loading',
      ]);
      expect(await waiting.getByText('这一批正在销售').isVisible()).toBe(true);
      release();
      await waiting.close();
    });

    it('draws its words with its own letters', async () => {
      expect(
        await page.evaluate(() => [...document.fonts].map(({ family, status }) => `${family} ${status}`)),
      ).toEqual(['Mongol loaded']);
      const family = await page.evaluate(() => {
        const word = document.querySelector('h1 [lang=mn-Mong]');
        return word ? getComputedStyle(word).fontFamily : '';
      });
      expect(family).toMatch(/^Mongol,/);
      // A font that does not know a letter draws a box of the fallback's: every letter here is known.
      const client = await page.context().newCDPSession(page);
      await client.send('DOM.enable');
      await client.send('CSS.enable');
      const { root } = await client.send('DOM.getDocument', { depth: -1 });
      const { nodeId } = await client.send('DOM.querySelector', {
        nodeId: root.nodeId,
        selector: 'h1 [lang=mn-Mong]',
      });
      const { fonts } = await client.send('CSS.getPlatformFontsForNode', { nodeId });
      expect(
        fonts.map(({ isCustomFont, glyphCount }) => ({ isCustomFont, hasGlyphs: glyphCount > 0 })),
      ).toEqual([{ isCustomFont: true, hasGlyphs: true }]);
    });

    it('joins letters: a word is not as long as its letters one by one', async () => {
      const alone = await Promise.all([...'ᠮᠢᠬ'].map((letter) => lengthOf(letter)));
      const joined = await lengthOf('ᠮᠢᠬ');
      expect(joined).toBeLessThan(alone.reduce((sum, length) => sum + length, 0) * 0.9);
    });

    it('shapes the vowel that stands apart after U+180E', async () => {
      expect(meat).toContain('\u180e');
      const parted = await lengthOf(meat);
      const bare = await lengthOf(meat.replace('\u180e', ''));
      const spaced = await lengthOf(meat.replace('\u180e', ' '));
      expect(Math.abs(parted - bare)).toBeGreaterThan(1);
      expect(Math.abs(parted - spaced)).toBeGreaterThan(1);
      // The separator is no glyph of its own: no box, and not the width of a letter.
      expect(await lengthOf('\u180e')).toBeLessThan(await lengthOf('ᠠ'));
    });

    it('unfolds, and leads through its lists by keyboard alone', async () => {
      const record = page.locator('#s1 a[href^="/api/events/"]');
      expect(await record.isVisible()).toBe(false);
      await page.locator('#s1 summary').focus();
      await page.keyboard.press('Enter');
      expect(await record.isVisible()).toBe(true);
      await page.keyboard.press('Enter');
      expect(await record.isVisible()).toBe(false);
    });

    it.each([
      [740, '200%'],
      [320, '100%'],
    ])(
      'never runs over the end of its columns at %i px of height with letters of %s',
      async (height, fontSize) => {
        const small = await browser.newPage({ viewport: { width: 320, height } });
        for (const name of Object.keys(examples)) {
          await small.goto(`${server.base}/${name}`);
          await small.evaluate((size) => {
            document.documentElement.style.setProperty('font-size', size);
            for (const details of document.querySelectorAll('details')) details.open = true;
          }, fontSize);
          const over = await small.evaluate(
            () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
          );
          expect(over, name).toBeLessThanOrEqual(0);
        }
        await small.close();
      },
    );

    it('prints whole, with everything unfolded', async () => {
      const print = await browser.newPage({
        viewport: { width: 794, height: 1123 },
        javaScriptEnabled: false,
      });
      await print.goto(`${server.base}/lamb`);
      await print.emulateMedia({ media: 'print' });
      const box = await print.locator('#s9 dl').boundingBox();
      expect(box?.width).toBeGreaterThan(50);
      expect((await print.pdf({ format: 'A4' })).length).toBeGreaterThan(20_000);
      await print.close();
    });

    it('shows the recall left of everything else', async () => {
      await page.goto(`${server.base}/recalled`, { waitUntil: 'networkidle' });
      const alarm = await page.locator('.stop').boundingBox();
      const header = await page.locator('header').boundingBox();
      expect(alarm?.x).toBe(0);
      expect(header?.x).toBeGreaterThanOrEqual(alarm?.width ?? Number.POSITIVE_INFINITY);
    });
  },
);
