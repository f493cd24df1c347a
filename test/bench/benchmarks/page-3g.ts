import { findChromium, launchBrowser } from '../../browser/browser.ts';
import { runWitnessedSystem } from '../../system/witnessed-system.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { distributionOf } from '../measure/distribution.ts';
import { lambPagePath } from '../page/lamb-page.ts';
import { openOnPhone, type PhoneTimes } from '../phone/phone-page.ts';

const rounds = 7;

/** The lamb's page on a cheap phone far from town. Needs Chromium. */
export const page3g: Benchmark = {
  name: 'page-3g',
  about: "the lamb's page over 3G on a processor a fourth as fast: first paint, interactive, own check",
  async run({ say }): Promise<Measurement[]> {
    if (findChromium() === undefined) {
      say('page-3g: left out, no Chromium on PATH');
      return [];
    }
    say('page-3g: telling the story and having it witnessed');
    const { system } = await runWitnessedSystem();
    try {
      const browser = await launchBrowser();
      try {
        const times: PhoneTimes[] = [];
        for (let round = 0; round <= rounds; round++) {
          say(`page-3g: ${round} of ${rounds}`);
          times.push(await openOnPhone(browser, system.url + lambPagePath));
        }
        // The first start of a browser is its own.
        return measurementsOf(times.slice(1));
      } finally {
        await browser.close();
      }
    } finally {
      await system.remove();
    }
  },
};

function measurementsOf(times: readonly PhoneTimes[]): Measurement[] {
  const of = (name: string, pick: (one: PhoneTimes) => number, figure?: number): Measurement => {
    const distribution = distributionOf(times.map(pick));
    return {
      name,
      figure: distribution.p50,
      unit: 'ms, median',
      ...(figure !== undefined && { target: { bound: 'at most', figure } as const }),
      samples: times.length,
      distribution,
    };
  };
  return [
    of('3G, first contentful paint', ({ firstPaintMs }) => firstPaintMs),
    of('3G, interactive', ({ interactiveMs }) => interactiveMs, 1_000),
    of('3G, checked on the device', ({ verdictMs }) => verdictMs),
  ];
}
