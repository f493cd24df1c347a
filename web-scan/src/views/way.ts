import { handoverOf, handoverStateOf, type NumberedStep } from './handover.ts';
import { type Html, html, path } from './html.ts';
import type { Step } from './lot-page-data.ts';
import { partyNameHtml } from './party-html.ts';
import { siteHtml } from './place-html.ts';
import type { Reading } from './reading.ts';
import type { ShownWay } from './shown-way.ts';
import { renderStepDetails } from './step-details.ts';
import { renderBreaches } from './step-findings.ts';
import { goodsLine } from './step-goods.ts';
import { dayHtml, daysLate } from './time-text.ts';

/** The way of the product: one line a step, which unfolds into who, where, when, what and which signature. */
export function renderWay(way: ShownWay, reading: Reading): Html {
  const { words } = reading;
  const ordered = reading.order === 'newest' ? way.steps.toReversed() : way.steps;
  return html`<section id="way" aria-labelledby="way-title"><div class="head"><h2 id="way-title">${
    words.titles.way
  } <small>${words.stepsCount(way.steps.length)}</small></h2>${orderChoice(reading)}</div>${
    way.truncated && html`<p class="note">${words.sentences.truncated}</p>`
  }<ol class="way">${ordered.map((numbered) => renderStep(numbered, way, reading))}</ol></section>`;
}

function orderChoice({ words, language, order }: Reading): Html {
  const { oldestFirst, newestFirst, orderChoice: label } = words.titles;
  const other = order === 'oldest' ? 'newest' : 'oldest';
  const address = path`?lang=${language}&order=${other}`;
  return html`<nav aria-label="${label}"><a href="${address}">${other === 'newest' ? newestFirst : oldestFirst}</a></nav>`;
}

function renderStep({ number, step }: NumberedStep, way: ShownWay, reading: Reading): Html {
  const { words, language } = reading;
  const late = daysLate(step.saidAt, step.recordedAt);
  const handover = handoverOf(step, way.handovers);
  const handoverState = handover && handoverStateOf(handover, way.truncated);
  const details = renderStepDetails(step, handover && { handover, way }, reading);
  return html`<li id="s${number}" data-event="${step.eventId}" class="${step.correction ? `${markOf(step)} wrong` : markOf(step)}"><details><summary><span class="when">${dayHtml(
    step.saidAt,
    language,
  )}</span> <b>${stepTitle(step, reading)}</b>${
    handoverState !== undefined &&
    html` <em class="tag ${handoverState === 'accepted' ? 'good' : 'open'}">${words.handovers[handoverState]}</em>`
  }${late > 0 && html` <em class="tag late">${words.lateBy(late)}</em>`}${
    step.correction && html` <em class="tag bad">${words.lines.corrected}</em>`
  }${step.endedAt !== undefined && html` <em class="tag late">${words.lines.ended}</em>`} <span class="who">${partyNameHtml(step.party, reading)}${
    step.site && html` · ${siteHtml(step.site, reading)}`
  }</span> <span class="what">${goodsLine(step, reading)}</span>${renderBreaches(step, reading)}</summary>${details}</details></li>`;
}

/** What was done, in a word or two. */
export function stepTitle(step: Step, { words }: Reading): string {
  return step.operation === undefined ? words.acts[step.act] : words.operations[step.operation];
}

/** The colour of a step's mark on the line. */
function markOf({ act }: Step): string {
  if (act === 'commission' || act === 'admit') return 'born';
  if (act === 'transform') return 'made';
  if (act === 'sell') return 'sold';
  if (act === 'dispose' || act === 'hold' || act === 'recall') return 'gone';
  return 'hand';
}
