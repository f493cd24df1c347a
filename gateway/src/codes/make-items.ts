import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { HttpParts } from '../http/parts.ts';
import { LabelDesk } from '../labels/label-desk.ts';
import type { Store } from '../store/open-store.ts';
import { readCodeSets } from '../store/queries/item-codes.ts';
import { readLabelSubject } from '../store/queries/label-subject.ts';
import { openCodeKey } from './code-key.ts';
import { CodeShelf } from './code-shelf.ts';
import { type ItemDeskParts, ShelfDesk } from './item-desk.ts';
import { ScanCounter } from './scan-counter.ts';

export interface Items {
  readonly http: Pick<HttpParts, 'items' | 'labels'>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Where the code sets of a gateway lie. */
export const shelfFolderOf = ({ dataFolder }: Pick<Config, 'dataFolder'>): string =>
  join(dataFolder, 'codes');

interface Given {
  readonly config: Config;
  readonly store: Store;
  readonly log: Logger;
}

/** The item codes and labels of a gateway: its shelf, its key, its index and its scans. */
export function makeItems({ config, store, log }: Given): Items {
  const scans = new ScanCounter({
    store,
    onFault: (error) => log.error({ err: error }, 'scans could not be counted'),
  });
  const shelf = new CodeShelf(shelfFolderOf(config));
  const readSets: ItemDeskParts['readSets'] = (name) => store.read((db) => readCodeSets(db, name));
  const items = new ShelfDesk({ openKey: () => openCodeKey(config.codeKeyFile), shelf, readSets, scans });
  const labels = new LabelDesk({
    folder: join(config.dataFolder, 'labels'),
    font: config.labelFont,
    shelf,
    readSets,
    readSubject: (name) => store.read((db) => readLabelSubject(db, name)),
  });
  return {
    http: { items, labels },
    async start() {
      scans.start();
      await labels.jobs.start();
    },
    async stop() {
      await labels.jobs.stop();
      await scans.stop();
    },
  };
}
