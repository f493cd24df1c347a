import { gtinOf } from '@mengsu/chaincode/model';
import type { Queryable } from '../store/database.ts';
import type { EventRow } from '../store/index-tables.ts';
import { inGroups } from '../store/queries/in-groups.ts';
import type { SubjectName } from './prune-states.ts';

/** An event as a bundle shows it. */
export interface BundleEvent {
  readonly block: number;
  readonly breaches: readonly string[];
  readonly ordinal: number;
  readonly payload: string;
  readonly place: number;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
  readonly time: string;
  readonly tx: number;
}

/** The events of a bundle, by rising ordinal, and the subjects that they are told of. */
export interface Gathered {
  readonly events: readonly BundleEvent[];
  readonly subjects: readonly SubjectName[];
  /** `kind/id` → the ordinals of all events that touch it, where all of them are there. */
  readonly of: ReadonlyMap<string, readonly number[]>;
}

/** docs/proof.md: 400 events, 400 subjects. What vouches for the lots' events comes beside them. */
const eventsMax = 400;
const lotEventsMax = 240;

interface Question {
  /** The lot itself first, then the nearest. */
  readonly lots: readonly string[];
  readonly size: number;
}

/**
 * All events of the lots, the first lots before the others while there is room, and with them what vouches for them: the enrolments of all who
 * signed, and what was said of the parties that speak. Where that is too much, fewer lots come with their events.
 */
export async function gatherEvents(db: Queryable, { lots, size }: Question): Promise<Gathered> {
  const names = lots.map((id) => ({ kind: 'lot', id }));
  const touching = await ordinalsOf(db, names, size);
  for (let room = lotEventsMax; ; room = Math.floor(room / 2)) {
    const whole = new Map<string, readonly number[]>();
    const ordinals = new Set<number>();
    for (const { kind, id } of names) {
      const own = touching.get(`${kind}/${id}`);
      if (!own || new Set([...ordinals, ...own]).size > room) continue;
      for (const ordinal of own) ordinals.add(ordinal);
      whole.set(`${kind}/${id}`, own);
    }
    const gathering: Gathering = { db, size, events: new Map(), of: whole };
    await addEvents(gathering, ordinals);
    await addVouchers(gathering, productsOf(lots));
    if (gathering.events.size > eventsMax && room > 0) continue;
    const events = [...gathering.events.values()].sort((one, other) => one.ordinal - other.ordinal);
    const vouching = [...whole.keys()].map(nameOf).filter(({ kind }) => kind !== 'lot');
    return { events, subjects: [...names, ...vouching], of: whole };
  }
}

interface Gathering {
  readonly db: Queryable;
  readonly size: number;
  readonly events: Map<number, BundleEvent>;
  readonly of: Map<string, readonly number[]>;
}

function nameOf(name: string): SubjectName {
  const stroke = name.indexOf('/');
  return { kind: name.slice(0, stroke), id: name.slice(stroke + 1) };
}

/** Whoever signed is enrolled by somebody, who is enrolled in turn. */
async function addVouchers(gathering: Gathering, products: readonly SubjectName[]): Promise<void> {
  const { db, size, events, of } = gathering;
  const asked = new Set<string>();
  for (;;) {
    const speakers = [...products, ...[...events.values()].flatMap(({ payload }) => vouchersOf(payload))];
    const missing = speakers.filter(({ kind, id }) => !asked.has(`${kind}/${id}`));
    if (missing.length === 0 || events.size > eventsMax) return;
    for (const { kind, id } of missing) asked.add(`${kind}/${id}`);
    const found = await ordinalsOf(db, missing, size);
    for (const [name, ordinals] of found) of.set(name, ordinals);
    await addEvents(gathering, new Set([...found.values()].flat()));
  }
}

const productsOf = (lots: readonly string[]): SubjectName[] =>
  [...new Set(lots.map(gtinOf))].map((id) => ({ kind: 'product', id }));

/** Who signed an event, for whom, and where it was: subjects whose events say what they are. */
function vouchersOf(payload: string): SubjectName[] {
  const said = JSON.parse(payload) as {
    readonly device: string;
    readonly cosigners: readonly string[];
    readonly party: string;
    readonly site?: unknown;
    readonly claims?: readonly { readonly certificate: string }[];
  };
  return [
    ...[said.device, ...said.cosigners].map((id) => ({ kind: 'device', id })),
    { kind: 'party', id: said.party },
    ...(typeof said.site === 'string' ? [{ kind: 'site', id: `${said.party}/${said.site}` }] : []),
    ...(said.claims ?? []).map(({ certificate }) => ({ kind: 'certificate', id: certificate })),
  ];
}

async function addEvents({ db, events }: Gathering, ordinals: ReadonlySet<number>): Promise<void> {
  const missing = [...ordinals].filter((ordinal) => !events.has(ordinal));
  const rows = await inGroups(missing, (group) =>
    db.selectFrom('events').selectAll().where('ordinal', 'in', group).execute(),
  );
  for (const row of rows) events.set(row.ordinal, eventOf(row));
}

function eventOf({
  block,
  breaches,
  ordinal,
  place,
  envelope,
  recorded_at: time,
  tx,
}: EventRow): BundleEvent {
  const { payload, signatures } = JSON.parse(envelope) as Pick<BundleEvent, 'payload' | 'signatures'>;
  return { block, breaches: JSON.parse(breaches), ordinal, payload, place, signatures, time, tx };
}

/** The events among the first `size` that touch each subject, by `kind/id`; subjects of too many are left out. */
async function ordinalsOf(
  db: Queryable,
  names: readonly SubjectName[],
  size: number,
): Promise<Map<string, number[]>> {
  const found = new Map<string, number[]>();
  for (const { kind, id } of names) {
    const rows = await db
      .selectFrom('subject_events')
      .select('event')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .where('event', '<', size)
      .orderBy('event')
      .limit(eventsMax + 1)
      .execute();
    if (rows.length <= eventsMax)
      found.set(
        `${kind}/${id}`,
        rows.map(({ event }) => event),
      );
  }
  return found;
}
