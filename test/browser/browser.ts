import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './find-program.ts';

/** Everything that would let the browser speak to somebody else, switched off. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The path of a Chromium on PATH, or undefined. */
export const findChromium = (): string | undefined => findProgram(names);

/**
 * Why the browser's tests cannot run here, or undefined where they can.
 * With MENGSU_REQUIRE=all there is no such reason: they run, and fail where there is no browser.
 */
export function reasonToSkip(): string | undefined {
  if (process.env.MENGSU_REQUIRE === 'all' || findChromium() !== undefined) return undefined;
  return 'skipped: no Chromium on PATH';
}

/** A headless browser, with further arguments where a test needs them. Throws where there is none. */
export function launchBrowser(...further: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium on PATH');
  return chromium.launch({ executablePath, headless: true, args: [...quiet, ...further] });
}
