import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { MengsuClient } from '@mengsu/client';
import type { Places } from '../run/system.ts';
import { tellFounding } from './founding.ts';
import { Journal } from './journal.ts';
import { Keyring, parseStored, readIfThere, writeSecret } from './keyring.ts';
import { lambPages, tellLamb } from './lamb.ts';
import { milkPages, tellMilk } from './milk.ts';
import { tellRegistry } from './registry.ts';
import { ricePages, tellRice } from './rice.ts';
import { Stage } from './stage.ts';

interface Story {
  readonly network: string;
  readonly toldAt: string;
}

/** A page worth opening: what it is, and its path on the gateway. */
export interface StoryPage {
  readonly title: string;
  readonly path: string;
}

/** Tells the demonstration's story, or what is left of it. Answers the pages to open, each chain's best first. */
export async function tellStory(
  places: Places,
  url: string,
  progress: (line: string) => void,
): Promise<StoryPage[]> {
  const { network, toldAt } = await openStory(places);
  const stage = new Stage({
    network,
    keyring: new Keyring(path.join(places.story, 'keys')),
    journal: new Journal(path.join(places.story, 'steps')),
    client: new MengsuClient(url),
    toldAt: new Date(toldAt),
  });
  progress('founding four organisations');
  await tellFounding(stage, places);
  progress('enrolling parties, devices, products and sites');
  await tellRegistry(stage);
  progress('telling three chains: lamb, rice, milk');
  await Promise.all([tellLamb(stage), tellRice(stage), tellMilk(stage)]);
  return [
    ...lambPages.map((lot) => page('锡林郭勒羊 lamb', lot)),
    ...ricePages.map((lot) => page('兴安大米 rice', lot)),
    ...milkPages.map((lot) => page('灭菌乳 UHT milk', lot)),
  ];
}

const page = (title: string, lot: string): StoryPage => ({
  title,
  path: `/01/${lot.slice(0, 14)}/10/${encodeURIComponent(lot.slice(15))}`,
});

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
