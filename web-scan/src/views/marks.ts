import { type Html, html, path } from './html.ts';
import type { HoldView, LotPageData, RecallView } from './lot-page-data.ts';
import { partyNameHtml } from './party-html.ts';
import type { Reading } from './reading.ts';
import { lotAddress } from './step-goods.ts';
import { dayHtml } from './time-text.ts';

/** More of them say nothing new to who must not eat it. */
const marksShownMax = 4;

/** Every hold and recall that stands: why, since when, by whom, and the record that says so. */
export function renderMarks({ marks }: LotPageData, reading: Reading): Html | false {
  const { words } = reading;
  const recalls = marks.recalls.map((recall) =>
    markHtml(recall, [words.marks.recall, words.level(recall.level), words.reasons[recall.reason]], reading),
  );
  const holds = marks.holds.map((hold) =>
    markHtml(hold, [words.marks.hold, words.reasons[hold.reason]], reading),
  );
  const shown = [...recalls, ...holds].slice(0, marksShownMax);
  return shown.length > 0 && html`<ul class="marks">${shown}</ul>`;
}

function markHtml(mark: HoldView | RecallView, what: readonly string[], reading: Reading): Html {
  const { words, language } = reading;
  const by = mark.by ? partyNameHtml(mark.by, reading) : html`${words.marks.byRule}`;
  const named =
    mark.scope === 'earlier' && html` · <a href="${lotAddress(mark, reading)}">${words.ofLot(mark.lot)}</a>`;
  return html`<li><a href="${path`/api/events/${mark.eventId}`}">${what.join(' · ')}</a> · ${words.marks.since} ${dayHtml(
    mark.since,
    language,
  )} · ${by}${named}</li>`;
}
