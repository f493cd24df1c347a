/** Values of one `in (…)`: far below the databases' limits on parameters. */
const valuesMax = 1000;

/** Asks for many values in groups and joins the answers. No query is made for no values. */
export async function inGroups<V, R>(
  values: Iterable<V>,
  ask: (group: readonly V[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const distinct = [...new Set(values)];
  const rows: R[] = [];
  for (let start = 0; start < distinct.length; start += valuesMax) {
    rows.push(...(await ask(distinct.slice(start, start + valuesMax))));
  }
  return rows;
}
