import { canonicalize, type EventOf } from '@mengsu/chaincode/model';
import type { EventDetails } from './rows.ts';
import { type EventWriter, particularsOf, textOf } from './writer.ts';

export function projectRegisterSite(event: EventOf<'registerSite'>, writer: EventWriter): EventDetails {
  const { party, site: code, kind, division, gln = null } = event;
  writer.rows.added.sites.push({
    party,
    code,
    kind,
    division,
    gln,
    state: 'active',
    event: writer.ordinal,
  });
  return { site: code, site_party: party };
}

export function projectRegisterCategory(
  event: EventOf<'registerCategory'>,
  writer: EventWriter,
): EventDetails {
  const { stage, use, declared, papers, tests, recountPermille, ceilings } = event;
  writer.rows.added.categories.push({
    code: event.category,
    commodity: event.commodity,
    names: canonicalize(event.names),
    measures: canonicalize(event.measures),
    remits: canonicalize(event.remits),
    rules: particularsOf({ stage, use, declared, papers, tests, recountPermille, ceilings }) ?? '{}',
    event: writer.ordinal,
  });
  return {};
}

export function projectRegisterProduct(event: EventOf<'registerProduct'>, writer: EventWriter): EventDetails {
  writer.rows.added.products.push({
    gtin: event.gtin,
    owner: event.party,
    category: event.category,
    names: canonicalize(event.names),
    net_content: textOf(event.netContent),
    shelf_life_days: event.shelfLifeDays ?? null,
    standard: event.standard ?? null,
    net_content_permille: event.netContentPermille ?? null,
    contains: textOf(event.contains),
    event: writer.ordinal,
  });
  return {};
}

export function projectRegisterInput(event: EventOf<'registerInput'>, writer: EventWriter): EventDetails {
  writer.rows.added.inputs.push({
    number: event.input,
    kind: event.kind,
    names: canonicalize(event.names),
    intervals: canonicalize(event.intervals),
    event: writer.ordinal,
  });
  return {};
}

export function projectRegisterProcess(event: EventOf<'registerProcess'>, writer: EventWriter): EventDetails {
  writer.rows.added.processes.push({
    id: event.process,
    names: canonicalize(event.names),
    principal: canonicalize(event.principal),
    outputs: canonicalize(event.outputs),
    additions: textOf(event.additions),
    event: writer.ordinal,
  });
  return {};
}
