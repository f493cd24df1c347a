import { canonicalize, type EventOf, holdsGoods } from '@mengsu/chaincode/model';
import { claimsKept, commodityOf } from './claims-kept.ts';
import type { EventDetails } from './rows.ts';
import { type EventWriter, particularsOf } from './writer.ts';

/** A claim that stands draws on the site's quota of the season. */
export function projectCommission(event: EventOf<'commission'>, writer: EventWriter): EventDetails {
  const { party, site, season, amount } = event;
  writer.make(event, event);
  addClaims(event, writer);
  addLawHold([event.lot], writer);
  const isClaimed = writer.rows.added.lot_claims.some((row) => row.event === writer.ordinal);
  if (isClaimed && season !== undefined) {
    writer.rows.added.quota_uses.push({
      event: writer.ordinal,
      party,
      site,
      commodity: commodityOf(event.lot, writer.known),
      season,
      count: amount.count ?? 0,
      mass_g: amount.massG ?? 0,
      volume_ml: amount.volumeMl ?? 0,
    });
  }
  return { site, site_party: party, particulars: particularsOf({ season, papers: paperKindsOf(event) }) };
}

/** Opening stock or goods from outside: a lot like any other, without claims. */
export function projectAdmit(event: EventOf<'admit'>, writer: EventWriter): EventDetails {
  const { party, site, source, producedOn } = event;
  writer.make(event, event);
  addLawHold([event.lot], writer);
  const particulars = particularsOf({ source, producedOn, papers: paperKindsOf(event) });
  return { site, site_party: party, particulars };
}

/** Inputs go from the holding to `used`; what is not in the outputs is loss and stays there. */
export function projectTransform(event: EventOf<'transform'>, writer: EventWriter): EventDetails {
  const { party, site, operation, process } = event;
  for (const { lot, amount, returned } of event.inputs) {
    writer.touch('in', lot, amount);
    writer.transfer(lot, amount, {
      from: { account: returned ? 'returned' : 'held', party, place: site },
      to: { account: 'used', party, place: site },
    });
  }
  for (const output of event.outputs) writer.make(output, event);
  addClaims(event, writer);
  addLawHold(
    event.outputs.map(({ lot }) => lot),
    writer,
  );
  writer.rows.added.carried_holds.push(...(writer.carried ?? []));
  const particulars = particularsOf({ operation, process, papers: paperKindsOf(event) });
  return { site, site_party: party, particulars };
}

export function projectTreat(event: EventOf<'treat'>, writer: EventWriter): EventDetails {
  const { party, site, lot = null, input, dose } = event;
  if (lot !== null) writer.touch('line', lot);
  writer.rows.added.treatments.push({
    event: writer.ordinal,
    party,
    site,
    lot,
    input,
    dose_milli: dose.milli,
    dose_unit: dose.unit,
    used_from: event.from,
    used_to: event.to,
  });
  return { site, site_party: party, particulars: canonicalize({ input }) };
}

function addClaims(event: EventOf<'commission'> | EventOf<'transform'>, writer: EventWriter): void {
  for (const [lot, claims] of claimsKept(event, writer)) {
    for (const { scheme, certificate } of claims)
      writer.rows.added.lot_claims.push({ lot, scheme, certificate, lost: 0, event: writer.ordinal });
  }
}

/** What was made against a rule about its goodness is on hold under the event's id until a regulator releases it. */
function addLawHold(lots: readonly string[], writer: EventWriter): void {
  if (holdsGoods(writer.breaches)) writer.hold({ scope: 'lots', placed_by: 'law', reason: 'breach' }, lots);
}

export function paperKindsOf(event: {
  readonly papers?: readonly { readonly kind: string }[] | undefined;
}): string[] | undefined {
  return event.papers && [...new Set(event.papers.map(({ kind }) => kind))];
}
