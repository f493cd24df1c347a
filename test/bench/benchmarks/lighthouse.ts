import { runWitnessedSystem } from '../../system/witnessed-system.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { categories, hasLighthouse, runLighthouse } from '../lighthouse/run-lighthouse.ts';
import { lambPagePath } from '../page/lamb-page.ts';

/** What Lighthouse says of a lot's page on a phone. Needs Chromium and the program `lighthouse`. */
export const lighthouse: Benchmark = {
  name: 'lighthouse',
  about: "what Lighthouse says of the lamb's page on a phone; needs it on PATH",
  async run({ say }): Promise<Measurement[]> {
    if (!hasLighthouse()) {
      say('lighthouse: left out, the program or Chromium is not on PATH');
      return [];
    }
    say('lighthouse: telling the story and having it witnessed');
    const { system } = await runWitnessedSystem();
    try {
      say('lighthouse: looking');
      const { scores, lost, version } = await runLighthouse(`${system.url}${lambPagePath}?lang=zh`);
      return categories.map((name) => ({
        name: `Lighthouse, ${name}`,
        figure: scores[name],
        unit: 'of 100',
        target: { bound: 'at least', figure: 100 },
        samples: 1,
        detail: { version, lost: lost.join(' ') },
      }));
    } finally {
      await system.remove();
    }
  },
};
