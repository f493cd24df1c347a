import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../browser/browser.ts';
import { projectRoot } from '../house/project-files.ts';
import { runWitnessedSystem, type WitnessedSystem } from '../system/witnessed-system.ts';
import { keepPicture, takePicture } from './take-picture.ts';

/** `npm run pictures`: the pictures of README.md and docs/consumer.md, taken from the demonstration at phone size. Needs Chromium. */
const folder = path.join(projectRoot, 'docs', 'pictures');

const world = await runWitnessedSystem();
try {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    await takeAll(browser, world);
  } finally {
    await browser.close();
  }
} finally {
  await world.system.remove();
}

async function takeAll(browser: Browser, { system, path: pathOf, piece }: WitnessedSystem): Promise<void> {
  const [lamb, recalled] = [pathOf('J0421'), pathOf('G0711')];
  const [lotPath = ''] = piece.split('/21/');
  const pictures: readonly (readonly [name: string, address: string, scrolledTo?: string])[] = [
    ['lamb.zh', `${lamb}?lang=zh`],
    ['lamb.en', `${lamb}?lang=en`],
    ['lamb.mn-Mong', `${lamb}?lang=mn-Mong`],
    ['way.zh', `${lamb}?lang=zh`, '#way'],
    ['way.mn-Mong', `${lamb}?lang=mn-Mong`, '#way'],
    ['way.en', `${lamb}?lang=en`, '#way'],
    ['recalled.zh', `${recalled}?lang=zh`],
    ['recalled.en', `${recalled}?lang=en`],
    ['unknown-code.zh', `${lotPath}/21/${'0'.repeat(20)}?lang=zh`],
    ['piece.zh', `${piece}?lang=zh`],
    ['piece.en', `${piece}?lang=en`],
    ['front.zh', '/?lang=zh'],
    ['front.en', '/?lang=en'],
  ];
  for (const [name, address, scrolledTo] of pictures)
    await takePicture(browser, { url: system.url + address, file: fileOf(name), scrolledTo });
  const label = await fetch(`${system.url}${lamb}/label.png`);
  if (!label.ok) throw new Error(`no label: ${await label.text()}`);
  await keepPicture(fileOf('label'), Buffer.from(await label.arrayBuffer()));
}

function fileOf(name: string): string {
  return path.join(folder, `${name}.png`);
}
