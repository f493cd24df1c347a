import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Store } from '../store/open-store.ts';
import { readCodeSets } from '../store/queries/item-codes.ts';
import { openCodeKey } from './code-key.ts';
import { CodeShelf } from './code-shelf.ts';
import { ShelfDesk } from './item-desk.ts';
import { ScanCounter } from './scan-counter.ts';

export interface Items {
  readonly desk: ShelfDesk;
  readonly scans: ScanCounter;
}

/** Where the code sets of a gateway lie. */
export const shelfFolderOf = ({ dataFolder }: Pick<Config, 'dataFolder'>): string =>
  join(dataFolder, 'codes');

/** The item codes of a gateway: its shelf, its key, its index and its scans. */
export function makeItems(given: {
  readonly config: Config;
  readonly store: Store;
  readonly log: Logger;
}): Items {
  const { config, store, log } = given;
  const scans = new ScanCounter({
    store,
    onFault: (error) => log.error({ err: error }, 'scans could not be counted'),
  });
  const desk = new ShelfDesk({
    openKey: () => openCodeKey(config.codeKeyFile),
    shelf: new CodeShelf(shelfFolderOf(config)),
    readSets: (name) => store.read((db) => readCodeSets(db, name)),
    scans,
  });
  return { desk, scans };
}
