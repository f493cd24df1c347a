import type { Browser } from 'playwright-core';
import { slowNet } from '../../browser/slow-net.ts';

/** When a page came, in milliseconds from the first byte that was asked for. */
export interface PhoneTimes {
  readonly firstPaintMs: number;
  /** The document is whole and can be scrolled, unfolded and followed. */
  readonly interactiveMs: number;
  /** The page has said what its check of itself found. */
  readonly verdictMs: number;
}

const verdictTimeoutMs = 60_000;

/** Opens a page as a cheap phone far from town does for the first time: nothing kept, 3G, a processor a fourth as fast. */
export async function openOnPhone(browser: Browser, url: string): Promise<PhoneTimes> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  try {
    const page = await context.newPage();
    await slowNet(page);
    await page.goto(url);
    await page.waitForSelector(
      '#proof:is([data-state=checked], [data-state=unchecked], [data-state=alarm])',
      {
        timeout: verdictTimeoutMs,
      },
    );
    const verdictMs = await page.evaluate(() => performance.now());
    return await page.evaluate((verdict) => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      const paint = performance.getEntriesByName('first-contentful-paint')[0];
      return {
        firstPaintMs: paint?.startTime ?? Number.NaN,
        interactiveMs: navigation?.domInteractive ?? Number.NaN,
        verdictMs: verdict,
      };
    }, verdictMs);
  } finally {
    await context.close();
  }
}
