import type { SeenCheckpoint } from '../verify/index.ts';

/** What this browser keeps of the ledger behind this site: which it is, whom it was told to believe first, and the newest checkpoint that it saw. */
export interface Remembered {
  readonly network: string;
  readonly pins: string;
  readonly seen: SeenCheckpoint;
}

export type Store = Pick<Storage, 'getItem' | 'setItem'>;

const place = 'mengsu/ledger';

/** Undefined where nothing was kept, where the browser keeps nothing, and where what is there is not ours. */
export function remember(store: Store | undefined): Remembered | undefined {
  const text = tried(() => store?.getItem(place));
  const kept = tried((): unknown => JSON.parse(text ?? ''));
  return isRemembered(kept) ? kept : undefined;
}

export function keep(store: Store | undefined, remembered: Remembered): void {
  tried(() => store?.setItem(place, JSON.stringify(remembered)));
}

/** The page's own store; undefined where the browser has it switched off. */
export const ownStore = (): Store | undefined => tried(() => globalThis.localStorage);

function isRemembered(kept: unknown): kept is Remembered {
  if (typeof kept !== 'object' || kept === null) return false;
  const { network, pins, seen } = kept as { readonly [member: string]: unknown };
  if (typeof network !== 'string' || typeof pins !== 'string') return false;
  if (typeof seen !== 'object' || seen === null) return false;
  const { size, root, states } = seen as { readonly [member: string]: unknown };
  return (
    Number.isSafeInteger(size) && Number(size) >= 0 && typeof root === 'string' && typeof states === 'string'
  );
}

/** Private windows and full stores throw whatever they like; the page then remembers nothing. */
function tried<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
