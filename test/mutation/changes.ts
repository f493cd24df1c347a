import { calleeName, isCallOf, isEmptyArray, isNumber, isString, type Node } from './syntax.ts';
import { compared, expression, named, type Option, part, type Wrap } from './wraps.ts';

/** Where a node stands. */
export interface Place {
  readonly text: string;
  readonly file: string;
  /** Names of members that may lack. */
  readonly optional: ReadonlySet<string>;
  readonly parent: Node | undefined;
  /** The parent's member that holds it. */
  readonly key: string;
  /** In no function: worked out when the file is loaded. */
  readonly isTop: boolean;
  readonly isCondition: boolean;
  /** Where nothing but its truth is asked of a value. */
  readonly isTruth: boolean;
  /** Part of `a?.b.c`, which parentheses would change. */
  readonly isChained: boolean;
}

/** The mutants that begin with this node, the outermost first. */
export function changesOf(node: Node, place: Place): Wrap[] {
  return [
    ...forced(node, place),
    ...operands(node, place),
    ...elements(node, place),
    ...members(node, place),
    ...statements(node, place),
    ...limits(node, place),
    ...comparisons(node, place),
    ...calls(node, place),
  ];
}

const alwaysTrue: Option = { change: 'always true', instead: 'true' };
const alwaysFalse: Option = { change: 'always false', instead: 'false' };

/** A condition, forced both ways: who notices both notices its negation. A loop is only kept from running. */
function forced(node: Node, { parent, key }: Place): Wrap[] {
  if (key !== 'test' || node.type === 'Literal' || parent?.type === 'SwitchCase') return [];
  if (parent?.type === 'IfStatement' || parent?.type === 'ConditionalExpression')
    return [compared(node, true, alwaysTrue, alwaysFalse)];
  return [compared(node, true, alwaysFalse)];
}

/** One operand of && or || does not count; of ??, the left side is forgotten; a negation that is no operand is dropped. */
function operands(node: Node, { parent, text, isCondition, isTruth }: Place): Wrap[] {
  const wraps: Wrap[] = [];
  if (parent?.type === 'LogicalExpression' && parent.operator !== '??' && node.operator !== parent.operator)
    wraps.push(
      compared(node, isTruth, { change: 'left out', instead: parent.operator === '&&' ? 'true' : 'false' }),
    );
  if (node.type === 'LogicalExpression' && node.operator === '??')
    wraps.push(compared(node, isTruth, { change: 'left side forgotten', instead: raw(text, node.right) }));
  if (node.type === 'UnaryExpression' && node.operator === '!' && !isCondition)
    wraps.push(compared(node, isTruth, { change: 'negated', instead: raw(text, node.argument) }));
  return wraps;
}

/** An element of an array is left out: a spread one, and in an act also what is put, named or made there. */
function elements(node: Node, { parent, key, file }: Place): Wrap[] {
  if (parent?.type !== 'ArrayExpression' || key !== 'elements') return [];
  if (node.type === 'SpreadElement') {
    const argument = node.argument as Node;
    const branches = [argument.consequent, argument.alternate] as (Node | undefined)[];
    if (branches.some((branch) => branch && isEmptyArray(branch))) return [];
    return [part(node, '[]')];
  }
  if (!file.includes('/acts/') || !/^(Call|Object|New)Expression$/.test(node.type)) return [];
  return [part(node, '[]')];
}

/** A member that may lack is lacking; what a record was before is forgotten. Schemas are told by their examples. */
function members(node: Node, { parent, optional, file }: Place): Wrap[] {
  if (parent?.type !== 'ObjectExpression' || file.includes('/event/')) return [];
  const isOptional =
    node.type === 'Property' &&
    node.method === false &&
    node.computed === false &&
    optional.has(String((node.key as Node).name)) &&
    (node.value as Node).name !== 'undefined';
  const isBefore =
    node.type === 'SpreadElement' &&
    file.includes('/acts/') &&
    !/^(Conditional|Logical)Expression$/.test((node.argument as Node).type);
  return isOptional || isBefore ? [part(node, '{}')] : [];
}

/** A call or an assignment that is a statement is left out; a check that answers what it checked lets it through. */
function statements(node: Node, { parent, text }: Place): Wrap[] {
  if (node.type === 'ExpressionStatement') {
    const inner = node.expression as Node;
    const call = inner.type === 'AwaitExpression' ? (inner.argument as Node) : inner;
    return /^(Call|Assignment)Expression$/.test(call.type)
      ? [named(node, 'left out', (ask) => `{ if (!${ask}) { `, ' } }')]
      : [];
  }
  if (parent?.type !== 'VariableDeclarator' || !isCallOf(node, /^require[A-Z]/)) return [];
  const [first] = node.arguments as Node[];
  return first ? [expression(node, { change: 'check left out', instead: raw(text, first) })] : [];
}

