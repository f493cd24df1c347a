import type { Words } from './words.ts';
import { zh } from './zh.ts';

/**
 * The page in traditional Mongolian, as far as words are known: none of these has been confirmed by a native reader, so each sentence is the Chinese one.
 * Mongolian stands in names that the ledger has, beside the Chinese (docs/words.md). A word may be put here once it is confirmed, a safety message last.
 */
export const mongolian: Words = { ...zh, tag: 'mn-Mong' };
