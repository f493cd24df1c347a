import type { Language } from '../words/index.ts';
import { codeForm, frontWords } from './code-form.ts';
import { renderFrame } from './frame.ts';
import { Html, html } from './html.ts';
import { readingOf } from './reading.ts';

/** A module that a page names. */
export interface ScriptReference {
  readonly path: string;
  readonly integrity: string;
}

/** The first page of the site: a form that works without script, and under it what the camera can do where script runs. */
export function renderFrontPage(
  language: Language,
  { script, demonstration }: { readonly script: ScriptReference; readonly demonstration: boolean },
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
    readingOf(language),
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

/** Throws TypeError for a path or digest that is none: no hole may stand in a script's tag. */
export function scriptElement({ path, integrity }: ScriptReference): Html {
  if (!/^\/[\w./-]+$/.test(path) || !/^sha256-[\w+/]+=*$/.test(integrity))
    throw new TypeError('a script is named by a path of this site and its digest');
  return new Html(`<script type="module" src="${path}" integrity="${integrity}"></script>`);
}
