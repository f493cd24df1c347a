import { AxeBuilder } from '@axe-core/playwright';
import { languages } from '@mengsu/web-scan/views';
import jsqr from 'jsqr';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemCodes } from '../../demo/src/story/digest.ts';
import { codedRice } from '../../demo/src/story/rice.ts';
import { StoryHand } from '../system/story-hand.ts';
import { runWitnessedSystem, type WitnessedSystem } from '../system/witnessed-system.ts';
import { launchBrowser, reasonToSkip } from './browser.ts';
import { slowNet } from './slow-net.ts';

type DecodeQr = (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Pages that have no Mongolian columns of their own are written in another language. */
const tagOf = { zh: 'zh-CN', en: 'en', 'mn-Mong': expect.any(String) } as const;
const reason = reasonToSkip();

describe.skipIf(reason !== undefined)(
  `pages of a witnessed ledger in a browser${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let browser: Browser;
    let world: WitnessedSystem;

    beforeAll(async () => {
      world = await runWitnessedSystem();
      browser = await launchBrowser();
    });
    afterAll(async () => {
      await browser?.close();
      await world?.system.remove();
    });

    async function open<T>(
      { path, ...options }: BrowserContextOptions & { readonly path: string },
      use: (page: Page) => Promise<T>,
    ): Promise<T> {
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
      context.setDefaultTimeout(30_000);
      try {
        const page = await context.newPage();
        await page.goto(world.system.url + path);
        return await use(page);
      } finally {
        await context.close();
      }
    }
    /** What the page says of its own check, when it has said it. */
    async function checked(page: Page): Promise<{ readonly state: string | null; readonly text: string }> {
      const place = page.locator(
        '#proof:is([data-state=checked], [data-state=unchecked], [data-state=alarm])',
      );
      await place.waitFor();
      return { state: await place.getAttribute('data-state'), text: (await place.textContent()) ?? '' };
    }
    const rows = (page: Page): Promise<(string | null)[]> =>
      page.locator('[data-event]').evaluateAll((all) => all.map((one) => one.getAttribute('data-proof')));

    it('open from the picture of a printed label, over a slow net, and check each of their lines', async () => {
      const lamb = world.path('J0421');
      const picture = await fetch(`${world.system.url}${lamb}/label.png`);
      expect(picture.headers.get('content-type')).toBe('image/png');
      const { data, width, height } = PNG.sync.read(Buffer.from(await picture.arrayBuffer()));
      const decode = (jsqr as unknown as { default?: typeof jsqr }).default ?? jsqr;
      const read = (decode as unknown as DecodeQr)(new Uint8ClampedArray(data), width, height)?.data;
      expect(read).toBe(world.system.url + lamb);
      const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en' });
      const page = await context.newPage();
      await slowNet(page);
      await page.goto(String(read));
      const { state, text } = await checked(page);
      expect([state, text]).toEqual(['checked', expect.stringContaining('Checked on this device')]);
      const found = await rows(page);
      expect(found.length).toBeGreaterThan(8);
      expect(new Set(found)).toEqual(new Set(['proven']));
      expect(await page.locator('[data-event] em.good', { hasText: 'checked' }).count()).toBe(found.length);
      await context.close();
    });

    it.each([
      ['zh', '本机已核对：这个编码已赋码并已启用。'],
      ['en', 'this code was issued and put on a piece'],
      ['mn-Mong', '本机已核对：这个编码已赋码并已启用。'],
    ])('say in %s of a piece that its code was issued and put on', async (language, sentence) => {
      await open({ path: `${world.piece}?lang=${language}` }, async (page) => {
        const { state, text } = await checked(page);
        expect([state, text]).toEqual(['checked', expect.stringContaining(sentence)]);
      });
    });

    it('say that a label is void, and that a code is not put on yet', async () => {
      const [, , gtin, , lot] = world.piece.split('/');
      const { keyring } = await StoryHand.of(world.system);
      const secrets = {
        serials: await keyring.secret(`codes-${codedRice.by}`),
        checks: await keyring.secret('code-key'),
      };
      const codes = itemCodes(secrets, codedRice.lot, codedRice.count);
      for (const [code, sentence] of [
        [codes[0], 'this code was voided'],
        [codes.at(-1), 'that it was put on a piece is not on the witnessed ledger'],
      ] as const)
        await open({ path: `/01/${gtin}/10/${lot}/21/${code}?lang=en` }, async (page) => {
          const { state, text } = await checked(page);
          expect([state, text]).toEqual(['checked', expect.stringContaining(sentence)]);
        });
    });

    it('raise an alarm where the gateway says of a code what the ledger does not', async () => {
      await open({ path: '/' }, async (page) => {
        await page.route(`**${world.piece}*`, async (route) => {
          const answer = await route.fetch();
          const body = (await answer.text()).replace(
            'This code is on the ledger and was put on a piece.',
            'This label was voided and should be on no piece.',
          );
          await route.fulfill({ response: answer, body });
        });
        await page.goto(`${world.system.url}${world.piece}?lang=en`);
        const { state, text } = await checked(page);
        expect(state).toBe('alarm');
        expect(text).toContain('What this page says of the code is not what the ledger says');
      });
    });

    it('say that a code was not checked where the gateway keeps its proof back, and check the lot', async () => {
      await open({ path: '/' }, async (page) => {
        await page.route('**/api/proofs/**serial=**', (route) => route.fulfill({ status: 404, json: {} }));
        await page.goto(`${world.system.url}${world.piece}?lang=en`);
        const { text } = await checked(page);
        expect(text).toContain('This code was not checked on this device');
        expect(text).not.toContain('put on a piece');
        expect(new Set(await rows(page))).toEqual(new Set(['proven']));
      });
    });

    it.each(languages)(
      'have nothing in %s that axe finds wrong, checked and unfolded',
      async (language) => {
        const [, , gtin, , lot] = world.piece.split('/');
        const paths = [
          ...['/', `/01/${gtin}`, `/tell?code=${gtin}&lot=${lot}`, '/tell/T000000000000'],
          ...[world.path('J0421'), world.path('G0711'), world.piece],
          ...[`/01/${gtin}/10/${lot}/21/${'0'.repeat(20)}`, `/01/${gtin}/10/NONE`, '/01/09521500000128'],
        ];
        await open({ path: '/', viewport: { width: 360, height: 740 } }, async (page) => {
          const noise: string[] = [];
          page.on('pageerror', (error) => noise.push(error.message));
          page.on('console', (message) => {
            // Chromium tells of every answer that is no 200.
            if (!message.text().includes('the server responded with a status')) noise.push(message.text());
          });
          // Another language has other words: the pages that have the most of them.
          for (const path of language === 'zh' ? paths : paths.slice(4, 7)) {
            await page.goto(`${world.system.url}${path}${path.includes('?') ? '&' : '?'}lang=${language}`);
            if ((await page.locator('#proof').count()) > 0)
              expect((await checked(page)).state, path).toBe('checked');
            await page.evaluate(() => {
              for (const details of document.querySelectorAll('details')) details.open = true;
            });
            const { violations } = await new AxeBuilder({ page }).withTags(axeTags).analyze();
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
            expect(found, path).toEqual([]);
            expect(await headOf(page), path).toEqual({
              title: true,
              description: true,
              lang: tagOf[language],
            });
          }
          expect(noise).toEqual([]);
        });
        // As long as a machine that does five other things needs.
      },
      300_000,
    );

    it('turn red by themselves within seconds of a recall while they are open, and not before', async () => {
      const lot = world.path('J0421');
      await open({ path: `${lot}?lang=zh` }, async (page) => {
        await checked(page);
        expect(await page.locator('.stop').count()).toBe(0);
        const asked: string[] = [];
        page.on('request', (request) => asked.push(`${request.method()} ${request.resourceType()}`));
        await expect
          .poll(() => asked.filter((one) => one === 'HEAD fetch').length, { timeout: 20_000 })
          .toBe(1);
        expect(asked.filter((one) => one.endsWith('document'))).toEqual([]);
        const [, , gtin, , number = ''] = lot.split('/');
        const hand = await StoryHand.of(world.system);
        const answer = await hand.say('regulator', recallOf(`${gtin}/${decodeURIComponent(number)}`));
        expect(answer).toMatchObject({ results: [{ status: 'recorded', breaches: [] }] });
        await page.locator('aside.stop[aria-labelledby]').waitFor({ timeout: 20_000 });
        expect(await page.title()).toContain('召回');
        // It was loaded anew once, and then stays.
        const before = asked.length;
        await expect
          .poll(() => asked.slice(before).filter((one) => one === 'HEAD fetch').length, { timeout: 20_000 })
          .toBe(2);
        expect(asked.filter((one) => one.endsWith('document'))).toEqual(['GET document']);
      });
    });
  },
);

const recallOf = (lot: string) => ({
  act: 'recall' as const,
  lots: [lot],
  level: 1 as const,
  kind: 'ordered' as const,
  reason: 'residue' as const,
  knownAt: new Date().toISOString(),
  plan: 'A'.repeat(43),
});

/** What search engines and readers of lists are told of a page. */
const headOf = (page: Page) =>
  page.evaluate(() => ({
    title: document.title.length > 3,
    description:
      (document.querySelector<HTMLMetaElement>('meta[name=description]')?.content.length ?? 0) > 10,
    lang: document.documentElement.lang,
  }));
