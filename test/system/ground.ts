/** What the tests that start whole systems run on: MENGSU_TEST_LEDGER. */
export type TestLedger = 'devnet' | 'fabric';

function testLedgerOf(value = 'devnet'): TestLedger {
  if (value === 'devnet' || value === 'fabric') return value;
  throw new Error(`MENGSU_TEST_LEDGER is devnet or fabric, not ${value}`);
}

export const testLedger = testLedgerOf(process.env.MENGSU_TEST_LEDGER);

/** Appended to the name of a test that only the embedded ledger can be made to fail in. */
export const devnetOnly = testLedger === 'devnet' ? '' : ' (skipped: only devnet can be told to do this)';
