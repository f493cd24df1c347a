import type { Language } from '../words/index.ts';
import { renderFrame } from './frame.ts';
import { html } from './html.ts';
import { type PageOptions, type Reading, readingOf } from './reading.ts';

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
  options: PageOptions = {},
): string {
  const reading = readingOf(language, options);
  const { words } = reading;
  return renderMessage(
    {
      title: words.titles.unknownLot,
      sentence: words.unknownLot(lot.lot, lot.gtin),
      advice: words.sentences.unknownLotAdvice,
    },
    reading,
  );
}

/** A code that cannot be one: wrong check digit or length. Its HTTP status is 400. */
export function renderBadCode(code: string, language: Language, options: PageOptions = {}): string {
  const reading = readingOf(language, options);
  const { words } = reading;
  return renderMessage(
    {
      title: words.titles.badCode,
      sentence: words.badCode(code.slice(0, 40)),
      advice: words.sentences.badCodeAdvice,
    },
    reading,
  );
}

/** A code that is no text at all: signs that stand for nothing. Its HTTP status is 400. */
export function renderUnreadableCode(language: Language, options: PageOptions = {}): string {
  const reading = readingOf(language, options);
  const { titles, sentences } = reading.words;
  return renderMessage(
    { title: titles.badCode, sentence: sentences.unreadableCode, advice: sentences.badCodeAdvice },
    reading,
  );
}

/** The page could not be made. `code` is the problem's code, shown small. */
export function renderError(code: string, language: Language, options: PageOptions = {}): string {
  const reading = readingOf(language, options);
  const { titles, sentences } = reading.words;
  return renderMessage(
    { title: titles.error, sentence: sentences.error, advice: sentences.errorAdvice, code },
    reading,
  );
}

export function renderMessage(message: Message, reading: Reading): string {
  return renderFrame(
    {
      title: message.title,
      demonstration: false,
      head: html`<div class="title"><h1>${message.title}</h1></div>`,
      body: html`<p class="advice">${message.sentence}</p><p>${message.advice}</p>${
        message.code !== undefined && html`<p><small><code>${message.code}</code></small></p>`
      }`,
    },
    reading,
  );
}
