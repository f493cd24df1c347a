import { canonicalize } from '@mengsu/chaincode/model';
import type { CodeMembership } from '../codes/membership.ts';
import type { Queryable } from '../store/database.ts';
import { readRelatives } from '../store/queries/lineage.ts';
import { type BundleEvent, type Gathered, gatherEvents } from './bundle-events.ts';
import { signedNote } from './checkpoint.ts';
import { pruneStates, type SubjectName } from './prune-states.ts';
import type { KnownNote } from './read-notes.ts';
import type { StateLeaf } from './state-page.ts';
import { consistencyPath, pruneTree } from './tree.ts';

/** What a bundle is asked by. */
export interface BundleQuestion {
  /** `GTIN/lot number`. */
  readonly lot: string;
  readonly note: KnownNote;
  /** Size of the checkpoint that the reader saw last, where it saw one. */
  readonly since?: number | undefined;
  /** What is to be proven of a piece beside its lot. */
  readonly code?: CodeMembership | undefined;
}

/** Ancestors whose entries come with a lot's; their own events, the nearest first, while there is room. */
const ancestorsMax = 60;
const depthMax = 12;

/**
 * What proves a lot's page (docs/proof.md, Bundle), as canonical JSON. Undefined where the lot is not in the map of this checkpoint, and where
 * the map has gone beyond it.
 */
export async function lotBundle(db: Queryable, question: BundleQuestion): Promise<string | undefined> {
  const { lot, note, since, code } = question;
  const { size, block, states: root } = note.checkpoint;
  const version = await db
    .selectFrom('state_versions')
    .select('root')
    .where('block', '=', block)
    .executeTakeFirst();
  if (version?.root !== root) return undefined;
  const { depths } = await readRelatives(db, lot, { direction: 'back', depthMax, lotsMax: ancestorsMax });
  const lots = [lot, ...depths.keys()];
  const gathered = await gatherEvents(db, { lots, size });
  const names = sorted([...gathered.subjects, ...(await marksOf(db, lots, block))]);
  const { leaves, states } = await pruneStates(db, names, block);
  if (!leaves.some(({ kind, id }) => kind === 'lot' && id === lot)) return undefined;
  const { events } = gathered;
  const ordinals = events.map(({ ordinal }) => ordinal);
  const isNewer = since !== undefined && since > 0 && since < size;
  const members: Readonly<Record<string, string | false>> = {
    checkpoint: canonicalize(signedNote(note.text, note.lines)),
    codes: code !== undefined && isIssuedIn(events, code) && canonicalize(membersOf(code)),
    consistency: isNewer && canonicalize({ from: since, path: await consistencyPath(db, since, size) }),
    events: canonicalize(events.map(shown)),
    lot: canonicalize(lot),
    // Deeper than an event may be; lists of hashes and whole numbers have one spelling.
    states: JSON.stringify(states),
    subjects: canonicalize(leaves.map((leaf) => subjectOf(leaf, gathered))),
    tree: JSON.stringify(await pruneTree(db, size, ordinals)),
    version: '1',
  };
  const texts = Object.entries(members).flatMap(([name, text]) =>
    text === false ? [] : [`"${name}":${text}`],
  );
  return `{${texts.join(',')}}`;
}

/** Codes that were issued after this checkpoint would refuse the whole bundle: they are left out, and the reader says that they are not proven. */
function isIssuedIn(events: readonly BundleEvent[], { party, lot, set, count }: CodeMembership): boolean {
  return events.some(({ payload }) => {
    const said = JSON.parse(payload) as Readonly<Record<string, unknown>>;
    const isOfSet = said.party === party && said.lot === lot && said.set === set;
    return said.act === 'issueCodes' && isOfSet && said.count === count;
  });
}

const membersOf = ({ count, index, lot, party, path, serial, set }: CodeMembership): CodeMembership => ({
  ...{ count, index, lot, party },
  ...{ path, serial, set },
});

const shown = ({ block, breaches, ordinal, payload, place, signatures, time, tx }: BundleEvent) => ({
  ...{ block, breaches, ordinal, payload },
  ...{ place, signatures, time, tx },
});

function subjectOf({ kind, id, value }: StateLeaf, { events, of }: Gathered): object {
  const ordinals = of.get(`${kind}/${id}`);
  const places = new Map(events.map(({ ordinal }, place) => [ordinal, place]));
  return {
    kind,
    id,
    ...(JSON.parse(value) as object),
    ...(ordinals && { of: ordinals.map((ordinal) => places.get(ordinal) ?? -1) }),
  };
}

/** The holds and recalls that the lots' entries name. */
async function marksOf(db: Queryable, lots: readonly string[], block: number): Promise<SubjectName[]> {
  const { leaves } = await pruneStates(
    db,
    lots.map((id) => ({ kind: 'lot', id })),
    block,
  );
  return leaves.flatMap(({ value }) => {
    const { holds, recalls } = (JSON.parse(value) as { state: { holds: string[]; recalls: string[] } }).state;
    return [...holds.map((id) => ({ kind: 'hold', id })), ...recalls.map((id) => ({ kind: 'recall', id }))];
  });
}

/** By kind, then id, each once. */
function sorted(names: readonly SubjectName[]): SubjectName[] {
  const byName = new Map(names.map((name) => [`${name.kind}\n${name.id}`, name]));
  return [...byName.values()].sort((one, other) => order(one.kind, other.kind) || order(one.id, other.id));
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
