import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findChromium } from '../../browser/browser.ts';
import { findProgram } from '../../browser/find-program.ts';

const run = promisify(execFile);
const runTimeoutMs = 180_000;
export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** What Lighthouse says of a page: a score of 0–100 a category, and the audits that cost it something. */
export interface LighthouseReport {
  readonly version: string;
  readonly scores: Readonly<Record<(typeof categories)[number], number>>;
  readonly lost: readonly string[];
}

interface RawReport {
  readonly lighthouseVersion: string;
  readonly categories: {
    readonly [name: string]: {
      readonly score: number | null;
      readonly auditRefs: readonly { readonly id: string; readonly weight: number }[];
    };
  };
  readonly audits: { readonly [id: string]: { readonly score: number | null } };
}

/** Whether it can run here. */
export const hasLighthouse = (): boolean =>
  findProgram(['lighthouse']) !== undefined && findChromium() !== undefined;

/**
 * Runs the program `lighthouse` (12 or later) with its phone profile: simulated slow 4G, a processor a fourth as fast. It is none of our dependencies,
 * because it brings 200 packages, one that reports errors to its maker among them; here that is switched off. Throws where it is not on PATH.
 */
export async function runLighthouse(url: string): Promise<LighthouseReport> {
  const program = findProgram(['lighthouse']);
  const chromium = findChromium();
  if (program === undefined || chromium === undefined)
    throw new Error('no lighthouse, or no Chromium, on PATH');
  const folder = await mkdtemp(path.join(tmpdir(), 'mengsu-lighthouse-'));
  const file = path.join(folder, 'report.json');
  try {
    const given = [url, '--output=json', `--output-path=${file}`, '--quiet', '--no-enable-error-reporting'];
    const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking';
    const environment = { ...process.env, CHROME_PATH: chromium };
    await run(program, [...given, flags, `--only-categories=${categories.join(',')}`], {
      env: environment,
      timeout: runTimeoutMs,
    });
    return reportOf(JSON.parse(await readFile(file, 'utf8')) as RawReport);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function reportOf({ lighthouseVersion, categories: found, audits }: RawReport): LighthouseReport {
  const scoreOf = (name: string): number => Math.round((found[name]?.score ?? 0) * 100);
  const [performance, accessibility, practices, seo] = categories.map(scoreOf) as [
    number,
    number,
    number,
    number,
  ];
  const weighed = categories
    .flatMap((name) => found[name]?.auditRefs ?? [])
    .filter(({ weight }) => weight > 0);
  return {
    version: lighthouseVersion,
    scores: { performance, accessibility, 'best-practices': practices, seo },
    lost: weighed.map(({ id }) => id).filter((id) => (audits[id]?.score ?? 1) < 1),
  };
}
