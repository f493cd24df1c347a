import type { Names } from '@mengsu/chaincode/model';
import { catalogues, type Language, type Words } from '../words/index.ts';
import { type Html, html } from './html.ts';

export type StepOrder = 'oldest' | 'newest';

/** How a page is read: in which language, and from which end of the way. */
export interface Reading {
  readonly language: Language;
  readonly words: Words;
  readonly order: StepOrder;
}

export function readingOf(language: Language, order: StepOrder = 'oldest'): Reading {
  return { language, words: catalogues[language], order };
}

/** A name in the reader's language where there is one, otherwise in Chinese and marked as such. */
export function nameHtml(names: Names, reading: Reading): Html {
  if (reading.language === 'zh') return html`${names.zh}`;
  return names.en === undefined ? chinese(names.zh) : html`${names.en}`;
}

/** Chinese text inside a page of another language. */
export const chinese = (text: string): Html => html`<span lang="zh-CN">${text}</span>`;

/** Parts joined by what the language puts between them. */
export function listHtml(parts: readonly Html[], reading: Reading): Html {
  const between = reading.words.between;
  return html`${parts.map((part, index) => html`${index > 0 && between}${part}`)}`;
}
