import {
  add,
  type EventOf,
  keyOf,
  LedgerError,
  type Line,
  limits,
  nothing,
  subtract,
  type UnitRecord,
} from '../model/index.ts';
import { type Act, type Change, put } from './act.ts';
import { markBreaches } from './goodness.ts';
import { emptyHolding, holdingOf, requireHeld, type Stock } from './holdings.ts';
import { marksOf, partyMarks } from './marks.ts';
import { requireDeviceRole, requireLot, requireSite } from './require.ts';
import { gatherUnit, requireUnit, type UnitFacts, unitKeys, unitKeysThatFollow } from './units.ts';

type Load = EventOf<'load'>;

/** 装箱: goods in hand go onto a logistic unit of the party's, which begins with the first of them. They stay in the holding, and so do its holds. */
export const load: Act<Load, UnitFacts> = {
  keys: unitKeys,

  keysThatFollow: unitKeysThatFollow,

  gather: gatherUnit,

  decide(event, { site, unit, stock }, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(site, event.party, event.site);
    for (const { lot } of event.lines) requireLot(stock.lots.get(lot), lot);
    const before = requireUnit(unit ?? { site: event.site, contents: [] }, event.unit, event);
    requireHeld(event.lines, stock, event);
    const contents = withLines(before.contents, event.lines);
    if (contents.length > limits.unitLotsMax) {
      const found = `${event.unit} would carry ${contents.length} lots`;
      throw new LedgerError('LIMIT_EXCEEDED', `${found}, the most is ${limits.unitLotsMax}`);
    }
    const marks = event.lines.map(({ lot }) => marksOf(stock.lots.get(lot), stock.holdings.get(lot)));
    return {
      changes: [
        ...event.lines.map((line) => loadLine(event, line, stock)),
        put(keyOf.unit(event.party, event.unit), { site: event.site, contents }),
      ],
      breaches: [...marks, partyMarks(scene.signer.party)].flatMap((each) =>
        markBreaches(each, stock.standing),
      ),
      effect: { did: 'loaded', unit: event.unit, site: event.site, lines: event.lines },
    };
  },
};

/** What is on the unit afterwards: more of a lot that is there adds up, new lots come last. */
function withLines(contents: UnitRecord['contents'], lines: readonly Line[]): UnitRecord['contents'] {
  const amounts = new Map(contents.map(({ lot, amount }) => [lot, amount]));
  for (const { lot, amount } of lines) amounts.set(lot, add(amounts.get(lot) ?? nothing, amount));
  return [...amounts].map(([lot, amount]) => ({ lot, amount }));
}

function loadLine(event: Load, { lot, amount }: Line, stock: Stock): Change {
  const holding = stock.holdings.get(lot) ?? emptyHolding;
  const available = subtract(holding.available, amount);
  const loaded = add(holding.loaded ?? nothing, amount);
  return put(keyOf.holding(event.party, event.site, lot), holdingOf({ ...holding, available, loaded }));
}
