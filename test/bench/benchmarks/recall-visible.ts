import { setTimeout as pause } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { beef } from '../../../demo/src/story/beef.ts';
import { hetao } from '../../../demo/src/story/hetao.ts';
import { lamb } from '../../../demo/src/story/lamb.ts';
import { milk } from '../../../demo/src/story/milk.ts';
import { millet } from '../../../demo/src/story/millet.ts';
import { pathOfLot } from '../../../demo/src/story/pages.ts';
import { findChromium, launchBrowser } from '../../browser/browser.ts';
import { type RunningSystem, runSystem, tell } from '../../system/running-system.ts';
import { StoryHand } from '../../system/story-hand.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { distributionOf } from '../measure/distribution.ts';

const lots = [lamb.slices, beef.steaks, hetao.bags, milk.cartons, milk.hurood, millet.bags];
const pollPauseMs = 10;
const seenTimeoutMs = 30_000;
const target = { bound: 'at most', figure: 5_000 } as const;

/** From the answer that a recall is recorded until its page is red: for whoever asks again with If-None-Match, and for a page that is open. */
export const recallVisible: Benchmark = {
  name: 'recall-visible',
  about: 'from a recall that is VALID to a red page: asked for again, and open in Chromium where it is found',
  async run({ say }): Promise<Measurement[]> {
    say('recall-visible: telling the story');
    const system = await runSystem({ environment: { MENGSU_REQUESTS_PER_MINUTE_MAX: '0' } });
    const browser = findChromium() === undefined ? undefined : await launchBrowser();
    try {
      await tell(system);
      const hand = await StoryHand.of(system);
      const times: RecallTimes[] = [];
      for (const lot of lots) {
        say(`recall-visible: ${lot}`);
        times.push(await recallOnce({ system, hand, browser }, lot));
      }
      return measurementsOf(times);
    } finally {
      await browser?.close();
      await system.remove();
    }
  },
};

interface Ground {
  readonly system: RunningSystem;
  readonly hand: StoryHand;
  readonly browser: Browser | undefined;
}
interface RecallTimes {
  readonly answeredMs: number;
  readonly openMs: number | undefined;
}

async function recallOnce({ system, hand, browser }: Ground, lot: string): Promise<RecallTimes> {
  const url = system.url + pathOfLot(lot);
  const page = await browser?.newPage();
  await page?.goto(url);
  if (((await page?.locator('.stop').count()) ?? 0) > 0) throw new Error(`${lot} is recalled already`);
  const etag = (await fetch(url, { headers: pageHeaders })).headers.get('etag') ?? '';
  await hand.say('regulator', {
    act: 'recall',
    lots: [lot],
    level: 1,
    kind: 'ordered',
    reason: 'residue',
    knownAt: new Date().toISOString(),
    plan: 'A'.repeat(43),
  });
  const validAtMs = performance.now();
  const sinceValid = (): number => performance.now() - validAtMs;
  const [answeredMs, openMs] = await Promise.all([
    untilRed(url, etag).then(sinceValid),
    page?.locator('.stop').waitFor({ timeout: seenTimeoutMs }).then(sinceValid),
  ]);
  await page?.close();
  return { answeredMs, openMs };
}

const pageHeaders = { accept: 'text/html', 'cache-control': 'no-cache' };

/** As a browser that kept the page asks again. */
async function untilRed(url: string, etag: string): Promise<void> {
  const until = performance.now() + seenTimeoutMs;
  while (performance.now() < until) {
    const answer = await fetch(url, { headers: { ...pageHeaders, 'if-none-match': etag } });
    if (answer.status === 200 && (await answer.text()).includes('class="stop"')) return;
    await pause(pollPauseMs);
  }
  throw new Error(`${url} did not turn red`);
}

function measurementsOf(times: readonly RecallTimes[]): Measurement[] {
  const of = (name: string, samples: readonly number[]): Measurement => {
    const distribution = distributionOf(samples);
    return {
      name,
      figure: distribution.max,
      unit: 'ms, worst',
      target,
      samples: samples.length,
      distribution,
    };
  };
  const open = times.flatMap(({ openMs }) => openMs ?? []);
  return [
    of(
      'recall on a page that is asked for again',
      times.map(({ answeredMs }) => answeredMs),
    ),
    ...(open.length > 0 ? [of('recall on a page that is open', open)] : []),
  ];
}
