import { type Html, html, webAddress } from './html.ts';
import type { LotPageData, PartyView } from './lot-page-data.ts';
import { warningOf } from './lot-state.ts';
import { partyNameHtml } from './party-html.ts';
import type { Reading } from './reading.ts';

/** 12315 takes complaints about goods in all of China. */
const complaintsSite = webAddress('https://www.12315.cn/');

/** What stands before everything else on the page of a recalled lot: stop eating, and whom to ask. */
export function renderRecallAlarm(data: LotPageData, reading: Reading): Html | undefined {
  const warning = warningOf(data);
  if (warning !== 'recalled' && warning !== 'recalledEarlier') return undefined;
  const { facts, warnings } = reading.words;
  const row = (label: string, parties: readonly PartyView[]) =>
    parties.length > 0 &&
    html`<dt>${label}</dt>${parties.map((party) => html`<dd>${partyNameHtml(party, reading)}</dd>`)}`;
  return html`<aside class="stop" aria-labelledby="stop"><h2 id="stop">${warnings[warning]}</h2><dl>${row(
    facts.callMaker,
    [data.maker],
  )}${row(facts.callRegulator, regulatorsOf(data))}<dt>${facts.callPhone}</dt><dd><a href="${complaintsSite}">12315</a></dd></dl></aside>`;
}

/** Regulators that placed what stands, each once. */
function regulatorsOf({ marks }: LotPageData): PartyView[] {
  const placed = [...marks.recalls, ...marks.holds].flatMap(({ by }) => (by ? [by] : []));
  const regulators = placed.filter(({ organisation }) => organisation === 'RegulatorMSP');
  return [...new Map(regulators.map((party) => [party.id, party])).values()];
}
