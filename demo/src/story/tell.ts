import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { MengsuClient } from '@mengsu/client';
import type { Places } from '../run/system.ts';
import { tellBeef } from './beef.ts';
import { bringCodes } from './codes.ts';
import { submitAsAdmins, tellFounding } from './founding.ts';
import { tellGrants } from './granting.ts';
import { tellGrape } from './grape.ts';
import { tellHetao } from './hetao.ts';
import { tellHulunLamb } from './hulun-lamb.ts';
import { Journal } from './journal.ts';
import { Keyring, parseStored, readIfThere, writeSecret } from './keyring.ts';
import { tellLamb } from './lamb.ts';
import { tellMilk } from './milk.ts';
import { tellMillet } from './millet.ts';
import { tellOversight } from './oversight.ts';
import { type StoryPage, storyPages } from './pages.ts';
import { tellPotato } from './potato.ts';
import { tellRegistry } from './registry.ts';
import { codedRice, tellRice } from './rice.ts';
import { Stage } from './stage.ts';

export type { StoryPage } from './pages.ts';

interface Story {
  readonly network: string;
  readonly toldAt: string;
}

/** Tells the demonstration's story, or what is left of it. Answers the pages to open, each brand's best first. */
export async function tellStory(
  places: Places,
  url: string,
  progress: (line: string) => void,
): Promise<readonly StoryPage[]> {
  const { network, toldAt } = await openStory(places);
  const stage = new Stage({
    network,
    keyring: new Keyring(path.join(places.story, 'keys')),
    journal: new Journal(path.join(places.story, 'steps')),
    client: new MengsuClient(url),
    toldAt: new Date(toldAt),
  });
  progress('founding four organisations');
  await tellFounding(stage, (envelopes) => submitAsAdmins(envelopes, places));
  progress('enrolling parties, devices, categories, processes, sites and products');
  await tellRegistry(stage);
  progress('granting certificates and quotas');
  await tellGrants(stage);
  progress('telling the season of nine brands');
  await tellSeason(stage);
  progress('bringing the item codes of one lot');
  const piece = await bringCodes(stage, codedRice, url);
  return [...storyPages, { title: '一件的编码', path: piece }];
}

/** The nine brands side by side, then what regulators and makers do about them. */
export async function tellSeason(stage: Stage): Promise<void> {
  await Promise.all([
    tellLamb(stage),
    tellHulunLamb(stage),
    tellBeef(stage),
    tellHetao(stage),
    tellPotato(stage),
    tellGrape(stage),
    tellMillet(stage),
    tellRice(stage),
    tellMilk(stage),
  ]);
  await tellOversight(stage);
}

async function openStory(places: Places): Promise<Story> {
  const file = path.join(places.story, 'story.json');
  const stored = await readIfThere(file);
  if (stored !== undefined) return parseStored<Story>(file, stored);
  const story: Story = {
    network: `mengsu-demo-${randomBytes(4).toString('hex')}`,
    toldAt: new Date().toISOString(),
  };
  await writeSecret(file, JSON.stringify(story));
  return story;
}
