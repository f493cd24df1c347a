import { type Amount, type Measure, measures } from '@mengsu/chaincode/model';
import type { BalanceRow } from '../index-tables.ts';

const columns = { count: 'count', massG: 'mass_g', volumeMl: 'volume_ml' } as const satisfies Record<
  Measure,
  keyof BalanceRow
>;

/** A row's numbers as an amount in the measures that `lot`'s created amount states. */
export function amountOf(row: Pick<BalanceRow, 'count' | 'mass_g' | 'volume_ml'>, created: Amount): Amount {
  const amount: { [measure in Measure]?: number } = {};
  for (const measure of measures) {
    if (created[measure] !== undefined) amount[measure] = row[columns[measure]];
  }
  return amount;
}

/** An amount that was stored as text by the index. */
export const parseAmount = (text: string): Amount => JSON.parse(text) as Amount;