/** A limit is one more, or one less. */
function limits(node: Node, { parent, key, file, isTop, text }: Place): Wrap[] {
  if (!isTop || !isNumber(node)) return [];
  const isLimit = /\/limits\.ts$/.test(file) && parent?.type === 'Property' && key === 'value';
  const isConstant = parent?.type === 'VariableDeclarator' && key === 'init';
  if (!isLimit && !isConstant) return [];
  const options = ['+', '-'].map((sign) => ({
    change: sign === '+' ? 'one more' : 'one less',
    instead: `(${raw(text, node)}) ${sign} 1`,
  }));
  return [expression(node, ...options)];
}

const shifted: { readonly [operator: string]: readonly string[] } = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '+=': ['-='],
  '-=': ['+='],
};

/** A bound is shifted or turned round, a sum is a difference. Where a condition is forced anyway, it is not turned round as well. */
function comparisons(node: Node, place: Place): Wrap[] {
  if (!/^(Binary|Assignment)Expression$/.test(node.type)) return [];
  if (isNumber(node) && place.isTop) return [];
  const operator = String(node.operator);
  const [left, right] = [node.left, node.right] as [Node, Node];
  if (/^[+*/%-]=?$/.test(operator) && (isString(left) || isString(right))) return [];
  const [first, turned] = shifted[operator] ?? [];
  const isEquality = /^[!=]==$/.test(operator);
  const wanted = [
    ...(first && !(isEquality && place.isCondition) ? [first] : []),
    ...(turned && !place.isCondition ? [turned] : []),
  ];
  const options = wanted.map((other) => ({
    change: `${operator} becomes ${other}`,
    instead: withOperator(node, other, place.text),
  }));
  const literal = shiftedLiteral(node, place.text);
  const all = [...options, ...(literal ? [literal] : [])];
  if (all.length === 0) return [];
  return [node.type === 'BinaryExpression' ? compared(node, false, ...all) : expression(node, ...all)];
}

function withOperator(node: Node, other: string, text: string): string {
  const [left, right] = [node.left, node.right] as [Node, Node];
  const between = text.slice(left.end, right.start).replace(String(node.operator), () => other);
  return text.slice(node.start, left.end) + between + text.slice(right.start, node.end);
}

/** A literal bound is shifted to the side that the shifted operator does not try. */
function shiftedLiteral(node: Node, text: string): Option | undefined {
  const right = node.right as Node;
  const step = { '<': -1, '<=': 1, '>': 1, '>=': -1 }[String(node.operator)];
  if (step === undefined || right.type !== 'Literal' || typeof right.value !== 'number') return undefined;
  const value = right.value + step;
  return {
    change: `${right.value} becomes ${value}`,
    instead: `${text.slice(node.start, right.start)}${value}`,
  };
}

const rules = /^(min|max|length|int|refine|superRefine|check|multipleOf|positive|nonnegative|gte?|lte?)$/;

/** A rule of a schema is left out, a filter lets all or nothing through, some is every. */
function calls(node: Node, { text, isChained }: Place): Wrap[] {
  const callee = node.callee as Node;
  if (node.type !== 'CallExpression' || callee.type !== 'MemberExpression') return [];
  const name = calleeName(node);
  const object = String((callee.object as Node).name);
  const [first] = node.arguments as Node[];
  if (rules.test(name) && !isChained && !['z', 'Math'].includes(object)) {
    const start = dotOf(callee, text);
    const without = { change: 'left out', instead: text.slice(node.start, start) };
    return [{ ...expression(node, without), shown: { start, end: node.end } }];
  }
  const all = { change: 'lets all through', instead: '() => true' };
  const nothing = { change: 'lets nothing through', instead: '() => false' };
  if (name === 'filter' && first) return [expression(first, all, nothing)];
  if (/^find(Last)?(Index)?$/.test(name) && first) return [expression(first, all)];
  const pairs = object === 'Math' ? { min: 'max', max: 'min' } : { some: 'every', every: 'some' };
  const other = (pairs as { readonly [name: string]: string })[name];
  return other === undefined ? [] : [renamed(callee, other, text)];
}

/** `.some` becomes `['some']`, and the other name for the mutant. */
function renamed(callee: Node, other: string, text: string): Wrap {
  const property = callee.property as Node;
  const name = String(property.name);
  return {
    start: dotOf(callee, text),
    end: property.end,
    options: [{ change: `${name} becomes ${other}`, instead: other }],
    shape: ([one]) => ({
      before: `${callee.optional === true ? '?.' : ''}[__mutant(${one?.n}) ? '${other}' : '${name}']`,
      after: '',
      isInstead: true,
    }),
  };
}

/** Where the `.` or `?.` of a member begins. */
function dotOf(callee: Node, text: string): number {
  const { start } = callee.property as Node;
  return start - (/\??\.\s*$/.exec(text.slice(0, start))?.[0].length ?? 0);
}

const raw = (text: string, node: unknown): string => text.slice((node as Node).start, (node as Node).end);
