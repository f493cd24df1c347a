import type { ActName, BreachCode } from '@mengsu/chaincode/model';
import type { Queryable } from '../database.ts';

/** A recorded event that did not keep rules. */
export interface CaseAnswer {
  readonly eventId: string;
  readonly act: ActName;
  /** Id of the party that said it. */
  readonly party: string;
  /** Ids of the lots that it names. */
  readonly lots: readonly string[];
  readonly breaches: readonly BreachCode[];
  readonly saidAt: string;
  readonly recordedAt: string;
  readonly block: number;
}

export interface CasesAnswer {
  /** The newest first. */
  readonly cases: readonly CaseAnswer[];
  /** Where older ones begin, to be asked for as `before`; absent after the last. */
  readonly next?: number;
}

export interface CasesQuestion {
  readonly before?: number | undefined;
  readonly limit: number;
}

export const casesLimits = { casesMax: 200, casesDefault: 50 } as const;

export async function readCases(db: Queryable, { before, limit }: CasesQuestion): Promise<CasesAnswer> {
  const rows = await db
    .selectFrom('cases')
    .innerJoin('events', 'events.ordinal', 'cases.event')
    .selectAll('cases')
    .select(['events.id', 'events.said_at', 'events.block'])
    .$if(before !== undefined, (query) => query.where('cases.event', '<', before ?? 0))
    .orderBy('cases.event', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    cases: shown.map((row) => ({
      eventId: row.id,
      // Written from a parsed event and its receipt only.
      act: row.act as ActName,
      party: row.party,
      lots: JSON.parse(row.lots) as string[],
      breaches: JSON.parse(row.breaches) as BreachCode[],
      saidAt: row.said_at,
      recordedAt: row.recorded_at,
      block: row.block,
    })),
    ...(last && rows.length > limit && { next: last.event }),
  };
}
