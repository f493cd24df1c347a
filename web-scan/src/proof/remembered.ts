import type { SeenCheckpoint } from '../verify/index.ts';

/** What this browser keeps of a network: whom it was told to believe first, and the newest checkpoint that it saw. */
export interface Remembered {
  readonly pins?: string;
  readonly seen?: SeenCheckpoint;
}

type Store = Pick<Storage, 'getItem' | 'setItem'>;

const nameOf = (network: string): string => `mengsu/${network}`;

/** Nothing where nothing was kept, or where the browser keeps nothing. */
export function remember(store: Store | undefined, network: string): Remembered {
  const text = tried(() => store?.getItem(nameOf(network)));
  if (typeof text !== 'string') return {};
  const kept = tried(() => JSON.parse(text) as Remembered);
  return typeof kept === 'object' && kept !== null ? kept : {};
}

export function keep(store: Store | undefined, network: string, remembered: Remembered): void {
  tried(() => store?.setItem(nameOf(network), JSON.stringify(remembered)));
}

/** The page's own store; undefined where the browser has it switched off. */
export const ownStore = (): Store | undefined => tried(() => globalThis.localStorage);

/** Private windows and full stores throw whatever they like; the page then remembers nothing. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
