import {
  type CategoryRecord,
  type HoldingRecord,
  keyOf,
  type LotRecord,
  limits,
  type PartyRecord,
} from '../model/index.ts';
import { type Change, put, type Read, type Scene } from './act.ts';
import { gatherHolds, gatherRecalls } from './placing.ts';
import { jurisdictionOf } from './remit.ts';

/** The ids of holds and recalls that some goods name. */
export interface Marks {
  readonly holds: readonly string[];
  readonly recalls: readonly string[];
}

/** Which of them stand: a hold until it is released, a recall until it is closed. */
export interface Standing {
  readonly holds: ReadonlySet<string>;
  readonly recalls: ReadonlySet<string>;
  /** Those among them that no office has signed: they give way where there is no room for all. */
  readonly voluntary: ReadonlySet<string>;
}

export const marksOf = (lot: LotRecord | undefined, holding: HoldingRecord | undefined): Marks => ({
  holds: [...(lot?.holds ?? []), ...(holding?.holds ?? [])],
  recalls: lot?.recalls ?? [],
});

export const markKeys = ({ holds, recalls }: Marks): string[] => [
  ...holds.map(keyOf.hold),
  ...recalls.map(keyOf.recall),
];

export async function gatherStanding(marks: readonly Marks[], read: Read): Promise<Standing> {
  const holds = await gatherHolds(
    marks.flatMap((mark) => mark.holds),
    read,
  );
  const recalls = await gatherRecalls(
    marks.flatMap((mark) => mark.recalls),
    read,
  );
  const voluntary = [...holds, ...recalls].filter(([, record]) => record.voluntary).map(([id]) => id);
  return {
    holds: new Set(holds.keys()),
    recalls: new Set(recalls.keys()),
    voluntary: new Set(voluntary),
  };
}

export const isHeld = ({ holds }: Marks, standing: Standing): boolean =>
  holds.some((id) => standing.holds.has(id));

export const isRecalled = ({ recalls }: Marks, standing: Standing): boolean =>
  recalls.some((id) => standing.recalls.has(id));

/** Holds on all that a party has. */
export const partyMarks = (party: PartyRecord | undefined): Marks => ({
  holds: party?.holds ?? [],
  recalls: [],
});

/**
 * Ids in one list, each once, sorted, at most `marksMax`: `first` come before the others, and voluntary ones last, so that nobody drowns a
 * regulator's among its own. A list that is cut is longer than anybody needs to hold the goods; the first of them is the event's own hold.
 */
export function mergeIds(
  first: readonly string[],
  others: readonly string[],
  voluntary: ReadonlySet<string> = new Set(),
): readonly string[] | undefined {
  const rest = [...new Set(others)].filter((id) => !first.includes(id)).sort();
  const ranked = [...rest.filter((id) => !voluntary.has(id)), ...rest.filter((id) => voluntary.has(id))];
  const ids = [...first, ...ranked].slice(0, limits.marksMax).sort();
  return ids.length === 0 ? undefined : ids;
}

/** A hold that a breach places, under the event's own id: only a regulator releases it. */
export const lawHold = (scene: Scene, categories: Iterable<CategoryRecord>, division: string): Change =>
  put(keyOf.hold(scene.id), { by: 'law', ...jurisdictionOf(categories, division) });
