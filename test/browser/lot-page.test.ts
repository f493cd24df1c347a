import { AxeBuilder } from '@axe-core/playwright';
import {
  type LotPageData,
  languages,
  mongolianFontPath,
  renderBadCode,
  renderError,
  renderLotPage,
  renderUnknownLot,
  renderUnreadableCode,
} from '@mengsu/web-scan/views';
import { examples } from '@mengsu/web-scan/views/examples';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, reasonToSkip } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

const hostileName = `<img src=x onerror="alert(1)">"'&`;
const hostile: LotPageData = {
  ...examples.lamb,
  product: { ...examples.lamb.product, names: { zh: hostileName, en: hostileName } },
  lot: `"><script>alert(1)`,
};
const long: LotPageData = {
  ...examples.rice,
  product: { ...examples.rice.product, names: { zh: '长'.repeat(80), en: 'W'.repeat(80) } },
  lot: 'W'.repeat(20),
};

const pages = new Map<string, string>(
  languages.flatMap((language) => [
    ...Object.entries(examples).map(
      ([name, data]) => [`/${language}/${name}`, renderLotPage(data, language)] as const,
    ),
    [`/${language}/newest`, renderLotPage(examples.lamb, language, { order: 'newest' })] as const,
    [`/${language}/hostile`, renderLotPage(hostile, language)] as const,
    [`/${language}/long`, renderLotPage(long, language)] as const,
    [`/${language}/unknown`, renderUnknownLot({ gtin: long.gtin, lot: long.lot }, language)] as const,
    [`/${language}/bad`, renderBadCode('9'.repeat(40), language)] as const,
    [`/${language}/unreadable`, renderUnreadableCode(language)] as const,
    [
      `/${language}/app`,
      renderLotPage(examples.lamb, language, { icp: '蒙ICP备00000000号-1', inApp: true }),
    ] as const,
    [`/${language}/error`, renderError('INDEX_BEHIND', language)] as const,
  ]),
);
const paths = [...pages.keys()];
const reason = reasonToSkip();

