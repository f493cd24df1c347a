import { amountHtml } from './amount-text.ts';
import { type Html, html, path } from './html.ts';
import type { ClaimView, DeclarationView, LotPageData, TestView, TreatmentView } from './lot-page-data.ts';
import { warningOf } from './lot-state.ts';
import { partyNameHtml } from './party-html.ts';
import { nameHtml, type Reading } from './reading.ts';
import { calendarDayText, dayHtml } from './time-text.ts';

/** A page stays light; the lot's record has them all. */
const rowsShownMax = 6;
/** With these the lot may be sold under no mark. */
const unclaiming: ReadonlySet<string> = new Set([
  'recalled',
  'recalledEarlier',
  'held',
  'heldEarlier',
  'reversed',
]);

/** Marks with their certificates, declarations, tests, and what was used on plants and animals: each with the record that says so. */
export function renderPapers(data: LotPageData, reading: Reading): Html {
  const { words } = reading;
  const { lines } = words;
  const rows = (label: string, all: readonly Html[], none?: string) =>
    (all.length > 0 || none !== undefined) &&
    html`<div><dt>${label}</dt><dd>${all.slice(0, rowsShownMax).map((one) => html`<p>${one}</p>`)}${
      all.length > rowsShownMax && html`<p>… ${all.length}</p>`
    }${all.length === 0 && none}</dd></div>`;
  const warning = warningOf(data) ?? '';
  const { notWhileMarked, revoked } = words.lines;
  const unclaimed = unclaiming.has(warning) ? (warning === 'reversed' ? revoked : notWhileMarked) : undefined;
  const category = data.product.category;
  return html`<section aria-labelledby="papers-title"><h2 id="papers-title">${words.titles.papers}</h2><dl class="facts papers">${rows(
    lines.claims,
    data.claims.map((claim) => claimHtml(claim, unclaimed, reading)),
    lines.noClaims,
  )}${rows(
    lines.declarations,
    data.declarations.map((one) => declarationHtml(one, category, reading)),
  )}${rows(
    lines.tests,
    data.tests.map((test) => testHtml(test, data, reading)),
    lines.noTests,
  )}${rows(
    lines.treatments,
    data.treatments.map((one) => treatmentHtml(one, reading)),
  )}</dl></section>`;
}

/** The scheme's name; a 地理标志 is named by its own code. */
export function schemeText(scheme: string, { schemes }: Reading['words']): string {
  if (scheme.startsWith('gi-')) return `${schemes.gi} ${scheme.slice('gi-'.length)}`;
  return (Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined) ?? scheme;
}

/** `unclaimed` says why the lot may not be sold under the mark now. */
function claimHtml(claim: ClaimView, unclaimed: string | undefined, reading: Reading): Html {
  const { words, language } = reading;
  const { scheme, certificate } = claim;
  const name = schemeText(scheme, words);
  const days = words.range(calendarDayText(claim.from, language), calendarDayText(claim.until, language));
  return html`${unclaimed === undefined ? html`<b>${name}</b>` : html`<s>${name}</s> <em class="tag bad">${unclaimed}</em>`}<br><small>${
    words.lines.certificate
  } <a href="${path`/api/certificates/${issuerOf(certificate)}/${numberOf(certificate)}`}">${numberOf(
    certificate,
  )}</a> · ${partyNameHtml(claim.issuer, reading)} → ${partyNameHtml(claim.holder, reading)} · ${days} · ${
    claim.state === 'active' ? words.trust.active : html`<em class="tag bad">${words.trust[claim.state]}</em>`
  }</small>`;
}

const issuerOf = (certificate: string): string => certificate.slice(0, certificate.indexOf('/'));
const numberOf = (certificate: string): string => certificate.slice(certificate.indexOf('/') + 1);

function declarationHtml(declaration: DeclarationView, category: string, reading: Reading): Html {
  const { words, language } = reading;
  const { eventId, form, basis, amount, saidAt, revokedAt } = declaration;
  return html`<a href="${path`/api/events/${eventId}`}">${words.form(form)}</a> · ${partyNameHtml(
    declaration.party,
    reading,
  )} · ${words.bases[basis]} · ${amountHtml(amount, category, words)} · ${dayHtml(saidAt, language)}${
    revokedAt !== undefined && html` <em class="tag bad">${words.lines.revoked}</em>`
  }`;
}

function testHtml(test: TestView, data: LotPageData, reading: Reading): Html {
  const { words, language } = reading;
  const isOwn = test.gtin === data.gtin && test.lot === data.lot;
  const verdict = words.verdicts[test.verdict];
  return html`<a href="${path`/api/events/${test.eventId}`}">${words.acts[test.kind]}</a> <em class="tag ${
    test.verdict === 'passed' ? 'late' : 'bad'
  }">${verdict}</em> · ${partyNameHtml(test.party, reading)} · ${dayHtml(test.saidAt, language)}${
    !isOwn && html` · ${words.ofLot(test.lot)}`
  }${test.methods.length > 0 && html` <small>${test.methods.map(({ method }) => method).join(reading.words.between)}</small>`}`;
}

function treatmentHtml(treatment: TreatmentView, reading: Reading): Html {
  const { words, language } = reading;
  const { dose, names, kind, input, lot } = treatment;
  return html`<a href="${path`/api/events/${treatment.eventId}`}">${nameHtml(names, reading)}</a> · ${
    words.inputKinds[kind]
  } ${input} · ${String(dose.milli / 1000)} ${dose.unit} · ${dayHtml(treatment.to, language)}${
    lot !== undefined && html` · ${words.ofLot(lot)}`
  }`;
}
