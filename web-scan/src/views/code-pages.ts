import type { Language } from '../words/index.ts';
import { codeForm, frontWords } from './code-form.ts';
import { renderFrame } from './frame.ts';
import { type Address, type Html, html } from './html.ts';
import { type PageOptions, readingOf } from './reading.ts';

/** Why a code leads to no page. Whatever is shown of it has the form of a code. */
export type CodeFault =
  | { readonly kind: 'misread' /** In groups. */; readonly digits: string }
  | { readonly kind: 'lotAlone'; readonly lot: string }
  | { readonly kind: 'unreadable' };

/** A code that leads nowhere: what was read, what to do, and a form. `meant` is the page of the code that it may have been. Its HTTP status is 400. */
export function renderCodeFault(
  fault: CodeFault,
  language: Language,
  { meant, ...options }: PageOptions & { readonly meant?: Address | undefined } = {},
): string {
  const { titles, sentences, asRead } = frontWords(language);
  const title = fault.kind === 'misread' ? titles.misread : titles.unreadable;
  const lot = fault.kind === 'lotAlone' ? fault.lot : '';
  return page({ language, options }, title, {
    body: html`${fault.kind === 'misread' && html`<p class="advice">${asRead(fault.digits)}</p>`}<p>${
      sentences[fault.kind]
    }</p>${meant && suggestion(language, meant)}${codeForm(language, { lot })}`,
  });
}

function suggestion(language: Language, meant: Address): Html {
  const { didYouMean } = frontWords(language).labels;
  return html`<p>${didYouMean} <a href="${meant}"><code>${meant.text}</code></a></p>`;
}

/** Somebody typed an address of another host: whose it is, and the same code here. Its HTTP status is 200. */
export function renderOtherHost(
  host: string,
  language: Language,
  { here, ...options }: PageOptions & { readonly here: Address },
): string {
  const { titles, labels, otherHost } = frontWords(language);
  return page({ language, options }, titles.elsewhere, {
    body: html`<p class="advice">${otherHost(host)}</p><p><a class="button" href="${here}">${labels.goOn}</a></p>`,
  });
}

/** No such product on the ledger; `digits` in groups. Its HTTP status is 404. */
export function renderUnknownProduct(digits: string, language: Language, options: PageOptions = {}): string {
  const { titles, sentences, unknownGtin } = frontWords(language);
  return page({ language, options }, titles.unknownProduct, {
    body: html`<p class="advice">${unknownGtin(digits)}</p><p>${sentences.unknownProduct}</p>${codeForm(language)}`,
  });
}

interface Asked {
  readonly language: Language;
  readonly options: PageOptions;
}

function page({ language, options }: Asked, title: string, { body }: { readonly body: Html }): string {
  return renderFrame(
    { title, demonstration: false, head: html`<div class="title"><h1>${title}</h1></div>`, body },
    readingOf(language, options),
  );
}
