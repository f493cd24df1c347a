import type { Page } from 'playwright-core';

/** As browsers' own tools call it: 3G (1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back), and a processor a fourth as fast. */
const slow3g = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 } as const;
const processorRate = 4;

/** Everything that this page does from now on is as on a cheap phone far from town. Chromium alone can do this. */
export async function slowNet(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', { offline: false, ...slow3g });
  await session.send('Emulation.setCPUThrottlingRate', { rate: processorRate });
}
