import { createHash } from 'node:crypto';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoryPage } from '../../demo/src/story/tell.ts';
import type { TestKey } from '../../web-scan/src/verify/testing-key.ts';
import { jcs, lotOf, TestLog } from '../../web-scan/src/verify/testing-prover.ts';
import { liesOnPage, rowOf, type Seen, writeLies } from '../system/lies/lies-page.ts';
import { type Alteration, isBundle, LyingGateway, onPage } from '../system/lies/lying-gateway.ts';
import { type Lie, pageLies, stateLies } from '../system/lies/page-lies.ts';
import { hangingLie, proofLies, says } from '../system/lies/proof-lies.ts';
import { type RunningSystem, runSystem, tell } from '../system/running-system.ts';
import { launchBrowser, reasonToSkip } from './browser.ts';

const isWriting = process.env.WRITE_LIES === '1';
const reason = reasonToSkip();
const witnessMs = 60_000;

const slices = '/01/09521500000129/10/J0421';
const lots = {
  failed: '/01/09521500000143/10/P0906',
  recalled: '/01/09521500000174/10/G0711',
  held: '/01/09521500000037/10/J0823',
  undone: '/01/09521500100164/10/Z0910',
  overQuota: '/01/09521500100195/10/N0914',
};

const proofAt = (lot: string): string => lot.replace(/^\/01\/(\d+)\/10\/(.*)$/, '/api/proofs/lots/$1/$2');

const sizeIn = (bundle: string): number => Number(/mengsu\/[\w-]+\\n(\d+)\\n/.exec(bundle)?.[1]);

/** Two histories that the same organisations signed; the second one has `more` events. */
function forkedLogs(more: number): { lot: string; pins: string; first: string; second: string } {
  const lot = lotOf('A');
  const time = new Date().toISOString();
  const one = new TestLog();
  const organisations = ['OneMSP', 'TwoMSP', 'ThreeMSP'].map((msp) => one.found(msp));
  const other = new TestLog();
  for (const { msp, ...keys } of organisations) other.found(msp, keys);
  const bundles = [one, other].map((log, index) => {
    const state = { claims: [], holds: [], recalls: [] };
    for (let event = 0; event <= (index === 0 ? 0 : more); event++)
      log.tell(
        { act: 'commission', lot, said: `${index} ${event}` },
        {
          signers: [organisations[0]?.registrar as TestKey],
          touches: (id) => [['lot', lot, { ...state, madeBy: id }]],
        },
      );
    return log.bundle({ lot, lots: [lot], time, ...(more > 0 && index === 1 ? { from: 4 } : {}) });
  });
  return { lot, pins: jcs(one.pins()), first: jcs(bundles[0]), second: jcs(bundles[1]) };
}

const idOf = (payload: string): string => createHash('sha256').update(payload).digest('base64url');

