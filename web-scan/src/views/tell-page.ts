import type { Organisation } from '@mengsu/chaincode/model';
import { wordsIn } from '../words/front-words.ts';
import type { Language } from '../words/index.ts';
import { tellEn } from '../words/tell-en.ts';
import type { TellWords } from '../words/tell-words.ts';
import { tellZh } from '../words/tell-zh.ts';
import { languageField } from './code-form.ts';
import { renderFrame } from './frame.ts';
import { type Html, html, path, webAddress } from './html.ts';
import { type PageOptions, type Reading, readingOf } from './reading.ts';
import { calendarDayText, minuteHtml } from './time-text.ts';

const tellWords = (language: Language): TellWords => wordsIn({ zh: tellZh, en: tellEn }, language);
const platform12315 = webAddress('https://www.12315.cn/');

export type TellFault = keyof TellWords['faults'];
type Kind = keyof TellWords['kinds'];
type Matter = keyof TellWords['matters'];

/** The form as it was filled in; everything is the reader's own text. */
export interface TellForm {
  readonly kind: string;
  readonly matter: string;
  readonly text: string;
  readonly contact: string;
  readonly code: string;
  readonly lot: string;
  readonly nonce: string;
}

/** Who takes reports in here, and for how long they are kept. */
export interface TellDesk {
  readonly organisation: Organisation;
  readonly keepDays: number;
}

/** The form, again with what was filled in where something is wrong with it. It works without script. */
export function renderTellForm(
  form: TellForm,
  language: Language,
  {
    desk,
    faults = [],
    ...options
  }: PageOptions & { readonly desk: TellDesk; readonly faults?: readonly TellFault[] },
): string {
  const reading = readingOf(language, options);
  const words = tellWords(language);
  const { sentences } = words;
  const { code, lot } = form;
  return renderFrame(
    {
      title: words.titles.tell,
      demonstration: false,
      ...((code !== '' || lot !== '') && { carry: { code, lot } }),
      head: html`<div class="title"><h1>${words.titles.tell}</h1></div>`,
      body: html`${
        faults.length > 0 &&
        html`<div role="alert">${faults.map((fault) => html`<p class="warn">${words.faults[fault]}</p>`)}</div>`
      }<p>${words.runBy(reading.words.organisations[desk.organisation])} ${sentences.notOnLedger} ${words.keptFor(
        desk.keepDays,
      )}</p>${
        (desk.organisation === 'ProducersMSP' || desk.organisation === 'BrandMSP') &&
        html`<p>${sentences.runByMakers}</p>`
      }<form action="/tell" method="post">${kindField(form, words)}${matterField(form, words)}${textFields(
        form,
        words,
      )}<input type="hidden" name="nonce" value="${form.nonce}">${languageField(language)}<div class="trap"><label for="website">${
        words.labels.trap
      }</label><input id="website" name="website" tabindex="-1" autocomplete="off"></div><button>${
        words.labels.send
      }</button></form>${platform(words)}`,
    },
    reading,
  );
}

function kindField(form: TellForm, { labels, kinds, kindsSay }: TellWords): Html {
  return html`<fieldset><legend>${labels.kind}</legend>${(Object.keys(kinds) as Kind[]).map((kind) => {
    const said = html`<span><b>${kinds[kind]}</b><br><small>${kindsSay[kind]}</small></span>`;
    return form.kind === kind
      ? html`<label class="pick"><input type="radio" name="kind" value="${kind}" required checked>${said}</label>`
      : html`<label class="pick"><input type="radio" name="kind" value="${kind}" required>${said}</label>`;
  })}</fieldset>`;
}

function matterField(form: TellForm, { labels, matters }: TellWords): Html {
  return html`<label for="matter">${labels.matter}</label><select id="matter" name="matter" required><option value=""></option>${(
    Object.keys(matters) as Matter[]
  ).map((matter) =>
    form.matter === matter
      ? html`<option value="${matter}" selected>${matters[matter]}</option>`
      : html`<option value="${matter}">${matters[matter]}</option>`,
  )}</select>`;
}

function textFields({ text, contact, code, lot }: TellForm, { labels, sentences }: TellWords): Html {
  return html`<label for="text">${labels.text}</label><textarea id="text" name="text" rows="6" maxlength="1000" required aria-describedby="text-hint">${text}</textarea><br><small id="text-hint">${
    sentences.textHint
  }</small><label for="contact">${labels.contact}</label><input id="contact" name="contact" maxlength="100" autocomplete="off" aria-describedby="contact-hint" value="${contact}"><br><small id="contact-hint">${
    sentences.contactHint
  }</small><label for="code">${labels.code}</label><input id="code" name="code" maxlength="500" autocomplete="off" aria-describedby="code-hint" value="${code}"><br><small id="code-hint">${
    sentences.codeHint
  }</small><label for="lot">${labels.lot}</label><input id="lot" name="lot" maxlength="40" autocomplete="off" value="${lot}"><br>`;
}

const platform = ({ sentences }: TellWords): Html =>
  html`<p>${sentences.call12315} <a href="${platform12315}" rel="noreferrer">${sentences.link12315}</a></p>`;

/** How a report stands: nothing of what it says, nor which kind it is where it has no clock. */
export interface ReceiptView {
  readonly receipt: string;
  readonly receivedAt: string;
  readonly dueOn?: string | undefined;
  readonly keepUntil: string;
  readonly answeredAt?: string | undefined;
}

/** The page to be bookmarked. */
export function renderReceipt(view: ReceiptView, language: Language, options: PageOptions = {}): string {
  const reading = readingOf(language, options);
  const words = tellWords(language);
  const { labels, sentences } = words;
  const row = (label: string, value: Html | string) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  return message(words.titles.received, reading, {
    body: html`<p>${labels.receipt} <span class="receipt">${view.receipt}</span></p><p>${
      sentences.keepReceipt
    }</p><dl class="facts">${row(
      labels.state,
      view.answeredAt === undefined
        ? sentences.waiting
        : html`${sentences.answered} ${minuteHtml(view.answeredAt, language)}`,
    )}${row(labels.receivedAt, minuteHtml(view.receivedAt, language))}${
      view.dueOn !== undefined &&
      row(
        labels.dueOn,
        html`${calendarDayText(view.dueOn, language)}<br><small>${sentences.weekendsOnly}</small>`,
      )
    }${row(labels.keptUntil, minuteHtml(view.keepUntil, language))}</dl>${platform(words)}`,
  });
}

/** No such receipt. Its HTTP status is 404. */
export function renderUnknownReceipt(language: Language, options: PageOptions = {}): string {
  const words = tellWords(language);
  return message(words.titles.unknownReceipt, readingOf(language, options), {
    body: html`<p class="advice">${words.sentences.unknownReceipt}</p>${platform(words)}`,
  });
}

function message(title: string, reading: Reading, { body }: { readonly body: Html }): string {
  const head = html`<div class="title"><h1>${title}</h1></div>`;
  return renderFrame({ title, demonstration: false, head, body }, reading);
}

/** Where a reader of a lot's page tells of it. */
export function tellLink(
  { gtin, lot }: { readonly gtin: string; readonly lot: string },
  language: Language,
): Html {
  return html`<p><a href="${path`/tell?code=${gtin}&lot=${lot}&lang=${language}`}">${
    tellWords(language).titles.tell
  }</a></p>`;
}
