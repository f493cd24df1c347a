import { beforeEach, describe, expect, it } from 'vitest';
import { type ActName, LedgerError } from './model/index.ts';
import { documentText, signedEnvelope } from './model/testing.ts';
import { type BudgetRow, type BudgetWorld, budgetWorld } from './testing-budget.ts';
import { budgetRows } from './testing-budget-rows.ts';

let at: BudgetWorld;
beforeEach(async () => {
  at = await budgetWorld();
});

async function textOf(row: BudgetRow): Promise<string> {
  const [who, fields, ...cosigners] = await row.said(at);
  const event = at.world.stamped({ party: who.id, ...fields });
  return documentText([await signedEnvelope(event, [who.device, ...cosigners])], 'each');
}

/** The keys that are read, of records that are there. */
async function readBy(text: string, row: BudgetRow): Promise<string[]> {
  const { state } = at.world;
  const there = new Set(state.values.keys());
  const keys = new Set<string>();
  const { getMany } = state;
  state.getMany = (wanted) => {
    for (const key of wanted) keys.add(key);
    return getMany.call(state, wanted);
  };
  await at.world.submit(text, row.submitter);
  state.getMany = getMany;
  return [...keys].filter((key) => there.has(key));
}

/** A broken ledger, which no stranger can bring about: it is told as one, and no event is recorded on it. */
const broken = [/^TypeError: .* is of category .*, which is not there$/, /^RangeError: count would be -1$/];

/** An answer for the event, or the reason why there is none. */
async function outcomeOf(text: string, row: BudgetRow): Promise<string> {
  try {
    const { results } = await at.world.submit(text, row.submitter);
    return results.map(({ status }) => status).join();
  } catch (error) {
    return error instanceof LedgerError ? 'refused' : String(error);
  }
}

/** Acts that are the same for goods of every category. */
const alike: ReadonlySet<ActName> = new Set(['sample', 'move', 'load', 'unload', 'takeBack', 'dispose']);

/** Nothing else is done with goods of a category that is not there. */
const possible = (act: ActName, key: string): readonly string[] =>
  key.startsWith('category/') && !alike.has(act) ? ['refused'] : ['recorded', 'refused'];

/**
 * Whatever record an act reads may not be there: a stranger names what never was. Then the act is refused by its code, or goes without it. What was
 * there when another was recorded, as the category of a lot, stays: nothing is ever removed.
 */
describe('an act', () => {
  it.each(budgetRows)('says what is not there: $act, $of', async (row) => {
    await row.before?.(at);
    const { values } = at.world.state;
    const text = await textOf(row);
    const whole = new Map(values);
    const keys = await readBy(text, row);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      values.clear();
      for (const [name, value] of whole) if (name !== key) values.set(name, value);
      const outcome = await outcomeOf(text, row);
      if (broken.some((told) => told.test(outcome))) expect(key).toMatch(/^(category|holding)\//);
      else expect(possible(row.act, key), `${key}: ${outcome}`).toContain(outcome);
    }
  });
});
