import { type HoldRecord, keyOf, LedgerError, limits, type RecallRecord } from '../model/index.ts';
import type { Read } from './act.ts';
import { readRecords } from './read-records.ts';

/** The holds or recalls that stand, by id. */
export type Standings<R extends HoldRecord | RecallRecord> = ReadonlyMap<string, R>;

export async function gatherHolds(ids: readonly string[], read: Read): Promise<Standings<HoldRecord>> {
  const holds = await readRecords(ids, keyOf.hold, read);
  return new Map([...holds].filter(([, { releasedAt }]) => releasedAt === undefined));
}

export async function gatherRecalls(ids: readonly string[], read: Read): Promise<Standings<RecallRecord>> {
  const recalls = await readRecords(ids, keyOf.recall, read);
  return new Map([...recalls].filter(([, { closedAt }]) => closedAt === undefined));
}

type IsVoluntary = ReadonlyMap<string, { readonly voluntary?: true | undefined }>;

/**
 * What is named already and what comes, as far as it stands, sorted, at most `marksMax`. Where that is too much, voluntary ones give way first,
 * so that nobody fills the list with marks of its own to push out a regulator's; then what comes.
 */
export function joinMarks(
  own: readonly string[],
  coming: readonly string[],
  standing: IsVoluntary,
): readonly string[] | undefined {
  const ids = [...new Set([...own, ...coming])].filter((id) => standing.has(id));
  const isVoluntary = (id: string): boolean => standing.get(id)?.voluntary === true;
  const ranked = [...ids.filter((id) => !isVoluntary(id)), ...ids.filter(isVoluntary)];
  const kept = ranked.slice(0, limits.marksMax).sort();
  return kept.length === 0 ? undefined : kept;
}

/** The same for one new mark; throws LIMIT_EXCEEDED where it finds no room. */
export function placeMark(
  mark: { readonly id: string; readonly voluntary: true | undefined },
  own: readonly string[] | undefined,
  standing: IsVoluntary,
  what: string,
): readonly string[] | undefined {
  const joined = joinMarks(own ?? [], [mark.id], new Map([...standing, [mark.id, mark] as const]));
  if (joined?.includes(mark.id)) return joined;
  throw new LedgerError('LIMIT_EXCEEDED', `${what} is under ${limits.marksMax} already, the most there are`);
}
