import { actNames } from './model/event/index.ts';
import type { BudgetRow } from './testing-budget.ts';
import { correctRows } from './testing-budget-correct.ts';
import { custodyRows } from './testing-budget-custody.ts';
import { inspectionRows } from './testing-budget-inspection.ts';
import { oversightRows } from './testing-budget-oversight.ts';
import { productionRows } from './testing-budget-production.ts';
import { registryRows } from './testing-budget-registry.ts';
import { trustRows } from './testing-budget-trust.ts';

const lists = [
  registryRows,
  trustRows,
  productionRows,
  inspectionRows,
  custodyRows,
  oversightRows,
  correctRows,
];

/** A row for every act and case, in the order of the law's acts. */
export const budgetRows: readonly BudgetRow[] = actNames.flatMap((act) =>
  lists.flat().filter((row) => row.act === act),
);
