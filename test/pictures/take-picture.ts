import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';

const phone = { width: 390, height: 844 };
/** A picture that is larger makes the pages of the project slow to read. */
const bytesMax = 150_000;

export interface Shot {
  readonly url: string;
  readonly file: string;
  /** An element at which the picture begins; default: the top of the page. */
  readonly scrolledTo?: string | undefined;
}

/** What a phone shows of a page, when the page has checked itself. Throws for a page that raises an alarm about itself. */
export async function takePicture(browser: Browser, { url, file, scrolledTo }: Shot): Promise<void> {
  const page = await browser.newPage({ viewport: phone });
  try {
    await page.goto(url, { waitUntil: 'networkidle' });
    if ((await page.locator('#proof').count()) > 0)
      await page.locator('#proof[data-state=checked]').waitFor({ timeout: 30_000 });
    if (scrolledTo !== undefined)
      await page
        .locator(scrolledTo)
        .evaluate((element) => element.scrollIntoView({ block: 'start', behavior: 'instant' }));
    await keepPicture(file, await page.screenshot());
  } finally {
    await page.close();
  }
}

/** Throws for one that is too large. */
export async function keepPicture(file: string, bytes: Buffer): Promise<void> {
  if (bytes.length > bytesMax) throw new Error(`${file} has ${bytes.length} bytes, at most ${bytesMax}`);
  await writeFile(file, bytes);
  console.log(`docs/pictures/${path.basename(file)} ${Math.ceil(bytes.length / 1000)} kB`);
}
