import {
  type Band,
  type CategoryRecord,
  LedgerError,
  type Measure,
  measures,
  type ProcessRecord,
} from '../model/index.ts';
import { requireCategory } from './require.ts';

type Categories = ReadonlyMap<string, CategoryRecord>;
type Output = ProcessRecord['outputs'][number];

/** What is known of the principal inputs when an output is judged. */
interface Principals {
  /** The latest stage of any of them. */
  readonly stage: number;
  /** The measures that every one of them states: only these can bound anything. */
  readonly measures: readonly Measure[];
}

/**
 * PROCESS_UNSOUND where a chain of processes could make goods from nothing. No output lies at an earlier stage than a principal input. A process
 * that *leads on* (all outputs at later stages) may gain, and may count in other measures: its goods never come back. One that does not is a step
 * of a circle: nothing of it leads on, every measure of every output is bounded by the same measure, and what all outputs together may be of a
 * measure is at most what went in. So the sum over all goods of one stage never grows but by what comes from earlier stages, which is used up.
 */
export function requireSoundProcess(process: ProcessRecord, categories: Categories): void {
  requireOtherAdditions(process);
  const principals = principalsOf(process, categories);
  const onward = process.outputs.filter(({ category }) => stageOf(category, categories) > principals.stage);
  for (const output of process.outputs) {
    const { measures: stated, stage } = requireCategory(categories.get(output.category), output.category);
    if (stage < principals.stage)
      throw unsound(
        `${output.category} is of stage ${stage}, its principal inputs reach ${principals.stage}`,
      );
    for (const band of output.bands) requireBand(output, band, { stated, principals });
    if (stage > principals.stage) requireBounded(output, stated, principals);
    else requireKept(output, stated);
  }
  if (onward.length === 0) requireSharesOfWhole(process);
  else if (onward.length < process.outputs.length)
    throw unsound('some outputs lead on and some do not: the same goods could yield them again and again');
}

const unsound = (detail: string): LedgerError => new LedgerError('PROCESS_UNSOUND', detail);

const stageOf = (code: string, categories: Categories): number =>
  requireCategory(categories.get(code), code).stage;

function principalsOf({ principal }: ProcessRecord, categories: Categories): Principals {
  const records = principal.map((code) => requireCategory(categories.get(code), code));
  return {
    stage: Math.max(...records.map(({ stage }) => stage)),
    measures: measures.filter((measure) => records.every((record) => record.measures.includes(measure))),
  };
}

/** An addition inherits nothing and needs no claim: were it principal too, its amount would bring claims without having any. */
function requireOtherAdditions({ principal, additions = [] }: ProcessRecord): void {
  const both = additions.find(({ category }) => principal.includes(category));
  if (both) throw unsound(`${both.category} is a principal input and an addition`);
}

/** A band is between measures that all principal inputs and the output state. */
function requireBand(
  { category }: Output,
  { from, to }: Band,
  { stated, principals }: { readonly stated: readonly Measure[]; readonly principals: Principals },
): void {
  if (!stated.includes(to)) throw unsound(`${category} is counted in ${stated.join(' and ')}, not in ${to}`);
  if (!principals.measures.includes(from)) throw unsound(`not every principal input is counted in ${from}`);
}

/**
 * An output that leads on: each of its bulk measures is bounded, by the same measure if every principal input states it, else by another bulk
 * measure, else by count. Pieces are free where mass or volume bounds them.
 */
function requireBounded(
  { category, bands }: Output,
  stated: readonly Measure[],
  principals: Principals,
): void {
  const isOnlyCounted = stated.every((measure) => measure === 'count');
  for (const to of stated) {
    if (to === 'count' && !isOnlyCounted) continue;
    const from = isOnlyCounted ? principals.measures : boundsOf(to, principals);
    if (!bands.some((band) => band.to === to && from.includes(band.from)))
      throw unsound(`no band from ${from.join(' or ') || 'anything'} bounds ${to} of ${category}`);
  }
}

function boundsOf(to: Measure, { measures: known }: Principals): readonly Measure[] {
  if (known.includes(to)) return [to];
  const bulk = known.filter((measure) => measure !== 'count');
  return bulk.length > 0 ? bulk : known;
}

/** An output that does not lead on: no band but from a measure to itself, and one for each of its measures. */
function requireKept({ category, bands }: Output, stated: readonly Measure[]): void {
  const other = bands.find(({ from, to }) => from !== to);
  if (other)
    throw unsound(`${category} does not lead on, and would be counted from ${other.from} to ${other.to}`);
  const free = stated.find((measure) => !bands.some(({ to }) => to === measure));
  if (free) throw unsound(`${category} does not lead on, and no band bounds its ${free}`);
}

/** Outputs that do not lead on are shares of one whole: none gains, nor all together. */
function requireSharesOfWhole({ outputs }: ProcessRecord): void {
  for (const measure of measures) {
    const shares = outputs.flatMap(({ bands }) => bands.filter(({ to }) => to === measure));
    const sum = shares.reduce((total, { maxPermille }) => total + maxPermille, 0);
    if (sum > 1000) throw unsound(`outputs that do not lead on may be ${sum} of 1000 ${measure} together`);
  }
}
