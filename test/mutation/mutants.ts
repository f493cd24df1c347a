import { parseSync } from 'oxc-parser';
import { changesOf, type Place } from './changes.ts';
import { type Node, partsOf, textOf } from './syntax.ts';
import type { Wrap } from './wraps.ts';

/** One way to break one rule. */
export interface Mutant {
  /** What `__mutant(n)` and `__maybe(n)` ask for; 1 and up. */
  readonly n: number;
  /** `acts/dispatch.ts:41:7#1`: for --only. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is broken, as it stands in the source, on one line. */
  readonly source: string;
  /** How, in words: `left out`, `always true`, `< becomes <=`. */
  readonly change: string;
}

export interface SourceFile {
  /** From the root, with slashes. */
  readonly file: string;
  readonly text: string;
}

export interface Instrumented {
  readonly mutants: readonly Mutant[];
  /** File → TypeScript in which every mutant sleeps behind `__mutant(n)` or `__maybe(n)`. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Every mutant of the files, all in one text each: nothing is transformed again for the next mutant. */
export function instrument(files: readonly SourceFile[]): Instrumented {
  const programs = files.map(({ file, text }) => ({ file, text, program: parse(file, text) }));
  const optional = new Set(programs.flatMap(({ program }) => [...optionalNames(program)]));
  const mutants: Mutant[] = [];
  const texts = new Map<string, string>();
  for (const { file, text, program } of programs) {
    const wraps: { readonly wrap: Wrap; readonly first: number }[] = [];
    const seen = new Map<string, number>();
    walk(program, { text, file, optional }, (place, node) => {
      for (const wrap of changesOf(node, place)) {
        wraps.push({ wrap, first: mutants.length + 1 });
        for (const { change } of wrap.options)
          mutants.push(mutantOf({ n: mutants.length + 1, file, text, wrap, change }, seen));
      }
    });
    texts.set(file, woven(text, wraps));
  }
  return { mutants, texts };
}

function parse(file: string, text: string): Node {
  const { program, errors } = parseSync(file, text, { preserveParens: false });
  const [error] = errors;
  if (error) throw new Error(`${file}: ${error.message}`);
  // The parser's types name every kind of node; a walk needs only what all of them have.
  return program as unknown as Node;
}

/** Names of members that some interface or schema lets lack. */
function* optionalNames(node: Node): Generator<string> {
  if (node.type === 'TSPropertySignature' && node.optional === true) yield String((node.key as Node).name);
  for (const { node: part } of partsOf(node)) yield* optionalNames(part);
}

type Visit = (place: Place, node: Node) => void;

function walk(program: Node, base: Pick<Place, 'text' | 'file' | 'optional'>, visit: Visit): void {
  const enter = (node: Node, place: Place): void => {
    if (isMuted(node)) return;
    visit(place, node);
    for (const { key, node: part } of partsOf(node)) {
      if (isMessage(node, part)) continue;
      enter(part, {
        ...base,
        parent: node,
        key,
        isTop: place.isTop && !node.type.includes('Function'),
        isCondition: isConditionOf(node, key, place.isCondition),
        isTruth: isTruthOf(node, key, place.isTruth),
        isChained: node.type === 'ChainExpression' || (place.isChained && ['callee', 'object'].includes(key)),
      });
    }
  };
  enter(program, {
    ...base,
    parent: undefined,
    key: '',
    isTop: true,
    isCondition: false,
    isTruth: false,
    isChained: false,
  });
}

const speaking = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'];

/** Types say nothing when the program runs, and imports bring no rule. */
const isMuted = ({ type }: Node): boolean =>
  type === 'ImportDeclaration' || (type.startsWith('TS') && !speaking.includes(type));

/** The sentence of a refusal is no rule. */
const isMessage = (node: Node, part: Node): boolean =>
  node.type === 'NewExpression' &&
  String((node.callee as Node).name).endsWith('Error') &&
  (node.arguments as Node[]).indexOf(part) > 0;

/** Where only true or false counts, and a whole condition or an operand is forced already. */
function isConditionOf(node: Node, key: string, isCondition: boolean): boolean {
  if (key === 'test') return node.type !== 'SwitchCase';
  if (node.type === 'LogicalExpression') return node.operator !== '??';
  return node.type === 'UnaryExpression' && node.operator === '!' && isCondition;
}

function isTruthOf(node: Node, key: string, isTruth: boolean): boolean {
  if (key === 'test') return node.type !== 'SwitchCase';
  if (node.type === 'LogicalExpression') return node.operator !== '??' && isTruth;
  return node.type === 'UnaryExpression' && node.operator === '!';
}

/** The text with every wrap around its range: inner ones inside outer ones, of one range the earlier outside. */
function woven(text: string, wraps: readonly { readonly wrap: Wrap; readonly first: number }[]): string {
  const inserts = wraps.flatMap(({ wrap, first }, order) => {
    const asked = wrap.options.map((option, index) => ({ ...option, n: first + index }));
    const { before, after, isInstead = false } = wrap.shape(asked);
    const length = wrap.end - wrap.start;
    return [
      { at: wrap.start, rank: [1, -length, order] as const, text: before, isInstead: false },
      { at: wrap.end, rank: [0, length, -order] as const, text: after, isInstead },
    ];
  });
  inserts.sort(
    (a, b) => a.at - b.at || a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2],
  );
  let done = 0;
  let result = '';
  for (const insert of inserts) {
    result += (insert.isInstead ? '' : text.slice(done, insert.at)) + insert.text;
    done = insert.at;
  }
  return result + text.slice(done);
}

interface Found {
  readonly n: number;
  readonly file: string;
  readonly text: string;
  readonly wrap: Wrap;
  readonly change: string;
}

function mutantOf({ n, file, text, wrap, change }: Found, seen: Map<string, number>): Mutant {
  const shown = wrap.shown ?? wrap;
  const before = text.slice(0, shown.start).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  const at = `${file}:${line}:${column}`;
  const count = (seen.get(at) ?? 0) + 1;
  seen.set(at, count);
  return { n, id: `${at}#${count}`, file, line, column, source: textOf(text, shown), change };
}
