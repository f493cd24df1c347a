import type { Names } from '@mengsu/chaincode/model';
import { catalogues, type Language, type Words } from '../words/index.ts';
import { type Html, html } from './html.ts';
import type { ScriptReference } from './script-element.ts';

export type StepOrder = 'oldest' | 'newest';

/** What a page is told beside its language. */
export interface PageOptions {
  readonly order?: StepOrder | undefined;
  /** What checks a lot's page on the device that reads it. Default: none; the page then says that nothing was checked. */
  readonly proofScript?: ScriptReference | undefined;
  /** Number of the site's ICP filing, shown at the foot. Default: none. */
  readonly icp?: string | undefined;
  /** True where it is read inside another app, which cannot print or keep a page. */
  readonly inApp?: boolean | undefined;
}

/** How a page is read: in which language, from which end of the way, and where. */
export interface Reading {
  readonly language: Language;
  /** The language that sentences and names of places are written in: the Mongolian page has Chinese ones. */
  readonly written: 'zh' | 'en';
  readonly words: Words;
  readonly order: StepOrder;
  readonly icp: string | undefined;
  readonly inApp: boolean;
}

export function readingOf(language: Language, options: PageOptions = {}): Reading {
  return {
    language,
    written: language === 'en' ? 'en' : 'zh',
    words: catalogues[language],
    order: options.order ?? 'oldest',
    icp: options.icp,
    inApp: options.inApp ?? false,
  };
}

/** A name in the reader's language where there is one, otherwise in Chinese and marked as such. A Mongolian one has the Chinese beside it. */
export function nameHtml(names: Names, { language }: Reading): Html {
  if (language === 'zh') return html`${names.zh}`;
  if (language === 'en') return names.en === undefined ? chinese(names.zh) : html`${names.en}`;
  const mongolian = names['mn-Mong'];
  return html`${mongolian !== undefined && html`<span lang="mn-Mong">${mongolian}</span> `}${names.zh}`;
}

/** The same as plain text, for a title. */
export function nameText(names: Names, { language }: Reading): string {
  return language === 'en' ? (names.en ?? names.zh) : names.zh;
}

/** Chinese text inside a page of another language. */
export const chinese = (text: string): Html => html`<span lang="zh-CN">${text}</span>`;

/** Parts joined by what the language puts between them. */
export function listHtml(parts: readonly Html[], reading: Reading): Html {
  const between = reading.words.between;
  return html`${parts.map((part, index) => html`${index > 0 && between}${part}`)}`;
}
