import {
  type Amount,
  gs1CheckDigit,
  isNothing,
  measures,
  type ShipmentRecord,
  subtract,
  type UnitRecord,
} from '../model/index.ts';
import type { Fields } from '../model/testing.ts';
import { dayMs } from './testing-season-days.ts';
import { type Sight, shareOf, type Telling } from './testing-season-sight.ts';
import type { Step } from './testing-season-steps.ts';
import { type Actor, paper } from './testing-season-world.ts';

const units = ['06900000000000001', '06900000000000002'].map((digits) => digits + gs1CheckDigit(digits));

/** Goods that change hands and places. */
export class CustodyTeller {
  readonly #sight: Sight;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  move(step: Step): Telling[] {
    const who = this.#sight.at.actors.herder;
    const [from, to] = step.way % 2 === 0 ? ['PASTURE-1', 'BARN-1'] : ['BARN-1', 'PASTURE-1'];
    const lines = this.#linesAt({ id: who.id, site: from ?? '' }, step);
    return lines.length === 0 ? [] : this.#sight.said(who, { act: 'move', from, to, lines }, step);
  }

  /** Some of what lies at a place, now and then too much of it, or of what customers gave back. */
  #linesAt(place: { readonly id: string; readonly site: string }, step: Step, most = 2) {
    const here = this.#sight
      .held(place)
      .filter(([, holding]) => !isNothing(holding.available) || holding.returned !== undefined);
    const from = step.what % Math.max(here.length, 1);
    return here.slice(from, from + 1 + (step.way % most)).map(([lot, holding]) => {
      const isReturned = isNothing(holding.available);
      const amount = shareOf((isReturned ? holding.returned : holding.available) ?? {}, step.much);
      return {
        lot,
        amount: isNothing(amount) ? oneOf(amount) : amount,
        ...(isReturned ? { returned: true } : {}),
      };
    });
  }

  unit(step: Step, how: 'load' | 'unload'): Telling[] {
    const who = this.#sight.actor(step.who);
    const unit = units[step.way % 2] ?? '';
    const known = this.#sight.records<UnitRecord>('unit').find(([key]) => key === `${who.id}/${unit}`)?.[1];
    const lines =
      how === 'load'
        ? this.#linesAt(who, step).filter((line) => !('returned' in line))
        : (known?.contents ?? []).map(({ lot, amount }) => ({ lot, amount: shareOf(amount, step.much) }));
    const stated = lines.filter(({ amount }) => !isNothing(amount));
    if (stated.length === 0) return [];
    return this.#sight.said(who, { act: how, unit, site: who.site, lines: stated }, step);
  }

  #sent(step: Step, lines: readonly object[], fields: Fields = {}): Telling[] {
    if (lines.length === 0) return [];
    const who = this.#sight.actor(step.who);
    const to = this.#sight.actor(step.who + 1 + (step.way % 3));
    return this.#sight.said(
      who,
      {
        act: 'dispatch',
        number: `${this.#sight.prefix}S-${step.what}-${this.#sight.records('shipment').length}`,
        site: who.site,
        to: to.id,
        departure: new Date(this.#sight.at.world.nowMs - step.daysAgo * dayMs + dayMs / 2).toISOString(),
        lines,
        ...fields,
      },
      step,
    );
  }

  dispatch(step: Step): Telling[] {
    // Way 2 is the usual one: to the plant.
    const lines = this.#linesAt(this.#sight.actor(step.who), step);
    const to = this.#sight.actor(step.way === 2 ? 2 : step.who + 1 + (step.way % 3));
    const papers =
      step.much % 3 === 0
        ? {}
        : {
            papers: [paper('meatInspection', step.much === 10 ? this.#sight.at.days.quota.from : undefined)],
          };
    return this.#sent(step, lines, {
      ...papers,
      ...(to.id === this.#sight.actor(step.who).id ? {} : { to: to.id }),
    });
  }

  dispatchUnit(step: Step): Telling[] {
    const who = this.#sight.actor(step.who);
    const own = this.#sight.records<UnitRecord>('unit').filter(([key]) => key.startsWith(`${who.id}/`));
    const [key, unit] = this.#sight.pick(own, step.what) ?? [];
    if (!key || !unit) return [];
    const lines = unit.contents.map(({ lot, amount }) => ({
      lot,
      amount,
      unit: key.slice(who.id.length + 1),
    }));
    const loose = step.way === 1 ? this.#linesAt(who, step).filter((line) => !('returned' in line)) : [];
    return this.#sent(step, [...lines, ...loose]);
  }

  shipment(step: Step, how: 'receive' | 'cancel' | 'settle'): Telling[] {
    const states = how === 'settle' ? ['disputed', 'refused'] : ['open'];
    const all = this.#sight.records<ShipmentRecord>('shipment');
    const fitting = step.way === 7 ? all : all.filter(([, { state }]) => states.includes(state));
    const [id, shipment] = this.#sight.pick(fitting, step.what) ?? [];
    if (!id || !shipment) return [];
    const byId = (party: string): Actor =>
      Object.values(this.#sight.at.actors).find((actor) => actor.id === party) ??
      this.#sight.at.actors.herder;
    const sender = byId(id.slice(0, id.indexOf('/')));
    const addressee = byId(shipment.to);
    if (how === 'cancel')
      return this.#sight.said(
        sender,
        { act: 'cancelDispatch', shipment: id },
        step,
        ...(step.much > 5 ? [addressee.device] : []),
      );
    if (how === 'receive') return this.#receive(step, { id, shipment, addressee });
    return this.#settle(step, { id, shipment, sender, addressee });
  }

  #receive(
    step: Step,
    {
      id,
      shipment,
      addressee,
    }: { readonly id: string; readonly shipment: ShipmentRecord; readonly addressee: Actor },
  ): Telling[] {
    const stranger = step.way === 6 ? this.#sight.actor(step.who) : addressee;
    const lines = shipment.lines.map(({ lot, sent }) => ({
      lot,
      ...partsOf(sent, step, ['accepted', 'refused', 'missing']),
      collected: (['declaration', 'other', 'none'] as const)[step.much % 3],
    }));
    const fields = { act: 'receive', shipment: id, site: stranger.sites[0], lines };
    return this.#sight.said(stranger, fields, step);
  }

  #settle(
    step: Step,
    {
      id,
      shipment,
      sender,
      addressee,
    }: {
      readonly id: string;
      readonly shipment: ShipmentRecord;
      readonly sender: Actor;
      readonly addressee: Actor;
    },
  ): Telling[] {
    const lines = shipment.lines
      .filter(({ refused, missing }) => refused !== undefined || missing !== undefined)
      .map(({ lot, refused, missing }) => ({
        lot,
        takenBack: refused,
        [step.way % 2 === 0 ? 'writtenOff' : 'returned']: missing,
      }));
    if (lines.length === 0) return [];
    const who = step.way === 6 ? addressee : sender;
    const fields = { act: 'settle', shipment: id, site: who.sites[0], lines };
    return this.#sight.said(
      who,
      fields,
      step,
      ...(step.much > 3 && who !== addressee ? [addressee.device] : []),
    );
  }

  stock(step: Step, how: 'sell' | 'dispose' | 'takeBack' | 'recount'): Telling[] {
    if (how === 'recount') return this.#recount(step);
    if (how === 'takeBack') return this.#takeBack(step);
    const who = this.#sight.actor(step.who);
    const lines = this.#linesAt(who, step);
    if (lines.length === 0) return [];
    const reason = step.way > 4 ? 'gift' : 'loss';
    const fields = how === 'sell' ? { act: 'sell', to: 'consumer' } : { act: 'dispose', reason };
    return this.#sight.said(who, { ...fields, site: who.site, lines }, step);
  }

  #recount(step: Step): Telling[] {
    const who = this.#sight.actor(step.who);
    const [lot, holding] = this.#sight.pick(this.#sight.held(who), step.what) ?? [];
    if (!lot || !holding || measures.every((measure) => holding.available[measure] === undefined)) return [];
    const counted = changed(holding.available, step.way === 0 ? step.much : -step.much);
    const organisation = who.name === 'herder' || who.name === 'neighbour' ? 'ProducersMSP' : 'TradeMSP';
    const cosigners = step.way > 3 ? [this.#sight.at.registrars[organisation].device] : [];
    const fields = { act: 'recount', site: who.site, lines: [{ lot, counted }], reason: 'stocktaking' };
    return this.#sight.said(who, fields, step, ...cosigners);
  }

  #takeBack(step: Step): Telling[] {
    const who = this.#sight.actor(step.who);
    const sold = this.#sight.held(who).filter(([, holding]) => !isNothing(holding.sold));
    const [lot, holding] = this.#sight.pick(sold, step.what) ?? [];
    const amount = shareOf(holding?.sold ?? {}, step.much);
    if (!lot || isNothing(amount)) return [];
    return this.#sight.said(who, { act: 'takeBack', site: who.site, lines: [{ lot, amount }] }, step);
  }
}

const oneOf = (amount: Amount): Amount =>
  Object.fromEntries(
    measures.filter((measure) => amount[measure] !== undefined).map((measure) => [measure, 1]),
  );

function changed(amount: Amount, by: number): Amount {
  const entries = measures.flatMap((measure) => {
    const there = amount[measure];
    const factor = measure === 'count' ? Math.trunc(by / 6) : by * 100;
    return there === undefined ? [] : [[measure, Math.max(0, there + factor)] as const];
  });
  return Object.fromEntries(entries);
}

function partsOf(
  sent: Amount,
  step: Step,
  [first, second, third]: readonly [string, string, string],
): object {
  if (step.way < 4) return { [first]: sent };
  const part = shareOf(sent, step.much % 8);
  const rest = subtract(sent, part);
  return Object.fromEntries(
    [
      [first, part],
      [step.way === 4 ? second : third, rest],
    ].filter(([, amount]) => !isNothing(amount as Amount)),
  );
}
