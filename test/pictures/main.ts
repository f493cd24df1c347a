import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser } from '../browser/browser.ts';
import { projectRoot } from '../house/project-files.ts';
import { runSystem, tell } from '../system/running-system.ts';

/** `npm run pictures`: the pictures of README.md, taken from the demonstration at phone size. Needs Chromium. */
const folder = path.join(projectRoot, 'docs', 'pictures');
const phone = { width: 390, height: 844 };

const system = await runSystem();
try {
  const pages = await tell(system);
  const lamb = pages.find((page) => page.path.includes('J0421'));
  if (!lamb) throw new Error('the story has no lamb');
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    for (const language of ['zh', 'en']) {
      const page = await browser.newPage({ viewport: phone });
      await page.goto(`${system.url}${lamb.path}?lang=${language}`);
      await page.screenshot({ path: path.join(folder, `lamb.${language}.png`) });
      console.log(`docs/pictures/lamb.${language}.png`);
    }
  } finally {
    await browser.close();
  }
} finally {
  await system.remove();
}
