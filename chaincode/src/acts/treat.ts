import {
  type Earliest,
  type EventOf,
  type HoldingRecord,
  type InputRecord,
  instantMs,
  keyOf,
  LedgerError,
  type LotRecord,
  type SiteRecord,
  type TreatmentRecord,
  uses,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { requireDeviceRole, requireInHand, requireLot, requirePartyRole, requireSite } from './require.ts';
import { treatLot, treatSite } from './treatments.ts';

type Treat = EventOf<'treat'>;

interface TreatFacts {
  readonly site: SiteRecord | undefined;
  readonly input: InputRecord | undefined;
  readonly lot: LotRecord | undefined;
  readonly holding: HoldingRecord | undefined;
  readonly treatment: TreatmentRecord | undefined;
}

/** 投入品使用: what is made at the site, or of the lot, may be used for meat, milk, eggs or crop only when the input's interval is over. */
export const treat: Act<Treat, TreatFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    keyOf.input(event.input),
    ...(event.lot === undefined
      ? [keyOf.treatment(event.party, event.site)]
      : [keyOf.lot(event.lot), keyOf.holding(event.party, event.site, event.lot)]),
  ],

  gather: async (event, read) => ({
    site: await read(keyOf.site(event.party, event.site)),
    input: await read(keyOf.input(event.input)),
    lot: event.lot === undefined ? undefined : await read(keyOf.lot(event.lot)),
    holding:
      event.lot === undefined ? undefined : await read(keyOf.holding(event.party, event.site, event.lot)),
    treatment: event.lot === undefined ? await read(keyOf.treatment(event.party, event.site)) : undefined,
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'producer');
    requireSite(facts.site, event.party, event.site);
    if (!facts.input) throw new LedgerError('INPUT_UNKNOWN', `${event.input} is not registered`);
    const told = { from: event.from, earliest: earliestAfter(event, facts.input) };
    if (event.lot === undefined)
      return { changes: [put(keyOf.treatment(event.party, event.site), treatSite(facts.treatment, told))] };
    const lot = requireLot(facts.lot, event.lot);
    requireInHand(facts.holding, event.lot, `${event.party}/${event.site}`);
    requireOwnMaking(lot, event);
    return { changes: [put(keyOf.lot(event.lot), treatLot(lot, told))] };
  },
};

/** An interval lies on the whole lot, whoever has it: who has bought of it makes a lot of its own first (split), and treats that. */
function requireOwnMaking(lot: LotRecord, { lot: lotId, party }: Treat): void {
  if (lot.maker !== party)
    throw new LedgerError('ROLE_NOT_ALLOWED', `${lotId} was made by ${lot.maker}, not by ${party}`);
}

/** The end of the interval for each use that has one, counted from the last dose in whole days of 24 hours. */
function earliestAfter({ to }: Treat, { intervals }: InputRecord): Earliest {
  const ends = uses.flatMap((use) => {
    const days = intervals[use] ?? 0;
    return days === 0 ? [] : [[use, new Date(instantMs(to) + days * 86_400_000).toISOString()] as const];
  });
  return Object.fromEntries(ends);
}
