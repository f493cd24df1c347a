import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildModules } from '../../gateway/src/http/build-scripts.ts';
import { launchBrowser, reasonToSkip } from './browser.ts';

const sources = {
  'main.ts':
    "import { double } from './double.ts';\nconst root: HTMLElement = document.documentElement;\nroot.dataset.sum = String(double(21));\nconst { word } = await import('./late.ts');\nroot.dataset.word = word;\n",
  'double.ts': 'export const double = (value: number): number => value * 2;\n',
  'late.ts': "export const word: string = 'late';\n",
};
const reason = reasonToSkip();

describe.skipIf(reason !== undefined)(
  `modules of pages in a browser${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let server: Server;
    let base = '';
    let spoiled = false;
    const folder = mkdtempSync(join(tmpdir(), 'scripts-'));

    beforeAll(async () => {
      for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text);
      const { entries, all } = await buildModules({ main: pathToFileURL(join(folder, 'main.ts')) });
      const { path, integrity } = entries.main;
      server = createServer((request, response) => {
        const module = all.find((one) => one.path === request.url);
        response.writeHead(module || request.url === '/' ? 200 : 404, {
          'content-type': module ? 'text/javascript' : 'text/html',
          'content-security-policy': "default-src 'none'; script-src 'self'",
        });
        const page = `<!doctype html><title>x</title><script type="module" src="${path}" integrity="${integrity}"></script>`;
        response.end(module ? module.text + (spoiled && module.path === path ? ';' : '') : page);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    });

    it('run with what they import, statically and later, under script-src self', async () => {
      const page = await browser.newPage();
      await page.goto(base);
      await page.locator('html[data-word]').waitFor({ state: 'attached' });
      expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toEqual({
        sum: '42',
        word: 'late',
      });
      await page.close();
    });

    it('do not run with another text than their digest says', async () => {
      spoiled = true;
      const page = await browser.newPage();
      const noise: string[] = [];
      page.on('console', (message) => noise.push(message.text()));
      await page.goto(base);
      await page.waitForLoadState('load');
      expect(await page.evaluate(() => document.documentElement.dataset.sum)).toBeUndefined();
      expect(noise.join()).toMatch(/integrity/i);
      await page.close();
    });
  },
);
