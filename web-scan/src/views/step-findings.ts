import { breachSentences } from '@mengsu/chaincode/model';
import { type Html, html, path } from './html.ts';
import type { Step } from './lot-page-data.ts';
import { listHtml, type Reading } from './reading.ts';
import { calendarDayText, dayHtml } from './time-text.ts';

/** Every rule that the step did not keep, as a sentence, to be seen without unfolding. */
export function renderBreaches({ breaches }: Step, { written, words }: Reading): Html {
  return html`${breaches.map(
    (breach) =>
      html`<span class="breach"><b class="hidden">${words.facts.breaches} </b>${breachSentences[breach][written]}</span>`,
  )}`;
}

/** What was told of the step afterwards: that it is wrong, and whether its amounts were undone. */
export function correctionRow({ correction }: Step, { words, language }: Reading): Html | undefined {
  if (!correction) return undefined;
  const { lines, reasons } = words;
  return html`<dt>${words.acts.correct}</dt><dd><a href="${path`/api/events/${correction.eventId}`}">${
    correction.isReversed ? lines.reversedStep : lines.corrected
  }</a> · ${reasons[correction.reason]} · ${dayHtml(correction.recordedAt, language)}</dd>`;
}

/** What acts say beside their lots: verdicts, papers, readings, and why. */
export function particularsRows(step: Step, reading: Reading): Html {
  const { words, language } = reading;
  const { facts, lines } = words;
  const row = (label: string, value: Html | string | number | undefined) =>
    value !== undefined && html`<dt>${label}</dt><dd>${value}</dd>`;
  const { soldTo, reason, verdict, basis, form, source, purpose, level, papers } = step;
  return html`${row(facts.soldTo, soldTo && words.buyers[soldTo])}${row(
    facts.reason,
    reason && words.reasons[reason],
  )}${row(words.marks.level, level && words.level(level))}${row(lines.verdict, verdict && words.verdicts[verdict])}${row(
    lines.basis,
    basis && `${words.bases[basis]}${form === undefined ? '' : ` · ${words.form(form)}`}`,
  )}${row(lines.source, source && words.sources[source])}${row(
    lines.producedOn,
    step.producedOn && calendarDayText(step.producedOn, language),
  )}${row(lines.purpose, purpose && words.purposes[purpose])}${row(lines.process, step.process)}${row(
    lines.input,
    step.input,
  )}${row(lines.codes, step.codes)}${row(lines.observed, observedText(step, reading))}${row(
    lines.papers,
    papers &&
      listHtml(
        papers.map((kind) => html`${words.papers[kind]}`),
        reading,
      ),
  )}`;
}

function observedText({ observed }: Step, { words }: Reading): string | undefined {
  if (!observed) return undefined;
  const { quantity, minMilli, maxMilli, meanMilli } = observed;
  const unit = quantity === 'temperature' ? ' °C' : quantity === 'ph' ? '' : ' %';
  return `${words.observed[quantity]} ${minMilli / 1000} – ${maxMilli / 1000}${unit} (⌀ ${meanMilli / 1000})`;
}
