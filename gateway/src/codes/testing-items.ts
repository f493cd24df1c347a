import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gtinOf, lotNumberOf } from '@mengsu/chaincode/model';
import { TestWorld } from '../indexer/testing-world.ts';
import { LabelDesk } from '../labels/label-desk.ts';
import type { Store } from '../store/open-store.ts';
import { readCodeSets } from '../store/queries/item-codes.ts';
import { readLabelSubject } from '../store/queries/label-subject.ts';
import { fail, herder, lastHolding, plant, write } from '../store/queries/testing-story.ts';
import { CodeShelf } from './code-shelf.ts';
import { ShelfDesk } from './item-desk.ts';
import { ScanCounter } from './scan-counter.ts';
import { CheckKey } from './serial.ts';
import { writeSet } from './write-set.ts';

export const codesMade = 300;

/** Test utility: a lot of `plant` with a set of 300 codes, of which 10–99 are active and 20 is void, and all that serves them. */
export async function makeItemStory(store: Store, options: { readonly now?: () => number } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mengsu-items-'));
  const key = new CheckKey(randomBytes(32));
  const file = path.join(folder, 'made.codes');
  const { root } = await writeSet(file, { count: codesMade, key });
  const world = new TestWorld();
  const founding = world.founding();
  const made = world.commission(plant, { count: 200, massG: 100_000 });
  const lot = lastHolding(world).lot;
  const said = { party: plant.party, lot, set: 1 };
  const issued = world.event(plant.device, { act: 'issueCodes', ...said, count: codesMade, root });
  const activated = world.event(plant.device, { act: 'activateCodes', ...said, from: 10, to: 99 });
  const voided = world.event(plant.device, { act: 'voidCodes', ...said, from: 20, to: 20, reason: 'spoilt' });
  // Somebody else's codes for the lot are codes of nothing.
  const strange = { party: herder.party, lot, set: 2, count: 5, root };
  const others = world.event(herder.device, { act: 'issueCodes', ...strange });
  await write(store, founding, [others, made, issued, activated, voided]);
  const shelf = new CodeShelf(path.join(folder, 'codes'));
  const readSets = (name: { gtin: string; lot: string }) => store.read((db) => readCodeSets(db, name));
  const faults: unknown[] = [];
  const scans = new ScanCounter({ store, onFault: (error) => void faults.push(error), ...options });
  const labels = new LabelDesk({
    folder: path.join(folder, 'labels'),
    font: undefined,
    shelf,
    readSets,
    readSubject: (name) => store.read((db) => readLabelSubject(db, name)),
  });
  const desk = new ShelfDesk({ openKey: async () => key, shelf, readSets, scans });
  const name = { gtin: gtinOf(lot), lot: lotNumberOf(lot) };
  const serials = readFileSync(file, 'latin1').trimEnd().split('\n');
  return {
    folder,
    file,
    key,
    shelf,
    scans,
    desk,
    labels,
    faults,
    name,
    party: plant.party,
    root,
    serialAt: (index: number): string => serials[index] ?? fail(),
    /** Brings the set, as its maker does. */
    bring: async () => {
      const set = (await desk.issued(name, { party: plant.party, set: 1 })) ?? fail();
      await desk.receive(Readable.from([readFileSync(file)]), set);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export type ItemStory = Awaited<ReturnType<typeof makeItemStory>>;
