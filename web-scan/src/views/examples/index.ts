import type { LotPageData } from '../lot-page-data.ts';
import { lambExample } from './lamb.ts';
import { milkExample } from './milk.ts';
import { riceExample } from './rice.ts';
import {
  expiredExample,
  heldExample,
  inShopExample,
  recalledByMakerExample,
  recalledExample,
  reversedExample,
} from './states.ts';

type ExampleName =
  | 'lamb'
  | 'rice'
  | 'milk'
  | 'recalled'
  | 'recalledByMaker'
  | 'inShop'
  | 'held'
  | 'expired'
  | 'reversed';

/** The examples that tests, screenshots and documents share. */
export const examples: Readonly<Record<ExampleName, LotPageData>> = {
  lamb: lambExample,
  rice: riceExample,
  milk: milkExample,
  recalled: recalledExample,
  recalledByMaker: recalledByMakerExample,
  inShop: inShopExample,
  held: heldExample,
  expired: expiredExample,
  reversed: reversedExample,
};
