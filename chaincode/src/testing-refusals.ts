import { expect } from 'vitest';
import { LedgerError, type LedgerErrorCode, type Receipt } from './model/index.ts';
import { refusalOf } from './model/testing.ts';

/** The call is refused with this code; answers the refusal. `codes.test.ts` looks for these two names: they are how a code is provoked. */
export async function expectRefusal(code: LedgerErrorCode, call: () => unknown): Promise<LedgerError> {
  const refusal = await refusalOf(call);
  if (!(refusal instanceof LedgerError)) throw refusal;
  expect(`${refusal.code}: ${refusal.detail}`).toMatch(new RegExp(`^${code}: `));
  return refusal;
}

/** One event of a document in mode `each` is refused with this code, in an answer that fits its limit. */
export function expectRefused(code: LedgerErrorCode, receipt: Receipt, index = 0): void {
  expect(receipt.results[index]).toMatchObject({ status: 'refused', code });
}