describe.skipIf(reason !== undefined)(
  `the pages in a browser${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let server: PageServer;
    let base = '';

    beforeAll(async () => {
      server = await servePages(pages);
      base = server.base;
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await server?.stop();
    });

    /** A page of its own context, closed after use. */
    async function withPage<T>(options: BrowserContextOptions, use: (page: Page) => Promise<T>): Promise<T> {
      const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
      try {
        return await use(await context.newPage());
      } finally {
        await context.close();
      }
    }
    const open = <T>(
      path: string,
      options: BrowserContextOptions,
      use: (page: Page) => Promise<T>,
    ): Promise<T> =>
      withPage(options, async (page) => {
        await page.goto(base + path);
        return use(page);
      });
    const unfold = (page: Page) =>
      page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
    /** The policy forbids a style in the page; through the object model this is what a reader's own size of letters does. */
    const enlarge = (page: Page, fontSize: string) =>
      page.evaluate((size) => document.documentElement.style.setProperty('font-size', size), fontSize);
    /** How far the page goes on across the direction of its blocks: sideways, or downwards where it runs in columns. */
    const overflow = (page: Page) =>
      page.evaluate(() => {
        const { scrollWidth, clientWidth, scrollHeight, clientHeight, lang } = document.documentElement;
        return lang === 'mn-Mong' ? scrollHeight - clientHeight : scrollWidth - clientWidth;
      });

    it.each(
      languages.flatMap((language) => [
        [language, 'light', '200%'] as const,
        [language, 'dark', '100%'] as const,
      ]),
    )(
      'have nothing in %s that axe finds wrong, everything unfolded, in %s at 320 px with letters of %s',
      async (language, colorScheme, fontSize) => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        // Dark has other colours, another language other words, and nothing else: the pages that have them all.
        const some = colorScheme === 'dark' || language !== 'zh';
        const left = some
          ? /\/(lamb|recalled|held|bad)$/
          : /^(?!.*(milk|newest|long|rice|expired|app|error))/;
        const looked = paths.filter((one) => one.startsWith(`/${language}/`) && left.test(one));
        expect(looked.length).toBeGreaterThanOrEqual(4);
        await withPage({ colorScheme, viewport: { width: 320, height: 740 } }, async (page) => {
          for (const path of looked) {
            await page.goto(base + path);
            await enlarge(page, fontSize);
            await unfold(page);
            const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
            expect(found, path).toEqual([]);
          }
        });
      },
      // As long as a machine that does five other things needs.
      300_000,
    );

    it.each([
      [320, '100%'],
      [360, '100%'],
      [1280, '100%'],
      [320, '200%'],
      [640, '200%'],
    ])('never scroll sideways at %i px with letters of %s, everything unfolded', async (width, fontSize) => {
      await withPage({ viewport: { width, height: 740 } }, async (page) => {
        for (const path of paths) {
          await page.goto(base + path);
          await enlarge(page, fontSize);
          await unfold(page);
          expect(await overflow(page), path).toBeLessThanOrEqual(0);
        }
      });
    });

    it('ask for themselves alone, break no rule of their policy, and run nothing foreign', async () => {
      await withPage({}, async (page) => {
        const noise: string[] = [];
        page.on('console', (message) => noise.push(message.text()));
        page.on('dialog', (dialog) => {
          noise.push(dialog.message());
          dialog.dismiss().catch((error: unknown) => noise.push(String(error)));
        });
        for (const path of paths) {
          server.asked.length = 0;
          await page.goto(base + path, { waitUntil: path.startsWith('/mn') ? 'networkidle' : 'load' });
          expect(await page.locator('img, script, iframe').count(), path).toBe(0);
          // Letters are asked for only where there is a Mongolian word to be drawn with them.
          const hasWords = (await page.locator('[lang=mn-Mong] [lang=mn-Mong]').count()) > 0;
          expect(server.asked, path).toEqual(hasWords ? [path, mongolianFontPath] : [path]);
          expect(hasWords && !path.startsWith('/mn-Mong/')).toBe(false);
        }
        expect(noise).toEqual([]);
      });
    });

    it('show a hostile name as the text that it is', async () => {
      const heading = await open('/zh/hostile', {}, (page) => page.locator('h1').textContent());
      expect(heading).toBe(hostileName);
    });

    it('unfold without script', async () => {
      await open('/zh/lamb', { javaScriptEnabled: false }, async (page) => {
        const record = page.locator('#s1 a[href^="/api/events/"]');
        expect(await record.isVisible()).toBe(false);
        await page.locator('#s1 summary').click();
        expect(await record.isVisible()).toBe(true);
      });
    });

    it('say product, state, origin and the day of making on the first screen of a phone', async () => {
      await open('/zh/lamb', {}, async (page) => {
        for (const text of [
          '锡林郭勒羊腿',
          '这一批正在销售',
          '原料产地',
          '生产日期',
          '签名只表示记录未被改动',
        ]) {
          const box = await page.getByText(text).first().boundingBox();
          expect(box && box.y + box.height, text).toBeLessThanOrEqual(740);
        }
      });
    });

    it('can be walked through by keyboard alone, the skip link first', async () => {
      await open('/zh/lamb', {}, async (page) => {
        const wanted = await page
          .locator('a, summary')
          .evaluateAll((all) => all.filter((one) => one.checkVisibility()).length);
        const reached = new Set<string>();
        for (let presses = 0; presses < wanted; presses++) {
          await page.keyboard.press('Tab');
          reached.add(
            await page.evaluate(() => {
              const all = [...document.querySelectorAll('a, summary')];
              const { outlineStyle } = getComputedStyle(document.activeElement ?? document.body);
              return `${all.indexOf(document.activeElement ?? document.body)} ${outlineStyle}`;
            }),
          );
          if (presses === 0)
            expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
        }
        expect(reached.size).toBe(wanted);
        expect([...reached].filter((focus) => !focus.endsWith('solid'))).toEqual([]);
        await page.locator('#s4 summary').focus();
        await page.keyboard.press('Enter');
        expect(await page.locator('#s4 details').getAttribute('open')).not.toBeNull();
      });
    });

    it('print with everything unfolded', async () => {
      await open('/zh/lamb', { javaScriptEnabled: false }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        const { height } = (await page.locator('#s1 dl').boundingBox()) ?? { height: 0 };
        expect(height).toBeGreaterThan(50);
        expect(await page.locator('nav').first().isVisible()).toBe(false);
      });
    });
  },
);
