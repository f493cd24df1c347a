import fc from 'fast-check';
import { type DecodedBlock, decodeBlock } from './decode.ts';
import type { BlockSource } from './follow.ts';
import { type TestLedger, testChaincode } from './testing-ledger.ts';

export const decodeAll = (ledger: TestLedger): Promise<DecodedBlock[]> =>
  Promise.all(ledger.blocks.map((bytes) => decodeBlock(bytes, testChaincode)));

/** The blocks of a ledger, then silence until the signal. */
export const sourceOf = (blocks: readonly Uint8Array[]): BlockSource =>
  async function* (from, signal) {
    yield* blocks.slice(from);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
  };

/** The same `length` numbers for the same seed: the choices of a history. */
export const choicesOf = (seed: number, length: number): number[] =>
  fc.sample(fc.array(fc.nat(), { minLength: length, maxLength: length }), { seed, numRuns: 1 })[0] ?? [];
