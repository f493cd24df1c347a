import type { Language } from '../words/index.ts';
import { renderFrame } from './frame.ts';
import { html } from './html.ts';
import { readingOf } from './reading.ts';

interface Message {
  readonly title: string;
  readonly sentence: string;
  readonly advice: string;
  /** For whoever is asked for help; small. */
  readonly code?: string | undefined;
}

/** No such lot on the ledger. Its HTTP status is 404. */
export function renderUnknownLot(
  lot: { readonly gtin: string; readonly lot: string },
  language: Language,
): string {
  const { words } = readingOf(language);
  return renderMessage(
    {
      title: words.titles.unknownLot,
      sentence: words.unknownLot(lot.lot, lot.gtin),
      advice: words.sentences.unknownLotAdvice,
    },
    language,
  );
}

/** A code that cannot be one: wrong check digit or length. Its HTTP status is 400. */
export function renderBadCode(code: string, language: Language): string {
  const { words } = readingOf(language);
  return renderMessage(
    {
      title: words.titles.badCode,
      sentence: words.badCode(code.slice(0, 40)),
      advice: words.sentences.badCodeAdvice,
    },
    language,
  );
}

/** The page could not be made. `code` is the problem's code, shown small. */
export function renderError(code: string, language: Language): string {
  const { titles, sentences } = readingOf(language).words;
  return renderMessage(
    { title: titles.error, sentence: sentences.error, advice: sentences.errorAdvice, code },
    language,
  );
}

export function renderMessage(message: Message, language: Language): string {
  return renderFrame(
    {
      title: message.title,
      demonstration: false,
      head: html`<div class="title"><h1>${message.title}</h1></div>`,
      body: html`<p class="advice">${message.sentence}</p><p>${message.advice}</p>${
        message.code !== undefined && html`<p><small><code>${message.code}</code></small></p>`
      }`,
    },
    readingOf(language),
  );
}
