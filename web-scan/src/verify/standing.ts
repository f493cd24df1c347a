import type { BundledEvent } from './event.ts';
import { ProofError } from './proof-error.ts';
import type { Standing, Subject, SubjectOf } from './subject.ts';
import type { ProvenLot } from './verdict.ts';

/** Subjects by kind and id. */
class Subjects {
  readonly #byName: ReadonlyMap<string, Subject>;

  constructor(subjects: readonly Subject[]) {
    this.#byName = new Map(subjects.map((subject) => [`${subject.kind}/${subject.id}`, subject]));
  }

  find<K extends Standing['kind']>(kind: K, id: string): SubjectOf<K> | undefined {
    return this.#byName.get(`${kind}/${id}`) as SubjectOf<K> | undefined;
  }
}

/** The lot itself, and every hold and recall that a lot names, are there. Throws SUBJECT_MISSING. */
export function requireSubjects(lot: string, subjects: readonly Subject[]): void {
  const found = new Subjects(subjects);
  if (!found.find('lot', lot)) throw new ProofError('SUBJECT_MISSING', `lacks lot ${lot}`, '/subjects');
  for (const { kind, state } of subjects) {
    if (kind !== 'lot') continue;
    const hold = state.holds.find((id) => !found.find('hold', id));
    if (hold !== undefined) throw new ProofError('SUBJECT_MISSING', `lacks hold ${hold}`, '/subjects');
    const recall = state.recalls.find((id) => !found.find('recall', id));
    if (recall !== undefined) throw new ProofError('SUBJECT_MISSING', `lacks recall ${recall}`, '/subjects');
  }
}

/** How every lot of the bundle stands, by id. */
export function standingOfLots(
  subjects: readonly Subject[],
  events: readonly BundledEvent[],
): ReadonlyMap<string, ProvenLot> {
  const found = new Subjects(subjects);
  const byId = new Map(events.map((event) => [event.id, event]));
  const parentsOf = (lot: SubjectOf<'lot'>): readonly string[] | undefined => {
    const { madeBy } = lot.state;
    if (madeBy === undefined) return [];
    const said = byId.get(madeBy)?.said;
    return said?.act === 'transform' ? said.inputs : said && [];
  };
  const lots = subjects.filter((one) => one.kind === 'lot');
  return new Map(
    lots.map((lot) => {
      const line = lineOf(lot.id, (id) => {
        const ancestor = found.find('lot', id);
        return (ancestor && parentsOf(ancestor)) ?? [];
      });
      const present = line.flatMap((id) => found.find('lot', id) ?? []);
      return [
        lot.id,
        {
          complete: lot.of !== undefined,
          ids: (lot.of ?? []).flatMap((place) => events[place]?.id ?? []),
          state: lot.state,
          recalls: present.flatMap((one) => recallsOf(one, found)),
          holds: present.flatMap((one) =>
            holdsOf(one, found).filter(({ scope }) => one === lot || scope === 'lots'),
          ),
          parents: parentsOf(lot),
          absentParents: line.filter((id) => !found.find('lot', id)),
        },
      ];
    }),
  );
}

/** The lot, and all that it was made of, each once. */
function lineOf(lot: string, parentsOf: (lot: string) => readonly string[]): readonly string[] {
  const line = new Set([lot]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const one of line) for (const parent of parentsOf(one)) line.add(parent);
  return [...line];
}

const recallsOf = ({ id: lot, state }: SubjectOf<'lot'>, found: Subjects) =>
  state.recalls
    .filter((id) => {
      const recall = found.find('recall', id)?.state;
      return recall && !recall.closed && !recall.drill;
    })
    .map((id) => ({ id, lot }));

const holdsOf = ({ id: lot, state }: SubjectOf<'lot'>, found: Subjects) =>
  state.holds.flatMap((id) => {
    const hold = found.find('hold', id)?.state;
    return hold && !hold.released ? [{ id, lot, scope: hold.scope }] : [];
  });
