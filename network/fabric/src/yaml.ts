/** What the rendered files hold. */
export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/**
 * YAML in block style, for people to read: keys as they are, texts in JSON's quotes, which YAML reads alike (YAML 1.2, 7.3.1).
 * Empty lists and maps are written `[]` and `{}`.
 */
export function renderYaml(value: { readonly [key: string]: Yaml }): string {
  return `${renderMap(value, '').join('\n')}\n`;
}

function renderMap(map: { readonly [key: string]: Yaml }, indent: string): string[] {
  return Object.entries(map).flatMap(([key, value]) => renderEntry(`${indent}${key}:`, value, indent));
}

function renderEntry(head: string, value: Yaml, indent: string): string[] {
  if (typeof value !== 'object') return [`${head} ${JSON.stringify(value)}`];
  if (Object.keys(value).length === 0) return [`${head} ${Array.isArray(value) ? '[]' : '{}'}`];
  return [head, ...(isList(value) ? renderList(value, `${indent}  `) : renderMap(value, `${indent}  `))];
}

function renderList(list: readonly Yaml[], indent: string): string[] {
  return list.flatMap((item) => {
    if (typeof item !== 'object') return [`${indent}- ${JSON.stringify(item)}`];
    if (isList(item)) throw new TypeError('a list in a list is not written here');
    const [first = '', ...rest] = renderMap(item, `${indent}  `);
    return [`${indent}- ${first.trimStart()}`, ...rest];
  });
}

function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}
