import { writeFileSync } from 'node:fs';
import { budgetPage } from './src/testing-budget-page.ts';

writeFileSync(new URL('../docs/budget.md', import.meta.url), budgetPage());
