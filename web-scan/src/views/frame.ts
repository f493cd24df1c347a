import { type Language, languages } from '../words/index.ts';
import { type Address, Html, html, path, webAddress } from './html.ts';
import { hills, icon, meander } from './ornament.ts';
import type { Reading } from './reading.ts';
import { type ScriptReference, scriptElement } from './script-element.ts';
import { mongolianStyle, style } from './style.ts';

export interface Frame {
  readonly title: string;
  /** What must be read before everything else: a recall. */
  readonly alarm?: Html | undefined;
  /** What stands in the coloured head of the page. */
  readonly head: Html;
  readonly body: Html;
  readonly footer?: Html;
  readonly canonical?: Address;
  readonly script?: ScriptReference | undefined;
  readonly demonstration: boolean;
  /** Where the skip link leads. */
  readonly skipTo?: string;
  /** What the address says beside the language, kept when another one is chosen. */
  readonly carry?: { readonly code: string; readonly lot: string };
}

/** A whole page: one document; the Mongolian page's letters, and a lot's own check of itself, are asked for when it is there. */
export function renderFrame(frame: Frame, reading: Reading): string {
  const { words } = reading;
  const isMongolian = reading.language === 'mn-Mong';
  return html`<!doctype html><html lang="${words.tag}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${titleTag(
    `${frame.title} | ${words.siteName}`,
    isMongolian,
  )}<meta name="description" content="${`${frame.title} · ${words.sentences.whatSignaturesSay}`}"><meta name="color-scheme" content="light dark"><meta name="format-detection" content="telephone=no">${
    frame.canonical && html`<link rel="canonical" href="${frame.canonical}">`
  }${icon}${new Html(`<style>${isMongolian ? mongolianStyle : style}</style>`)}</head>${isMongolian ? chineseBody : new Html('<body>')}${frame.alarm}<header>${
    frame.skipTo !== undefined &&
    html`<a class="skip" href="${path`#${frame.skipTo}`}">${words.titles.skip}</a>`
  }${frame.demonstration && html`<p class="demo">${words.sentences.demonstration}</p>`}${
    isMongolian && html`<p class="demo">${words.sentences.wordsWait}</p>`
  }${reading.inApp && html`<p class="demo app">${words.sentences.openInBrowser}</p>`}<div class="sky"><div class="bar-top"><span class="brand">${brand(
    reading,
  )}</span>${languageChoice(reading, frame.carry)}</div>${frame.head}${hills}</div></header><main>${frame.body}</main><footer>${meander}<p>${
    words.sentences.whatSignaturesSay
  }</p>${frame.footer}${icpLine(reading)}</footer>${frame.script && scriptElement(frame.script)}</body></html>`
    .text;
}

/** Chinese stands where no Mongolian word is confirmed; what is Mongolian is marked on its own. */
const chineseBody = new Html('<body lang="zh-Hans">');

const titleTag = (text: string, isMongolian: boolean): Html =>
  isMongolian ? html`<title lang="zh-Hans">${text}</title>` : html`<title>${text}</title>`;

const brand = ({ written, words }: Reading): Html =>
  written === 'zh'
    ? html`${words.siteName} <span lang="en">Mengsu</span>`
    : html`${words.siteName} <span lang="zh-CN">蒙溯</span>`;

/** What each language is called by those who read it; 蒙古文 in Chinese, because other pages have no letters for it. */
const languageNames: Readonly<Record<Language, { readonly name: string; readonly tag: string }>> = {
  zh: { name: '中文', tag: 'zh-CN' },
  en: { name: 'English', tag: 'en' },
  'mn-Mong': { name: '蒙古文', tag: 'zh-CN' },
};

function languageChoice({ words, language: own, order }: Reading, carry: Frame['carry']): Html {
  const links = languages
    .filter((language) => language !== own)
    .map((language) => {
      const plain = order === 'oldest' ? path`?lang=${language}` : path`?lang=${language}&order=${order}`;
      const address = carry ? path`?lang=${language}&code=${carry.code}&lot=${carry.lot}` : plain;
      const { name, tag } = languageNames[language];
      return html`<a href="${address}" lang="${tag}" hreflang="${language}">${name}</a>`;
    });
  return html`<nav aria-label="${words.titles.languageChoice}">${links}</nav>`;
}

/** The filing number with the link to its register, as the rule on such numbers asks. */
const icpLine = ({ icp }: Reading): Html | false =>
  icp !== undefined && html`<p><a href="${webAddress('https://beian.miit.gov.cn/')}">${icp}</a></p>`;
