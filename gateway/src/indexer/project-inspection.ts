import { canonicalize, type EventOf } from '@mengsu/chaincode/model';
import type { EventDetails } from './rows.ts';
import { type EventWriter, particularsOf, textOf } from './writer.ts';

export function projectObserve(event: EventOf<'observe'>, writer: EventWriter): EventDetails {
  const { party, site, lot, shipment, quantity, minMilli, maxMilli, meanMilli } = event;
  if (lot !== undefined) writer.touch('line', lot);
  if (shipment !== undefined)
    for (const line of writer.known.shipment(shipment).lines) writer.touch('line', line.lot);
  const particulars = particularsOf({ observed: { quantity, minMilli, maxMilli, meanMilli } });
  return {
    ...(site !== undefined && { site, site_party: party }),
    ...(shipment !== undefined && { shipment }),
    particulars,
  };
}

export function projectSample(event: EventOf<'sample'>, writer: EventWriter): EventDetails {
  const { holder, site, lot, purpose } = event;
  writer.touch('line', lot, event.amount);
  writer.rows.added.samples.push({
    id: writer.id,
    lot,
    inspector: event.party,
    holder,
    site,
    amount: canonicalize(event.amount),
    purpose,
    retained: event.retained ? 1 : 0,
    event: writer.ordinal,
  });
  return { site, site_party: holder, counterparty: holder, particulars: canonicalize({ purpose }) };
}

export function projectInspect(event: EventOf<'inspect'>, writer: EventWriter): EventDetails {
  const { sample, certificate, parameters } = event;
  addVerdict(event, { sample, certificate, parameters: textOf(parameters) }, writer);
  return { particulars: canonicalize({ verdict: event.verdict }) };
}

export function projectSelfTest(event: EventOf<'selfTest'>, writer: EventWriter): EventDetails {
  addVerdict(event, { sample: null, certificate: null, parameters: null }, writer);
  const particulars = canonicalize({ verdict: event.verdict });
  return { site: event.site, site_party: event.party, particulars };
}

interface Finding {
  readonly sample: string | null;
  readonly certificate: string | null;
  readonly parameters: string | null;
}

/**
 * A failed test holds the lot under the event's id; only a regulator releases that. Who did not make the lot can test only what it holds.
 */
function addVerdict(
  event: EventOf<'inspect'> | EventOf<'selfTest'>,
  finding: Finding,
  writer: EventWriter,
): void {
  const { lot, party, verdict, report } = event;
  writer.touch('line', lot);
  writer.rows.added.inspections.push({ event: writer.ordinal, lot, party, ...finding, verdict, report });
  if (verdict === 'passed') return;
  const hold = { placed_by: 'law', reason: 'failedTest' } as const;
  const isOwnGoods = event.act === 'selfTest' && writer.known.makerOf(lot) !== party;
  if (isOwnGoods) writer.hold({ ...hold, scope: 'holding', party, site: event.site }, [lot]);
  else writer.hold({ ...hold, scope: 'lots' }, [lot]);
}

export function projectIssueCodes(event: EventOf<'issueCodes'>, writer: EventWriter): EventDetails {
  const { party, lot, set: number, count, root } = event;
  writer.touch('line', lot);
  writer.rows.added.code_sets.push({ party, lot, number, count, root, event: writer.ordinal });
  return { particulars: canonicalize({ codes: count }) };
}

export const projectActivateCodes = (event: EventOf<'activateCodes'>, writer: EventWriter): EventDetails =>
  addRange(event, null, writer);

export const projectVoidCodes = (event: EventOf<'voidCodes'>, writer: EventWriter): EventDetails =>
  addRange(event, event.reason, writer);

function addRange(
  event: EventOf<'activateCodes'> | EventOf<'voidCodes'>,
  reason: string | null,
  writer: EventWriter,
): EventDetails {
  const { party, lot, set: number, from: first, to: last } = event;
  writer.touch('line', lot);
  writer.rows.added.code_ranges.push({ event: writer.ordinal, party, lot, number, first, last, reason });
  return { particulars: particularsOf({ codes: last - first + 1, reason: reason ?? undefined }) };
}

export function projectDeclare(event: EventOf<'declare'>, writer: EventWriter): EventDetails {
  const { party, lot, site, amount, form, basis } = event;
  writer.touch('line', lot, amount);
  writer.rows.added.declarations.push({
    id: writer.id,
    lot,
    party,
    site,
    amount: canonicalize(amount),
    form,
    basis,
    statements: canonicalize(event.statements),
    revoked_at: null,
    event: writer.ordinal,
  });
  return { site, site_party: party, particulars: canonicalize({ form, basis }) };
}
