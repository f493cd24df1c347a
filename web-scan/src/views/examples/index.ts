import type { LotPageData } from '../lot-page-data.ts';
import { lambExample } from './lamb.ts';
import { milkExample } from './milk.ts';
import { riceExample } from './rice.ts';

/** The examples that tests, screenshots and documents share. */
export const examples: Readonly<Record<'lamb' | 'rice' | 'milk', LotPageData>> = {
  lamb: lambExample,
  rice: riceExample,
  milk: milkExample,
};
