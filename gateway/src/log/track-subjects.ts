import { canonicalize, type EventOf } from '@mengsu/chaincode/model';
import type { DecodedBlock } from '../indexer/decode.ts';
import type { RecordedEvent } from '../indexer/decode-record.ts';
import { keyIdOf } from '../indexer/node-crypto.ts';
import type { Facts, Rows } from '../indexer/rows.ts';
import type { Queryable } from '../store/database.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import { chained, zeroHash } from './hashing.ts';
import type { StateChangeRow, SubjectEventRow, SubjectRow } from './log-tables.ts';
import type { SubjectKind } from './subject-state.ts';
import { type Touch, type TouchFacts, touchesOf } from './touches.ts';

/** What the events of some blocks make of the subjects that they touch. */
export interface TrackedSubjects {
  readonly subjects: readonly SubjectRow[];
  readonly events: readonly SubjectEventRow[];
  /** The last of each block. */
  readonly changes: readonly StateChangeRow[];
}

interface TouchingEvent {
  readonly block: number;
  readonly ordinal: number;
  readonly id: string;
  readonly touches: readonly Touch[];
}

/** Follows the subjects of the map over some blocks: `rows` are what the index makes of them, `facts` what it made them from. */
export async function trackSubjects(
  db: Queryable,
  blocks: readonly DecodedBlock[],
  { rows, facts }: { readonly rows: Rows; readonly facts: Facts },
): Promise<TrackedSubjects> {
  const events = await touchingEvents(db, blocks, { rows, facts });
  const subjects = await readSubjects(
    db,
    events.flatMap(({ touches }) => touches),
  );
  const changes = new Map<string, StateChangeRow>();
  const links: SubjectEventRow[] = [];
  for (const { block, ordinal, id: eventId, touches } of events) {
    for (const { kind, id, next } of touches) {
      const name = nameOf(kind, id);
      const before = subjects.get(name);
      const state = (next as (state: unknown) => unknown)(before && JSON.parse(before.state));
      const row: SubjectRow = {
        kind,
        id,
        events: (before?.events ?? 0) + 1,
        digest: chained(before?.digest ?? zeroHash, eventId),
        state: canonicalize(state),
      };
      subjects.set(name, row);
      links.push({ kind, id, event: ordinal });
      changes.set(`${block} ${name}`, { block, kind, id, value: subjectValue(row) });
    }
  }
  return { subjects: touched(subjects, links), events: links, changes: [...changes.values()] };
}

/** What the map says of a subject: canonical JSON (docs/proof.md). */
export const subjectValue = ({ digest, events, state }: Omit<SubjectRow, 'kind' | 'id'>): string =>
  `{"digest":"${digest}","events":${events},"state":${state}}`;

const nameOf = (kind: string, id: string): string => `${kind}/${id}`;

function touched(
  subjects: ReadonlyMap<string, SubjectRow>,
  links: readonly SubjectEventRow[],
): readonly SubjectRow[] {
  const names = new Set(links.map(({ kind, id }) => nameOf(kind, id)));
  return [...names].flatMap((name) => subjects.get(name) ?? []);
}

async function readSubjects(db: Queryable, touches: readonly Touch[]): Promise<Map<string, SubjectRow>> {
  const idsByKind = new Map<SubjectKind, Set<string>>();
  for (const { kind, id } of touches) {
    const ids = idsByKind.get(kind);
    if (ids) ids.add(id);
    else idsByKind.set(kind, new Set([id]));
  }
  const found = new Map<string, SubjectRow>();
  for (const [kind, ids] of idsByKind) {
    const rows = await inGroups(ids, (group) =>
      db.selectFrom('subjects').selectAll().where('kind', '=', kind).where('id', 'in', group).execute(),
    );
    for (const row of rows) found.set(nameOf(kind, row.id), row);
  }
  return found;
}

