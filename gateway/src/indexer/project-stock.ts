import { canonicalize, type EventOf, type Measure } from '@mengsu/chaincode/model';
import { held, loaded, returned, transferLines } from './accounts.ts';
import type { EventDetails } from './rows.ts';
import type { AccountPlace, EventWriter } from './writer.ts';

export function projectLoad(event: EventOf<'load'>, writer: EventWriter): EventDetails {
  const { party, site, unit: sscc, lines } = event;
  writer.rows.units.set(`${party}/${sscc}`, { party, sscc, site, sent: 0, event: writer.ordinal });
  transferLines(writer, { lines, from: held(party, site), to: loaded(party, sscc) });
  return { site, site_party: party };
}

export function projectUnload(event: EventOf<'unload'>, writer: EventWriter): EventDetails {
  const { party, site, unit: sscc, lines } = event;
  transferLines(writer, { lines, from: loaded(party, sscc), to: held(party, site) });
  return { site, site_party: party };
}

/** What a seller takes back lies apart from what may be used. */
export function projectTakeBack(event: EventOf<'takeBack'>, writer: EventWriter): EventDetails {
  const { party, site, lines } = event;
  const from: AccountPlace = { account: 'sold', party, place: site };
  transferLines(writer, { lines, from, to: returned(party, site) });
  return { site, site_party: party };
}

const columns = { count: 'count', massG: 'mass_g', volumeMl: 'volume_ml' } as const satisfies Record<
  Measure,
  string
>;

/** The books say afterwards what was counted; the difference is on the contra account. */
export function projectRecount(event: EventOf<'recount'>, writer: EventWriter): EventDetails {
  const { party, site, reason } = event;
  for (const { lot, counted } of event.lines) {
    const before = writer.known.balance({ lot, ...held(party, site) });
    const more = (measure: Measure): number =>
      counted[measure] === undefined ? 0 : counted[measure] - before[columns[measure]];
    const row = { count: more('count'), mass_g: more('massG'), volume_ml: more('volumeMl') };
    writer.touch('line', lot, counted);
    writer.enter({ lot, ...held(party, site), ...row });
    const contra = { count: -row.count, mass_g: -row.mass_g, volume_ml: -row.volume_ml };
    writer.enter({ lot, ...held(party, site), account: 'recounted', ...contra });
  }
  return { site, site_party: party, particulars: canonicalize({ reason }) };
}

/** What was found is told; what was made good returns to stock. */
export function projectRemedy(event: EventOf<'remedy'>, writer: EventWriter): EventDetails {
  const { party, site, recall } = event;
  for (const { lot, found, remedied } of event.lines) {
    writer.touch('line', lot, found, remedied && { remedied });
    writer.transfer(lot, remedied, { from: returned(party, site), to: held(party, site) });
  }
  writer.rows.added.recall_responses.push({
    event: writer.ordinal,
    recall,
    party,
    site,
    found: canonicalize(event.lines.map(({ lot, found }) => ({ lot, found }))),
  });
  return { site, site_party: party };
}
