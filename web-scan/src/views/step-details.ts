import { amountHtml } from './amount-text.ts';
import type { Handover, NumberedStep } from './handover.ts';
import { type Html, html, path } from './html.ts';
import type { Step } from './lot-page-data.ts';
import { partyRows } from './party-html.ts';
import { divisionHtml } from './place-html.ts';
import type { Reading } from './reading.ts';
import type { ShownWay } from './shown-way.ts';
import { correctionRow, particularsRows } from './step-findings.ts';
import { lotRows } from './step-goods.ts';
import { daysLate, minuteHtml } from './time-text.ts';

const idCharacters = 8;

/** A handover on the page that shows it. */
export interface Hands {
  readonly handover: Handover;
  readonly way: ShownWay;
}

/** Who, where, when, what and which signature: what a step's line unfolds into. */
export function renderStepDetails(step: Step, hands: Hands | undefined, reading: Reading): Html {
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
    late > 0 && html` <em class="tag late">${lateBy(late)}</em>`
  }</dd>${lotRows(step, 'in', reading)}${lotRows(step, 'out', reading)}${lotRows(step, 'line', reading)}${outcomeRows(
    step,
    reading,
  )}${particularsRows(step, reading)}${hands && handsRow(hands, reading)}<dt>${facts.signature}</dt><dd><code>${step.device.slice(
    0,
    idCharacters,
  )}…</code>${step.cosigners > 0 && html` ${reading.words.coSigned(step.cosigners)}`}</dd><dt>${
    facts.record
  }</dt><dd><a href="${path`/api/events/${step.eventId}`}"><code>${id}…</code></a></dd>${correctionRow(step, reading)}</dl>`;
}

function outcomeRows(step: Step, { words }: Reading): Html | undefined {
  const category = step.lots[0]?.category ?? '';
  const kinds = [
    'accepted',
    'refused',
    'missing',
    'takenBack',
    'writtenOff',
    'returned',
    'remedied',
  ] as const;
  const rows = kinds.map((kind) => {
    const amount = step.outcome?.[kind];
    return amount && html`<dt>${words.outcomes[kind]}</dt><dd>${amountHtml(amount, category, words)}</dd>`;
  });
  return html`${rows}`;
}

/** Two hands: who signed for sending and who for receiving. A hand that may be among the steps left out is not named. */
function handsRow({ handover, way }: Hands, { words }: Reading): Html {
  const { facts, sentences } = words;
  const hand = (label: string, signed: NumberedStep | undefined) =>
    signed
      ? html`<dd>${label} ${linkTo(signed, way, sentences.signed)}</dd>`
      : !way.truncated && html`<dd>${label} ${sentences.notSignedYet}</dd>`;
  const { shipment } = handover.dispatch?.step ?? handover.receive?.step ?? {};
  return html`<dt>${facts.handover}</dt>${
    shipment !== undefined && html`<dd>${facts.shipment} ${shipmentNumberOf(shipment)}</dd>`
  }${hand(facts.sentBy, handover.dispatch)}${hand(facts.receivedBy, handover.receive)}`;
}

/** A link to a step of this page, or to its record where the page leaves it out. */
export function linkTo({ number, step }: NumberedStep, way: ShownWay, text: string): Html {
  const address = way.numbers.has(number) ? path`#s${number}` : path`/api/events/${step.eventId}`;
  return html`<a href="${address}">${text}</a>`;
}

/** The number that the sender gave, without the sender's id. */
const shipmentNumberOf = (shipment: string): string => shipment.slice(shipment.indexOf('/') + 1);
