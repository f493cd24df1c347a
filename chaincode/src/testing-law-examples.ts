import { custodyExamples } from './testing-law-examples-custody.ts';
import { productionExamples } from './testing-law-examples-production.ts';
import { safetyExamples } from './testing-law-examples-safety.ts';
import { speakingExamples } from './testing-law-examples-speaking.ts';
import type { Example } from './testing-law-goods.ts';

/** Every example of docs/law.md. */
export const examples: readonly Example[] = [
  ...speakingExamples,
  ...productionExamples,
  ...custodyExamples,
  ...safetyExamples,
];
