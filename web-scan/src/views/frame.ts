import { type Address, Html, html, path } from './html.ts';
import { hills, icon, meander } from './ornament.ts';
import type { Reading } from './reading.ts';
import { style } from './style.ts';

export interface Frame {
  readonly title: string;
  /** What stands in the coloured head of the page. */
  readonly head: Html;
  readonly body: Html;
  readonly footer?: Html;
  readonly canonical?: Address;
  readonly demonstration: boolean;
  /** Where the skip link leads. */
  readonly skipTo?: string;
  /** What the address says beside the language, kept when another one is chosen. */
  readonly carry?: { readonly code: string; readonly lot: string };
}

/** A whole page: one document, no request but itself, no script. */
export function renderFrame(frame: Frame, reading: Reading): string {
  const { words } = reading;
  return html`<!doctype html><html lang="${words.tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${
    frame.title
  } | ${words.siteName}</title><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no">${
    frame.canonical && html`<link rel="canonical" href="${frame.canonical}">`
  }${icon}${new Html(`<style>${style}</style>`)}</head><body>${
    frame.skipTo !== undefined &&
    html`<a class="skip" href="${path`#${frame.skipTo}`}">${words.titles.skip}</a>`
  }<header>${frame.demonstration && html`<p class="demo">${words.sentences.demonstration}</p>`}<div class="sky"><div class="bar-top"><span class="brand">${brand(
    reading,
  )}</span>${languageChoice(reading, frame.carry)}</div>${frame.head}${hills}</div></header><main>${frame.body}</main><footer>${meander}${
    frame.footer
  }</footer></body></html>`.text;
}

const brand = ({ language, words }: Reading): Html =>
  language === 'zh'
    ? html`${words.siteName} <span lang="en">Mengsu</span>`
    : html`${words.siteName} <span lang="zh-CN">蒙溯</span>`;

function languageChoice({ words, order }: Reading, carry: Frame['carry']): Html {
  const { language, tag, name } = words.otherLanguage;
  const plain = order === 'oldest' ? path`?lang=${language}` : path`?lang=${language}&order=${order}`;
  const address = carry ? path`?lang=${language}&code=${carry.code}&lot=${carry.lot}` : plain;
  return html`<nav aria-label="${words.titles.languageChoice}"><a href="${address}" lang="${tag}" hreflang="${tag}">${name}</a></nav>`;
}
