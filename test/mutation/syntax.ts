/** A node of an ESTree with its range in the source. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

/** The nodes that a node is made of, in the order of the source, each with the name of the member that holds it. */
export function partsOf(node: Node): { readonly key: string; readonly node: Node }[] {
  const parts = Object.entries(node).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((part) => ({ key, node: part })),
  );
  return parts.sort((a, b) => a.node.start - b.node.start);
}

/** What a range says, on one line. */
export const textOf = (text: string, { start, end }: { readonly start: number; readonly end: number }) =>
  text.slice(start, end).replace(/\s+/g, ' ');

export const isCallOf = (node: Node, name: RegExp): boolean =>
  node.type === 'CallExpression' && name.test(calleeName(node));

/** `filter` of `list.filter(…)`, `requireLot` of `requireLot(…)`. */
export function calleeName(call: Node): string {
  const callee = call.callee as Node;
  if (callee.type === 'Identifier') return String(callee.name);
  return callee.type === 'MemberExpression' && callee.computed === false
    ? String((callee.property as Node).name)
    : '';
}

export const isString = (node: Node): boolean =>
  node.type === 'TemplateLiteral' ||
  (node.type === 'Literal' && typeof node.value === 'string') ||
  (node.type === 'BinaryExpression' && (isString(node.left as Node) || isString(node.right as Node)));

export const isNumber = (node: Node): boolean =>
  (node.type === 'Literal' && typeof node.value === 'number') ||
  (node.type === 'BinaryExpression' && isNumber(node.left as Node) && isNumber(node.right as Node));

export const isEmptyArray = (node: Node): boolean =>
  node.type === 'ArrayExpression' && (node.elements as unknown[]).length === 0;
