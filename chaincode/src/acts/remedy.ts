import {
  add,
  covers,
  type EventOf,
  type HoldingRecord,
  keyOf,
  LedgerError,
  type LotRecord,
  nothing,
  type RecallRecord,
  type RecallResponseRecord,
  type SiteRecord,
  say,
  subtract,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import { emptyHolding, holdingOf } from './holdings.ts';
import { readHoldings, readLots } from './read-records.ts';
import { requireOpen, requireRecall } from './recalls.ts';
import { isRegulatorFor } from './remit.ts';
import { requireCosigner, requireDeviceRole, requireLot, requireMeasures, requireSite } from './require.ts';

type Remedy = EventOf<'remedy'>;
type Line = Remedy['lines'][number];

interface RemedyFacts {
  readonly recall: RecallRecord | undefined;
  readonly response: RecallResponseRecord | undefined;
  readonly site: SiteRecord | undefined;
  readonly lots: ReadonlyMap<string, LotRecord>;
  readonly holdings: ReadonlyMap<string, HoldingRecord>;
}

/**
 * 处置: a holder reports what it found of the recalled lots at a site. What customers gave back becomes fit for sale again only where a
 * regulator who watches over the recalled goods, at this site, signs too.
 */
export const remedy: Act<Remedy, RemedyFacts> = {
  keys: (event) => [
    keyOf.recall(event.recall),
    keyOf.recallResponse(event.recall, event.party),
    keyOf.site(event.party, event.site),
    ...event.lines.flatMap(({ lot }) => [keyOf.lot(lot), keyOf.holding(event.party, event.site, lot)]),
  ],

  async gather(event, read) {
    const lots = event.lines.map(({ lot }) => lot);
    return {
      lots: await readLots(lots, read),
      holdings: await readHoldings(event, lots, read),
      recall: await read(keyOf.recall(event.recall)),
      response: await read(keyOf.recallResponse(event.recall, event.party)),
      site: await read(keyOf.site(event.party, event.site)),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const remedied = event.lines.filter((line) => line.remedied !== undefined);
    if (remedied.length > 0) requireRegulator(facts, scene);
    const recall = requireRecall(facts.recall, event.recall);
    for (const { lot } of event.lines) requireRecalled(lot, event.recall, recall, facts.lots.get(lot));
    requireOpen(recall, event.recall);
    requireSite(facts.site, event.party, event.site);
    for (const { lot } of event.lines) requireLot(facts.lots.get(lot), lot);
    for (const line of event.lines) requireAmounts(line, facts.lots.get(line.lot)?.measures ?? []);
    for (const line of remedied) requireReturned(line, facts.holdings.get(line.lot));
    if (recall.drill && remedied.length > 0)
      throw new LedgerError('LIMIT_EXCEEDED', `${event.recall} is a drill: nothing is made good`);
    const said = { ...facts.response, remediedAt: facts.response?.remediedAt ?? scene.recordedAt };
    return {
      changes: [
        put(keyOf.recallResponse(event.recall, event.party), said),
        ...remedied.map((line) => makeGood(event, line, facts)),
      ],
    };
  },
};

/** While the recall or the site is unknown, a later check answers. */
function requireRegulator({ recall, site }: RemedyFacts, scene: Scene): void {
  if (!recall || !site) return;
  const { division } = site;
  requireCosigner(scene, isRegulatorFor({ remits: recall.remits, division }), `a regulator of ${division}`);
}

/** The recall names the lot, or has come down to it. */
function requireRecalled(lot: string, id: string, recall: RecallRecord, record: LotRecord | undefined): void {
  if (recall.lots.includes(lot) || record?.recalls?.includes(id)) return;
  throw new LedgerError('SUBJECT_UNKNOWN', `${lot} is not in recall ${id}`);
}

function requireAmounts({ lot, found, remedied }: Line, measures: LotRecord['measures']): void {
  requireMeasures(found, measures, lot);
  if (!remedied) return;
  requireMeasures(remedied, measures, lot);
  if (!covers(found, remedied))
    throw new LedgerError('MEASURE_MISMATCH', `${lot}: ${say(found)} found, ${say(remedied)} made good`);
}

function requireReturned({ lot, remedied = nothing }: Line, holding: HoldingRecord | undefined): void {
  const returned = holding?.returned ?? nothing;
  if (!covers(returned, remedied))
    throw new LedgerError(
      'HOLDING_TOO_SMALL',
      `${lot}: ${say(returned)} returned, ${say(remedied)} made good`,
    );
}

function makeGood({ party, site }: Remedy, { lot, remedied = nothing }: Line, facts: RemedyFacts): Change {
  const holding = facts.holdings.get(lot) ?? emptyHolding;
  const returned = subtract(holding.returned ?? nothing, remedied);
  const available = add(holding.available, remedied);
  return put(keyOf.holding(party, site, lot), holdingOf({ ...holding, available, returned }));
}