async function touchingEvents(
  db: Queryable,
  blocks: readonly DecodedBlock[],
  { rows, facts }: { readonly rows: Rows; readonly facts: Facts },
): Promise<TouchingEvent[]> {
  const factsOf = touchFactsIn(rows);
  const lotsOf = await correctedLots(db, facts);
  const keys = new Map([...facts.organisations].map(([msp, row]) => [msp, keysOf(row)]));
  const found: TouchingEvent[] = [];
  let ordinal = facts.nextOrdinal;
  const ordinals = new Map<string, number>();
  for (const block of blocks) {
    for (const recorded of block.transactions.flatMap(({ events }) => events)) {
      const { id, event } = recorded;
      ordinals.set(id, ordinal);
      const own = factsOf(ordinal);
      const lots =
        event.act === 'correct'
          ? (lotsOf.get(event.event) ?? factsOf(ordinals.get(event.event) ?? -1).lots)
          : own.lots;
      const ended = endedBy(recorded, keys);
      found.push({
        block: block.number,
        ordinal,
        id,
        touches: touchesOf(recorded, { ...own, lots: [...new Set([...own.lots, ...lots])], ended }),
      });
      if (event.act === 'found') keys.set(event.organisation, newKeysOf(event));
      ordinal += 1;
    }
  }
  return found;
}

type Keys = readonly string[];

const keysOf = (row: {
  readonly registrar: string;
  readonly log: string;
  readonly service: string;
}): Keys => [row.registrar, row.log, row.service];

const newKeysOf = ({ registrarKey, logKey, serviceKey }: EventOf<'found'>): Keys =>
  [registrarKey, logKey, serviceKey].map(keyIdOf);

/** The keys that an organisation had before it is founded again. */
const endedBy = ({ event }: RecordedEvent, keys: ReadonlyMap<string, Keys>): Keys =>
  event.act === 'found' ? (keys.get(event.organisation) ?? []) : [];

/** The lots of corrected events of earlier blocks, by the event's id. */
async function correctedLots(db: Queryable, { corrected }: Facts): Promise<ReadonlyMap<string, string[]>> {
  const ids = new Map([...corrected].map(([id, { ordinal }]) => [ordinal, id]));
  const rows = await inGroups(ids.keys(), (group) =>
    db
      .selectFrom('event_lots')
      .select(['event', 'lot'])
      .where('event', 'in', group)
      .orderBy('event')
      .orderBy('n')
      .execute(),
  );
  const lots = new Map<string, string[]>([...corrected.keys()].map((id) => [id, []]));
  for (const { event, lot } of rows) lots.get(ids.get(event) ?? '')?.push(lot);
  return lots;
}

/** What the touches of an event need of the rows that it wrote. */
function touchFactsIn(rows: Rows): (ordinal: number) => TouchFacts {
  const { added } = rows;
  const lots = grouped(added.event_lots, ({ event }) => event);
  const made = grouped(added.lots, ({ event }) => event);
  const claims = grouped(added.lot_claims, ({ lot }) => lot);
  const holds = new Map(added.holds.map((row) => [row.event, row]));
  const holdLots = grouped(added.hold_lots, ({ hold }) => hold);
  const schemesOf = (lot: string): string[] => (claims.get(lot) ?? []).map(({ scheme }) => scheme).sort();
  return (ordinal) => {
    const row = holds.get(ordinal);
    return {
      lots: [...new Set((lots.get(ordinal) ?? []).map(({ lot }) => lot))],
      made: new Map(
        (made.get(ordinal) ?? []).map(({ id, best_before: bestBefore }) => [
          id,
          { bestBefore, claims: schemesOf(id) },
        ]),
      ),
      hold: row && { row, lots: (holdLots.get(row.id) ?? []).map(({ lot }) => lot) },
      ended: [],
    };
  };
}

function grouped<R, K>(rows: readonly R[], keyOf: (row: R) => K): ReadonlyMap<K, R[]> {
  const groups = new Map<K, R[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
