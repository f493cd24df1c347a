import {
  add,
  covers,
  type EventOf,
  isNothing,
  keyOf,
  LedgerError,
  type Line,
  nothing,
  say,
  subtract,
  type UnitRecord,
} from '../model/index.ts';
import { type Act, type Change, put } from './act.ts';
import { emptyHolding, holdingOf, requireStated, type Stock } from './holdings.ts';
import { requireDeviceRole, requireLot, requireSite } from './require.ts';
import { gatherUnit, requireUnit, type UnitFacts, unitKeys, unitKeysThatFollow } from './units.ts';

type Unload = EventOf<'unload'>;

/** 拆箱: goods on a unit that was not sent are in hand again, all of them or a part. */
export const unload: Act<Unload, UnitFacts> = {
  keys: unitKeys,

  keysThatFollow: unitKeysThatFollow,

  gather: gatherUnit,

  decide(event, { site, unit, stock }, scene) {
    requireDeviceRole(scene, 'operator');
    requireSite(site, event.party, event.site);
    for (const { lot } of event.lines) requireLot(stock.lots.get(lot), lot);
    const { contents } = requireUnit(unit, event.unit, event);
    requireStated(event.lines, stock);
    requireLoaded(event, contents);
    return {
      changes: [
        ...event.lines.map((line) => unloadLine(event, line, stock)),
        put(keyOf.unit(event.party, event.unit), {
          site: event.site,
          contents: contentsAfter(event, contents),
        }),
      ],
    };
  },
};

const amountOn = (contents: UnitRecord['contents'], lot: string) =>
  contents.find((content) => content.lot === lot)?.amount ?? nothing;

function requireLoaded(event: Unload, contents: UnitRecord['contents']): void {
  for (const { lot, amount } of event.lines) {
    const there = amountOn(contents, lot);
    if (covers(there, amount)) continue;
    const found = `${event.unit} carries ${say(there)} of ${lot}`;
    throw new LedgerError('HOLDING_TOO_SMALL', `${found}, the event unloads ${say(amount)}`);
  }
}

function contentsAfter(event: Unload, contents: UnitRecord['contents']): UnitRecord['contents'] {
  return contents
    .map(({ lot, amount }) => ({ lot, amount: subtract(amount, amountOn(event.lines, lot)) }))
    .filter(({ amount }) => !isNothing(amount));
}

function unloadLine(event: Unload, { lot, amount }: Line, stock: Stock): Change {
  const holding = stock.holdings.get(lot) ?? emptyHolding;
  const available = add(holding.available, amount);
  const loaded = subtract(holding.loaded ?? nothing, amount);
  return put(keyOf.holding(event.party, event.site, lot), holdingOf({ ...holding, available, loaded }));
}
