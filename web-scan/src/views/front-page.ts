import type { Language } from '../words/index.ts';
import { codeForm, frontWords } from './code-form.ts';
import { renderFrame } from './frame.ts';
import { type Html, html } from './html.ts';
import { type PageOptions, readingOf } from './reading.ts';
import { type ScriptReference, scriptElement } from './script-element.ts';

/** The first page of the site: a form that works without script, and under it what the camera can do where script runs. */
export function renderFrontPage(
  language: Language,
  {
    script,
    demonstration,
    ...options
  }: PageOptions & { readonly script: ScriptReference; readonly demonstration: boolean },
): string {
  const { titles, sentences } = frontWords(language);
  return renderFrame(
    {
      title: titles.front,
      demonstration,
      head: html`<div class="title"><h1>${titles.front}</h1><p>${sentences.front}</p></div>`,
      body: html`${scanSection(language)}<section aria-labelledby="find-title"><h2 id="find-title">${
        titles.find
      }</h2>${codeForm(language)}</section>${scriptElement(script)}`,
    },
    readingOf(language, options),
  );
}

/** Hidden until the script knows what this browser can do. What the script says stands in `data-` attributes, so it is in the reader's language. */
function scanSection(language: Language): Html {
  const { titles, labels, sentences } = frontWords(language);
  return html`<section id="scan" aria-labelledby="scan-title" data-denied="${sentences.denied}" data-no-camera="${
    sentences.noCamera
  }" data-looking="${sentences.looking}" data-no-code="${sentences.noCode}" data-in-app="${
    sentences.inAppBrowser
  }" hidden><h2 id="scan-title">${titles.scan}</h2><p>${sentences.onDevice}</p><button id="open-camera" type="button">${
    labels.openCamera
  }</button> <button id="close-camera" type="button" class="plain" hidden>${
    labels.closeCamera
  }</button><video id="picture" playsinline muted hidden></video><p id="scan-said" role="status"></p><label for="photo">${
    labels.photo
  }</label><input id="photo" type="file" accept="image/*" capture="environment"></section>`;
}
