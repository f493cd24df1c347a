import { en } from './en.ts';
import { mongolian } from './mongolian.ts';
import type { Language, Words } from './words.ts';
import { zh } from './zh.ts';

export * from './words.ts';

export const catalogues: Readonly<Record<Language, Words>> = {
  zh,
  en,
  'mn-Mong': mongolian,
};
