import { canonicalize, type EventOf } from '@mengsu/chaincode/model';
import type { EventDetails } from './rows.ts';
import { type EventWriter, particularsOf } from './writer.ts';

export function projectHold(event: EventOf<'hold'>, writer: EventWriter): EventDetails {
  const { subject, reason, party: placed_by } = event;
  const lots = subject.kind === 'party' ? [] : subject.lots;
  for (const lot of lots) writer.touch('line', lot);
  writer.hold(
    {
      scope: subject.kind,
      placed_by,
      reason,
      party: subject.kind === 'lots' ? null : subject.party,
      site: subject.kind === 'holding' ? subject.site : null,
    },
    lots,
  );
  const particulars = canonicalize({ reason });
  if (subject.kind === 'lots') return { particulars };
  return {
    counterparty: subject.party,
    ...(subject.kind === 'holding' && { site: subject.site, site_party: subject.party }),
    particulars,
  };
}

export function projectRelease(event: EventOf<'release'>, writer: EventWriter): EventDetails {
  writer.change({
    table: 'holds',
    key: { id: event.hold },
    set: { released_at: writer.recordedAt, released_by: event.party, release_reason: event.reason },
  });
  return { particulars: canonicalize({ reason: event.reason }) };
}

/** A drill touches no lot: its lots are named in the rows of the recall alone. */
export function projectRecall(event: EventOf<'recall'>, writer: EventWriter): EventDetails {
  const { level, kind, reason, drill } = event;
  if (!drill) for (const lot of event.lots) writer.touch('line', lot);
  writer.rows.added.recalls.push({
    id: writer.id,
    opened_by: event.party,
    level,
    kind,
    reason,
    known_at: event.knownAt,
    drill: drill ? 1 : 0,
    opened_at: writer.recordedAt,
    closed_at: null,
    outcome: null,
    event: writer.ordinal,
  });
  writer.rows.added.recall_lots.push(...event.lots.map((lot) => ({ recall: writer.id, lot })));
  return { particulars: particularsOf({ level, reason }) };
}

export function projectAcknowledge(event: EventOf<'acknowledge'>, writer: EventWriter): EventDetails {
  const { recall, party } = event;
  writer.rows.added.recall_responses.push({
    event: writer.ordinal,
    recall,
    party,
    site: null,
    found: null,
  });
  return {};
}

export function projectCloseRecall(event: EventOf<'closeRecall'>, writer: EventWriter): EventDetails {
  const set = { closed_at: writer.recordedAt, outcome: event.outcome };
  writer.change({ table: 'recalls', key: { id: event.recall }, set });
  return {};
}

/**
 * Which marks of its ancestors a child carries is told by its lineage when it is asked for (queries/marks.ts); a hold of the spread's own, on
 * children that were made within an interval, is not, and neither is the loss of claims.
 */
export function projectSpread(_event: EventOf<'spread'>, writer: EventWriter): EventDetails {
  const { held = [], stripped = [] } = writer.spread ?? {};
  if (held.length > 0) writer.hold({ scope: 'lots', placed_by: 'law', reason: 'interval' }, held);
  for (const lot of stripped) writer.change({ table: 'lot_claims', key: { lot }, set: { lost: 1 } });
  return {};
}

export function projectOrder(event: EventOf<'order'>, writer: EventWriter): EventDetails {
  writer.rows.added.orders.push({
    id: writer.id,
    ordered_by: event.party,
    subject: event.subject,
    matter: event.matter,
    due: event.due,
    document: event.document,
    answered_at: null,
    answer: null,
    event: writer.ordinal,
  });
  return { counterparty: event.subject };
}

export function projectAnswerOrder(event: EventOf<'answerOrder'>, writer: EventWriter): EventDetails {
  const set = { answered_at: writer.recordedAt, answer: event.answer };
  writer.change({ table: 'orders', key: { id: event.order }, set });
  return {};
}
