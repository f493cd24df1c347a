import { instantMs, type Use, uses } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';
import {
  type Member,
  readChildren,
  readMembers,
  readOfLots,
  readOfSites,
  readTold,
  type Treatment,
} from './treatment-rows.ts';

/** A lot that was made before the interval of something was over, which was told only after it was made. */
export interface LateInterval {
  readonly lot: string;
  /** The treatment's event, and its recorded time. */
  readonly eventId: string;
  readonly since: string;
  readonly event: number;
}

/** Lots by id, the lots of the family that were made of each, and the last event by which the law held each for an interval. */
interface Family {
  readonly members: ReadonlyMap<string, Member>;
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly told: ReadonlyMap<string, number>;
}

/** A treatment and a lot that it reaches. */
interface Reached {
  readonly lot: string;
  readonly treatment: Treatment;
  /** Told before the lot was made, or before the law held the lot for an interval. */
  readonly isKnown: boolean;
  /** The end of the interval for what the lot is used as. */
  readonly until: string;
}

const dayMs = 86_400_000;

/**
 * What the law finds of treatments that are told late when somebody spreads them (chaincode acts/spread.ts): it is followed from the rows here, so
 * that a page warns whether anybody did or not. Where somebody did since, the law's own hold tells it, and a regulator may have released that.
 */
export async function readLateIntervals(db: Queryable, lots: readonly string[]): Promise<LateInterval[]> {
  const late = [...(await readOfSites(db, lots, '>')), ...(await readOfLots(db, lots))];
  if (late.length === 0) return [];
  const treatments = [...late, ...(await readOfSites(db, lots, '<'))];
  const members = await readMembers(db, lots);
  const family = { members, children: await readChildren(db, lots), told: await readTold(db, lots) };
  const reached = treatments.flatMap((treatment) => reachedBy(treatment, family));
  // The law judged the lot by the longest interval that it knew of: a shorter one is no news.
  const known = (lot: string): string => last(reached.filter((each) => each.lot === lot && each.isKnown));
  return reached
    .filter(({ lot, isKnown, until }) => !isKnown && until > known(lot))
    .map(({ lot, treatment: { eventId, since, event } }) => ({ lot, eventId, since, event }));
}

const last = (reached: readonly Reached[]): string =>
  reached.reduce((latest, { until }) => (until > latest ? until : latest), '');

/** What is used as that which the interval is for, among the lots that carry it. */
function reachedBy(treatment: Treatment, family: Family): Reached[] {
  const { members, told } = family;
  return uses.flatMap((use) => {
    const until = untilOf(treatment, use);
    return carriersOf(treatment, until, family).flatMap((lot): Reached[] => {
      const member = members.get(lot);
      if (member?.use !== use) return [];
      const isKnown = treatment.event < Math.max(member.event, told.get(lot) ?? 0);
      return [{ lot, treatment, isKnown, until }];
    });
  });
}

/** The site's lot that was made within the interval; all that was made within it of what carries it, through any number of generations. */
function carriersOf({ lot: first, from, isOfSite }: Treatment, until: string, family: Family): string[] {
  const madeAt = (lot: string): string => family.members.get(lot)?.madeAt ?? until;
  if (isOfSite && madeAt(first) >= until) return [];
  // What was made of the lot before it was used is clean; what is made of that which carries it carries it.
  const isMadeAfterUse = (parent: string, child: string): boolean =>
    isOfSite || parent !== first || madeAt(child) >= from;
  const carriers = new Set([first]);
  for (const parent of carriers)
    for (const child of family.children.get(parent) ?? [])
      if (madeAt(child) < until && isMadeAfterUse(parent, child)) carriers.add(child);
  if (!isOfSite) carriers.delete(first);
  return [...carriers];
}

/** Empty where it has none for this use. */
function untilOf({ to, intervals }: Treatment, use: Use): string {
  const days = intervals[use] ?? 0;
  return days === 0 ? '' : new Date(instantMs(to) + days * dayMs).toISOString();
}
