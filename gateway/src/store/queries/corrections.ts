import type { CorrectionView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import { inGroups } from './in-groups.ts';

/** What was told of events afterwards, by the event's ordinal: that they are wrong, and that what they placed has ended. */
export interface Afterwards {
  readonly corrections: ReadonlyMap<number, CorrectionView>;
  /** Recorded time of the release of a hold or the closing of a recall. */
  readonly endedAt: ReadonlyMap<number, string>;
}

export async function readAfterwards(db: Queryable, ordinals: readonly number[]): Promise<Afterwards> {
  const rows = await inGroups(ordinals, (group) =>
    db
      .selectFrom('corrections')
      .innerJoin('events', 'events.ordinal', 'corrections.event')
      .select(['corrections.corrected', 'corrections.reason', 'corrections.reversed'])
      .select(['events.id', 'events.party', 'events.recorded_at'])
      .where('corrected', 'in', group)
      .execute(),
  );
  const holds = await inGroups(ordinals, (group) =>
    db
      .selectFrom('holds')
      .select(['event', 'released_at as at'])
      .where('event', 'in', group)
      .where('released_at', 'is not', null)
      .execute(),
  );
  const recalls = await inGroups(ordinals, (group) =>
    db
      .selectFrom('recalls')
      .select(['event', 'closed_at as at'])
      .where('event', 'in', group)
      .where('closed_at', 'is not', null)
      .execute(),
  );
  return {
    corrections: new Map(
      rows.map((row) => [
        row.corrected,
        {
          eventId: row.id,
          party: row.party,
          // Written from parsed events only.
          reason: row.reason as CorrectionView['reason'],
          isReversed: row.reversed === 1,
          recordedAt: row.recorded_at,
        },
      ]),
    ),
    endedAt: new Map([...holds, ...recalls].map(({ event, at }) => [event, at ?? ''])),
  };
}
