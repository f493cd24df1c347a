import { frontEn } from '../words/front-en.ts';
import { type FrontWords, wordsIn } from '../words/front-words.ts';
import { frontZh } from '../words/front-zh.ts';
import type { Language } from '../words/index.ts';
import { type Html, html } from './html.ts';

export const frontWords = (language: Language): FrontWords => wordsIn({ zh: frontZh, en: frontEn }, language);

/** A form that works without script: what is typed goes to /find. `lot` is a lot number that was read already. */
export function codeForm(language: Language, { lot = '' } = {}): Html {
  const { labels, sentences } = frontWords(language);
  return html`<form action="/find" role="search"><label for="code">${labels.code}</label><input id="code" name="code" maxlength="500" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="code-hint" required><small id="code-hint">${
    sentences.codeHint
  }</small><label for="lot">${labels.lotOptional}</label><input id="lot" name="lot" maxlength="20" autocomplete="off" autocapitalize="off" spellcheck="false" value="${lot}">${languageField(
    language,
  )}<br><button>${labels.find}</button></form>`;
}

/** The same where the product is known. */
export function lotForm(language: Language, gtin: string): Html {
  const { labels, sentences } = frontWords(language);
  return html`<form action="/find"><p>${sentences.lotOnPackage}</p><input type="hidden" name="code" value="${gtin}"><label for="lot">${
    labels.lot
  }</label><input id="lot" name="lot" maxlength="20" autocomplete="off" autocapitalize="off" spellcheck="false" required>${languageField(
    language,
  )}<br><button>${labels.find}</button></form>`;
}

/** The reader's choice goes with the form. */
export const languageField = (language: Language): Html =>
  html`<input type="hidden" name="lang" value="${language}">`;
