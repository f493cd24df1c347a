import { amountHtml } from './amount-text.ts';
import { type Handover, handoverStateOf, handoversOf, type NumberedStep } from './handover.ts';
import { type Html, html, path } from './html.ts';
import type { LotPageData, Step } from './lot-page-data.ts';
import { partyNameHtml, partyRows } from './party-html.ts';
import { divisionHtml, siteHtml } from './place-html.ts';
import type { Reading } from './reading.ts';
import { goodsLine, lotRows } from './step-goods.ts';
import { dayHtml, daysLate, minuteHtml } from './time-text.ts';

const idCharacters = 8;

/** The way of the product: one line a step, which unfolds into who, where, when, what and which signature. */
export function renderWay(data: LotPageData, reading: Reading): Html {
  const { words } = reading;
  const steps = data.steps.map((step, index) => ({ number: index + 1, step }));
  const handovers = handoversOf(steps);
  const shown = reading.order === 'newest' ? steps.toReversed() : steps;
  const rows = shown.map((numbered) => renderStep(numbered, handoverOf(numbered, handovers), reading));
  return html`<section id="way" aria-labelledby="way-title"><div class="head"><h2 id="way-title">${
    words.titles.way
  } <small>${words.stepsCount(steps.length)}</small></h2>${orderChoice(reading)}</div>${
    data.truncated && html`<p class="note">${words.sentences.truncated}</p>`
  }<ol class="way">${rows}</ol></section>`;
}

function orderChoice({ words, language, order }: Reading): Html {
  const { oldestFirst, newestFirst, orderChoice: label } = words.titles;
  const other = order === 'oldest' ? 'newest' : 'oldest';
  const address = path`?lang=${language}&order=${other}`;
  return html`<nav aria-label="${label}"><a href="${address}">${other === 'newest' ? newestFirst : oldestFirst}</a></nav>`;
}

function handoverOf({ step }: NumberedStep, handovers: ReadonlyMap<string, Handover>): Handover | undefined {
  const paired = step.act === 'dispatch' || step.act === 'receive';
  return paired && step.shipment !== undefined ? handovers.get(step.shipment) : undefined;
}

function renderStep({ number, step }: NumberedStep, handover: Handover | undefined, reading: Reading): Html {
  const late = daysLate(step.saidAt, step.recordedAt);
  const { words, language } = reading;
  const handoverState = handover && handoverStateOf(handover);
  return html`<li id="s${number}" class="${markOf(step)}"><details><summary><span class="when">${dayHtml(
    step.saidAt,
    language,
  )}</span> <b>${stepTitle(step, reading)}</b>${
    handoverState !== undefined &&
    html` <em class="tag ${handoverState === 'accepted' ? 'good' : 'open'}">${words.handovers[handoverState]}</em>`
  }${late > 0 && html` <em class="tag open">${words.lateBy(late)}</em>`}${
    step.breaches.length > 0 && html` <em class="tag bad">${words.facts.breaches}</em>`
  } <span class="who">${partyNameHtml(step.party, reading)}${
    step.site && html` · ${siteHtml(step.site, reading)}`
  }</span> <span class="what">${goodsLine(step, reading)}</span></summary>${stepDetails(step, handover, reading)}</details></li>`;
}

function stepTitle(step: Step, { words }: Reading): string {
  return step.operation === undefined ? words.acts[step.act] : words.operations[step.operation];
}

/** The colour of a step's mark on the line. */
function markOf({ act }: Step): string {
  if (act === 'commission') return 'born';
  if (act === 'transform') return 'made';
  if (act === 'sell') return 'sold';
  if (act === 'dispose') return 'gone';
  return 'hand';
}

function stepDetails(step: Step, handover: Handover | undefined, reading: Reading): Html {
  const { facts, lateBy } = reading.words;
  const late = daysLate(step.saidAt, step.recordedAt);
  const id = step.eventId.slice(0, idCharacters);
  return html`<dl>${partyRows(step.party, facts.party, reading)}${
    step.site &&
    html`<dt>${facts.site}</dt><dd>${reading.words.siteKinds[step.site.kind]} ${step.site.code}<br>${divisionHtml(
      step.site.division,
      reading,
      'full',
    )}</dd>`
  }${step.counterparty && partyRows(step.counterparty, facts.counterparty, reading)}<dt>${facts.saidAt}</dt><dd>${minuteHtml(
    step.saidAt,
    reading.language,
  )}</dd><dt>${facts.recordedAt}</dt><dd>${minuteHtml(step.recordedAt, reading.language)}${
    late > 0 && html` <em class="tag open">${lateBy(late)}</em>`
  }</dd>${lotRows(step, 'in', reading)}${lotRows(step, 'out', reading)}${lotRows(step, 'line', reading)}${outcomeRows(
    step,
    reading,
  )}${purposeRows(step, reading)}${handover && handsRow(handover, reading)}<dt>${facts.signature}</dt><dd><code>${step.device.slice(
    0,
    idCharacters,
  )}…</code>${step.cosigners > 0 && html` ${reading.words.coSigned(step.cosigners)}`}</dd><dt>${
    facts.record
  }</dt><dd><a href="${path`/api/events/${step.eventId}`}"><code>${id}…</code></a></dd>${
    step.breaches.length > 0 && html`<dt>${facts.breaches}</dt><dd>${step.breaches.join(' ')}</dd>`
  }</dl>`;
}

function outcomeRows(step: Step, { words }: Reading): Html | undefined {
  const category = step.lots[0]?.category ?? '';
  const kinds = ['accepted', 'refused', 'missing', 'takenBack', 'writtenOff', 'returned'] as const;
  const rows = kinds.map((kind) => {
    const amount = step.outcome?.[kind];
    return amount && html`<dt>${words.outcomes[kind]}</dt><dd>${amountHtml(amount, category, words)}</dd>`;
  });
  return html`${rows}`;
}

function purposeRows(step: Step, { words }: Reading): Html {
  return html`${step.soldTo && html`<dt>${words.facts.soldTo}</dt><dd>${words.buyers[step.soldTo]}</dd>`}${
    step.reason && html`<dt>${words.facts.reason}</dt><dd>${words.disposeReasons[step.reason]}</dd>`
  }`;
}

/** Two hands: who signed for sending and who for receiving. */
function handsRow(handover: Handover, { words }: Reading): Html {
  const { facts, sentences } = words;
  const hand = (label: string, signed: NumberedStep | undefined) =>
    html`<dd>${label} ${
      signed ? html`<a href="${path`#s${signed.number}`}">${sentences.signed}</a>` : sentences.notSignedYet
    }</dd>`;
  const { shipment } = handover.dispatch?.step ?? handover.receive?.step ?? {};
  return html`<dt>${facts.handover}</dt>${
    shipment !== undefined && html`<dd>${facts.shipment} ${shipmentNumberOf(shipment)}</dd>`
  }${hand(facts.sentBy, handover.dispatch)}${hand(facts.receivedBy, handover.receive)}`;
}

/** The number that the sender gave, without the sender's id. */
const shipmentNumberOf = (shipment: string): string => shipment.slice(shipment.indexOf('/') + 1);