describe.skipIf(reason !== undefined)(
  `a gateway that lies${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let system: RunningSystem;
    let gateway: LyingGateway;
    let browser: Browser;
    let stories: readonly StoryPage[] = [];
    let firstProof = '';
    let silent: LyingGateway;
    let hanging: Promise<Omit<Seen, 'lie'>>;
    const told: string[] = [];

    const getText = async (address: string): Promise<string> => {
      const answer = await fetch(new URL(address, system.url), { signal: AbortSignal.timeout(20_000) });
      return answer.ok ? answer.text() : '';
    };

    beforeAll(async () => {
      [system, browser] = await Promise.all([runSystem({ isWitnessed: true }), launchBrowser()]);
      gateway = await LyingGateway.start(system.url);
      [stories] = await Promise.all([tell(system), system.startWitnesses()]);
      firstProof = await untilWitnessed();
      silent = await LyingGateway.start(system.url);
      // Its reader waits while the others read.
      silent.alteration = hangingLie(slices).alteration;
      hanging = inBrowser(async (page) => {
        await page.goto(`${silent.url}${slices}?lang=en`);
        await untilChecked(page);
        return readSeen(page);
      });
    }, 180_000);
    afterAll(async () => {
      if (isWriting) writeLies(told);
      await browser?.close();
      await gateway?.stop();
      await silent?.stop();
      await system?.remove();
    });

    /** The proof of the lot, once it tells of all that was told. */
    async function untilWitnessed(): Promise<string> {
      const toldAt = Date.now();
      while (Date.now() < toldAt + witnessMs) {
        const time = /\ntime (.*)\n/.exec(await getText('/api/checkpoint'))?.[1];
        const proof = await getText(proofAt(slices));
        if (proof !== '' && time !== undefined && Date.parse(time) > toldAt) return proof;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      throw new Error('the organisations have not signed what was told');
    }

    /** A page in a browser that has seen nothing before. */
    async function inBrowser<T>(use: (page: Page) => Promise<T>): Promise<T> {
      const context = await browser.newContext({ viewport: { width: 320, height: 740 } });
      try {
        return await use(await context.newPage());
      } finally {
        await context.close();
      }
    }

    /** Opens a page under a lie and reads what it says when it has checked itself. */
    async function visit(page: Page, lot: string, alteration?: Alteration): Promise<Omit<Seen, 'lie'>> {
      gateway.alteration = alteration;
      await page.goto(`${gateway.url}${lot}?lang=en`);
      await untilChecked(page);
      return readSeen(page);
    }

    const untilChecked = (page: Page): Promise<void> =>
      page
        .locator('#proof:is([data-state=alarm], [data-state=checked], [data-state=unchecked])')
        .waitFor({ timeout: 60_000 });

    async function readSeen(page: Page): Promise<Omit<Seen, 'lie'>> {
      const place = page.locator('#proof');
      const state = (await place.getAttribute('data-state')) ?? 'nothing';
      const first = await page.evaluate(() => document.querySelector('main')?.firstElementChild?.id);
      expect(first === 'proof', 'an alarm, and nothing else, stands first').toBe(state === 'alarm');
      const all = await place.locator('p, li').allTextContents();
      const alarms = await place.locator('p.warn, li').allTextContents();
      const inRows = await page.locator('[data-event] > .warn').allTextContents();
      const lines = state === 'alarm' ? [...alarms, ...inRows] : all;
      return { state, lines: lines.map(withoutDays) };
    }

    /** The season is told anew each time: its days are others. */
    const withoutDays = (line: string): string =>
      line
        .replace(/\b[34] organisations/, 'the organisations')
        .replace(/\d{4}-\d\d-\d\d( \d\d:\d\d)?/g, '(day)')
        .replace(/\b\d{1,2} [A-Z][a-z]{2} 20\d\d( \d\d:\d\d)?/g, '(day)');

    function compare(lie: string, seen: Omit<Seen, 'lie'>): void {
      const row = rowOf({ lie, ...seen });
      told.push(row);
      if (!isWriting) expect(liesOnPage()).toContain(row);
    }

    /** One after the other, each to a browser that remembers nothing but the scripts; those about a script to one that does not have it. */
    async function tellLies(lies: readonly Lie[]): Promise<void> {
      await inBrowser(async (page) => {
        for (const { lie, lot, alteration } of lies.filter(({ isSilent }) => !isSilent)) {
          compare(lie, await visit(page, lot, alteration));
          await page.evaluate(() => localStorage.clear());
        }
      });
      for (const { lie, lot, alteration } of lies.filter(({ isSilent }) => isSilent)) {
        gateway.alteration = alteration;
        await inBrowser(async (page) => {
          await page.goto(`${gateway.url}${lot}?lang=en`);
          compare(lie, await readSeen(page));
        });
      }
    }

    it('nothing: all pages of the season are checked without an alarm, in every language', () =>
      inBrowser(async (page) => {
        gateway.alteration = undefined;
        // Every page in 中文, and some of them in the other languages, whose words are checked beside the records.
        for (const language of ['zh', 'en', 'mn-Mong'])
          for (const { path } of language === 'zh' ? stories : stories.slice(0, 6)) {
            await page.goto(`${gateway.url}${path}?lang=${language}`);
            await untilChecked(page);
            const marks = await page
              .locator('[data-event]')
              .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-proof')));
            const said = `${language} ${path} ${await page.locator('#proof').innerText()}`;
            expect(new Set(marks), said).toEqual(new Set(['proven']));
            expect(await page.locator('#proof').getAttribute('data-state'), said).toBe('checked');
          }
      }));

    it('have nothing that axe finds wrong, with or without an alarm, in every language at 320 px', async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const alarmed = onPage((html) => html.replace(/(<span class="n" title="[^"]*">)[^<]*/, '$1999 kg'));
      await inBrowser(async (page) => {
        for (const language of ['zh', 'en', 'mn-Mong'])
          for (const [state, alteration] of [
            ['checked', undefined],
            ['alarm', alarmed],
          ] as const) {
            gateway.alteration = alteration;
            await page.goto(`${gateway.url}${lots.overQuota}?lang=${language}`);
            await untilChecked(page);
            expect(await page.locator('#proof').getAttribute('data-state')).toBe(state);
            await page.evaluate(() => {
              for (const details of document.querySelectorAll('details')) details.open = true;
            });
            const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
            const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
            expect(found, `${language} ${state}`).toEqual([]);
            const { scrollWidth, clientWidth, scrollHeight, clientHeight } = await page.evaluate(() => {
              const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
              return { scrollWidth, clientWidth, scrollHeight, clientHeight };
            });
            const over = language === 'mn-Mong' ? scrollHeight - clientHeight : scrollWidth - clientWidth;
            expect(over, `${language} ${state}`).toBeLessThanOrEqual(0);
          }
      });
    });

    it('unfold the signed record by keyboard', () =>
      inBrowser(async (page) => {
        await visit(page, lots.overQuota);
        await page.locator('[data-event] summary').first().focus();
        await page.keyboard.press('Enter');
        await page.locator('[data-event] details details summary').first().focus();
        await page.keyboard.press('Enter');
        expect(await page.locator('[data-event] pre').first().isVisible()).toBe(true);
        expect(await page.locator('[data-event] pre').first().textContent()).toContain('"act": "commission"');
      }));

    it('of a page: each line', async () => {
      const { events } = JSON.parse(firstProof) as { events: { payload: string }[] };
      const enrolment = events.find(({ payload }) => payload.includes('"act":"enrolDevice"'));
      const lies = [...pageLies(slices, idOf(enrolment?.payload ?? '')), ...stateLies(lots)];
      await tellLies(lies);
    });

    it('of a proof', async () => {
      const otherBundle = await getText(proofAt(lots.failed));
      const otherPage = await getText(`${lots.failed}?lang=en`);
      await tellLies(proofLies({ lot: slices, recalled: lots.recalled, otherBundle, otherPage }));
    });

    it('not at all when it is asked for a proof', async () => {
      compare(hangingLie(slices).lie, await hanging);
    });

    it('to a browser that keeps nothing', () =>
      inBrowser(async (page) => {
        await page.addInitScript(() =>
          Object.defineProperty(window, 'localStorage', {
            get: () => {
              throw new DOMException('refused', 'SecurityError');
            },
          }),
        );
        const seen = await visit(page, slices);
        expect(seen.state).toBe('checked');
      }));

    it.each([
      ['the truth of eleven minutes ago', 11],
      ['the truth of yesterday', 25 * 60],
    ])('%s', (lie, minutes) =>
      inBrowser(async (page) => {
        await page.clock.setFixedTime(Date.now() + minutes * 60_000);
        compare(lie, await visit(page, slices, says(isBundle, { text: firstProof })));
      }),
    );

    it('of whom to believe, on the second visit', async () => {
      const pins = await getText('/api/pins');
      for (const [lie, text] of [
        [
          'on the second visit, that fewer signatures are enough',
          pins.replace(/"threshold":\d/, '"threshold":1'),
        ],
        ['on the second visit, that it is another ledger', pins.replace('"mengsu-demo-', '"mengsu-real-')],
      ] as const)
        await inBrowser(async (page) => {
          expect((await visit(page, slices)).state).toBe('checked');
          compare(
            lie,
            await visit(
              page,
              slices,
              says((address) => address === '/api/pins', { text }),
            ),
          );
        });
    });

    it.each([
      ['on the second visit, another history of the same length', 0],
      ['on the second visit, a longer history that does not continue the first', 5],
    ])('%s', async (lie, more) => {
      const html = await getText(`${slices}?lang=en`);
      const { lot, pins, first, second } = forkedLogs(more);
      const serve =
        (bundle: string): Alteration =>
        (answer, address) => {
          if (address === '/api/pins') return { ...answer, text: pins };
          if (isBundle(address)) return { ...answer, status: 200, text: bundle };
          const isPage = address.startsWith('/01/');
          return isPage ? { ...answer, text: html.replace(/data-lot="[^"]*"/, `data-lot="${lot}"`) } : answer;
        };
      const path = `/01/${lot.replace('/', '/10/')}`;
      await inBrowser(async (page) => {
        // Another lot's page stands for this one's: only what the proof itself is found to be matters here.
        await visit(page, path, serve(first));
        compare(lie, await visit(page, path, serve(second)));
      });
    });

    it('an older truth than the one that the reader saw', () =>
      inBrowser(async (page) => {
        const size = sizeIn(firstProof);
        for (const until = Date.now() + 90_000; sizeIn(await getText(proofAt(slices))) === size; ) {
          if (Date.now() > until) throw new Error('no newer checkpoint came');
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        }
        expect((await visit(page, slices)).state).toBe('checked');
        compare(
          'an older truth than the reader saw',
          await visit(page, slices, says(isBundle, { text: firstProof })),
        );
      }));

    it('has a row on docs/lies.md for each lie, and no other', () => {
      if (!isWriting) expect(liesOnPage()).toEqual(told);
    });
  },
);
