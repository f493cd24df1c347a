import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from '../../gateway/src/http/testing.ts';
import { qrMatrix } from '../../gateway/src/labels/qr.ts';
import { launchBrowser, reasonToSkip } from './browser.ts';
import { grayVideo } from './gray-video.ts';

const lotPath = '/01/09521500000129/10/L-1';
const reason = reasonToSkip();
const folder = mkdtempSync(join(tmpdir(), 'front-'));

describe.skipIf(reason !== undefined)(
  `the front page in a browser${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let gateway: TestGateway;
    let base = '';

    beforeAll(async () => {
      gateway = await startTestGateway({ questions: { hasLot: async () => true } });
      base = gateway.url;
      const video = join(folder, 'camera.y4m');
      writeFileSync(video, grayVideo(qrMatrix(`https://s.example${lotPath}`)));
      browser = await launchBrowser(
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${video}`,
      );
    });
    afterAll(async () => {
      await browser?.close();
      await gateway?.close(0);
      rmSync(folder, { recursive: true });
    });

    async function open<T>(
      { path = '/', ...options }: BrowserContextOptions & { readonly path?: string },
      use: (page: Page) => Promise<T>,
    ): Promise<T> {
      const context = await browser.newContext({
        locale: 'zh-CN',
        viewport: { width: 360, height: 740 },
        ...options,
      });
      context.setDefaultTimeout(15_000);
      try {
        const page = await context.newPage();
        await page.goto(base + path);
        return await use(page);
      } finally {
        await context.close();
      }
    }

    it('takes a typed code without script', async () => {
      await open({ javaScriptEnabled: false }, async (page) => {
        expect(await page.locator('#scan').isVisible()).toBe(false);
        await page.getByLabel('编码、条码数字或网址').fill('9 521500 000129');
        await page.getByLabel('批次号（如有）').fill('L-1');
        await page.getByRole('button', { name: '查询' }).click();
        expect(new URL(page.url()).pathname).toBe(lotPath);
      });
    });

    it('reads a code that the camera sees, on the device, and lets the camera go', async () => {
      await open({ permissions: ['camera'] }, async (page) => {
        const asked: string[] = [];
        page.on('request', (request) => asked.push(new URL(request.url()).pathname));
        await page.getByRole('button', { name: '打开相机' }).click();
        await page.waitForURL(`**${lotPath}**`);
        const others = asked.filter((path) => !/^\/(assets\/[\w.-]+\.js|find|01\/.*)$/.test(path));
        expect(others, 'no picture leaves').toEqual([]);
        expect(asked.some((path) => path.startsWith('/assets/decode-pixels.'))).toBe(true);
      });
    });

    it('stops the camera when it is closed and when the page is left behind', async () => {
      await open({ permissions: ['camera'] }, async (page) => {
        await page.route('**/assets/decode-pixels.*', () => undefined);
        const live = () =>
          page.evaluate(() => {
            const { srcObject } = document.querySelector('video') ?? {};
            return srcObject instanceof MediaStream && srcObject.active;
          });
        await page.getByRole('button', { name: '打开相机' }).click();
        await page.getByRole('button', { name: '关闭相机' }).waitFor();
        expect(await live()).toBe(true);
        await page.getByRole('button', { name: '关闭相机' }).click();
        expect(await live()).toBe(false);
        await page.getByRole('button', { name: '打开相机' }).click();
        await page.getByRole('button', { name: '关闭相机' }).waitFor();
        await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
        expect(await live()).toBe(false);
      });
    });

    it('says what to do when the camera is not allowed', async () => {
      await open({}, async (page) => {
        await page.evaluate(() => {
          navigator.mediaDevices.getUserMedia = () =>
            Promise.reject(new DOMException('no', 'NotAllowedError'));
        });
        await page.getByRole('button', { name: '打开相机' }).click();
        await page.getByRole('status').getByText('没有得到使用相机的许可').waitFor();
        expect(await page.getByRole('button', { name: '打开相机' }).isVisible()).toBe(true);
      });
    });

    it('reads a photo of a label, and says when there is no code in one', async () => {
      const label = join(folder, 'label.png');
      writeFileSync(label, Buffer.from(await (await fetch(`${base}${lotPath}/qr.png`)).arrayBuffer()));
      const text = join(folder, 'text.png');
      writeFileSync(text, 'no picture');
      await open({ path: '/scan?lang=en' }, async (page) => {
        await page.getByLabel('Take or choose a photo').setInputFiles(text);
        await page.getByRole('status').getByText('No code was found').waitFor();
        await page.getByLabel('Take or choose a photo').setInputFiles(label);
        await page.waitForURL(`**${lotPath}?lang=en`);
      });
    });

    it('asks the browser’s own reader first, where it has one', async () => {
      await open({ permissions: ['camera'] }, async (page) => {
        await page.addInitScript(() => {
          Object.assign(globalThis, {
            BarcodeDetector: class {
              static async getSupportedFormats(): Promise<string[]> {
                return ['data_matrix'];
              }
              detect = async () => [{ rawValue: '(01)09521500000129(10)NATIVE' }];
            },
          });
        });
        await page.goto(base);
        const asked: string[] = [];
        page.on('request', (request) => asked.push(request.url()));
        await page.getByRole('button', { name: '打开相机' }).click();
        await page.waitForURL('**/10/NATIVE');
        expect(asked.filter((url) => url.includes('decode'))).toEqual([]);
      });
    });

    it('in WeChat says “open in the browser”, and typing works', async () => {
      const userAgent = 'Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile MicroMessenger/8.0.50';
      await open({ userAgent }, async (page) => {
        await page.locator('#scan-said', { hasText: '在浏览器中打开' }).waitFor();
        expect(await page.getByRole('button', { name: '打开相机' }).isVisible()).toBe(false);
        await page.getByLabel('编码、条码数字或网址').fill('09521500000129');
        await page.getByRole('button', { name: '查询' }).click();
        expect(new URL(page.url()).pathname).toBe('/01/09521500000129');
      });
    });

    it.each(['light', 'dark'] as const)(
      'and its neighbours have nothing that axe finds wrong, break no policy and do not scroll sideways, in %s',
      async (colorScheme) => {
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        const viewport = { width: 320, height: 740 };
        await open({ colorScheme, viewport }, async (page) => {
          const noise: string[] = [];
          page.on('console', (message) => noise.push(message.text()));
          const paths = ['/', '/tell?code=09521500000129', '/01/09521500000128', '/find?code=L-1'];
          const more = [
            '/find?code=https://x.example/01/09521500000129',
            '/tell/T000000000000',
            '/01/09521500000129',
          ];
          for (const path of [...paths, ...more].flatMap((one) => [
            one,
            `${one}${one.includes('?') ? '&' : '?'}lang=en`,
          ])) {
            await page.goto(base + path);
            const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
            expect(
              violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`),
              path,
            ).toEqual([]);
            const overflow = await page.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            expect(overflow, path).toBeLessThanOrEqual(0);
          }
          // Chromium tells of every answer that is no 200.
          expect(noise.filter((text) => !text.includes('the server responded with a status'))).toEqual([]);
        });
      },
    );
  },
);
