import { type Html, html } from './html.ts';
import type { PartyView } from './lot-page-data.ts';
import { nameHtml, type Reading } from './reading.ts';

/** Who: the name of a legal person; natural persons have none here. */
export function partyNameHtml(party: PartyView, reading: Reading): Html {
  if (party.names) return nameHtml(party.names, reading);
  return isNaturalPerson(party) ? html`${reading.words.sentences.naturalPerson}` : html`${party.id}`;
}

/** Rows of a description list: name, credit code, licence, organisation. */
export function partyRows(party: PartyView, label: string, reading: Reading): Html {
  const { facts, organisations } = reading.words;
  const name = isNaturalPerson(party)
    ? html`${reading.words.sentences.naturalPersonLong}`
    : partyNameHtml(party, reading);
  return html`<dt>${label}</dt><dd>${name}${
    !isNaturalPerson(party) && html`<br><small>${facts.creditCode} <code>${party.id}</code></small>`
  }${party.licence !== undefined && html`<br><small>${facts.licence} ${party.licence}</small>`}<br><small>${
    organisations[party.organisation]
  }</small></dd>`;
}

const isNaturalPerson = (party: PartyView): boolean => party.id.startsWith('P');
