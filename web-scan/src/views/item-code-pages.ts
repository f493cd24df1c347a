import type { Language } from '../words/index.ts';
import { renderCodeState } from './code.ts';
import { renderFrame } from './frame.ts';
import { html } from './html.ts';
import type { CodeView } from './lot-page-data.ts';
import { renderMessage } from './message-pages.ts';
import { type PageOptions, readingOf } from './reading.ts';

/** A code that is on no label of this maker's, or, where not all sets of the lot are here, of which nothing can be said. Its HTTP status is 404. */
export function renderUnknownCode(
  serial: string,
  { isSetHere }: { readonly isSetHere: boolean },
  language: Language,
  options: PageOptions = {},
): string {
  const reading = readingOf(language, options);
  const { codes } = reading.words;
  return renderMessage(
    {
      title: codes.unknownTitle,
      sentence: isSetHere ? codes.unknown(serial.slice(0, 20)) : codes.noSets,
      advice: codes.unknownAdvice,
    },
    reading,
  );
}

/** A code that was issued for a lot that is not on the ledger yet. */
export function renderCodeOfNoLot(code: CodeView, language: Language, options: PageOptions = {}): string {
  const reading = readingOf(language, options);
  const { codes } = reading.words;
  return renderFrame(
    {
      title: codes.title,
      demonstration: false,
      head: html`<div class="title"><h1>${codes.title}</h1></div>`,
      body: html`${renderCodeState(code, reading)}<p>${codes.serial} <code>${code.serial}</code></p>`,
    },
    reading,
  );
}
