import { type Amount, add, isNothing, measures, nothing, shipmentIdOf, subtract } from './model/index.ts';
import type { DeviceKey, Fields } from './model/testing.ts';
import type { Account, AccountLine, AccountShipment } from './testing-account.ts';
import { actors, inMeasuresOf, type Split, type Step, type Wish } from './testing-history.ts';
import type { Trader, TradeWorld } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

/** A step as an event: who says it, whether the law takes it, and what the account book writes then. */
export interface Telling {
  readonly fields: Fields;
  readonly signers: readonly DeviceKey[];
  readonly isLawful: boolean;
  enter(): void;
}

const siteOf = { herder: 'PASTURE-1', plant: 'PLANT-1', shop: 'SHOP-1' } as const;
const departureMs = 12 * 3_600_000;
/** 0–3 lambs and 4–6 milk of the herder, 7–9 (and outputs 0–3) carcasses of the plant. */
const lotAt = (lot: number): string => {
  if (lot < 4) return `${gtin(1)}/L${lot}`;
  return lot < 7 ? `${gtin(3)}/M${lot}` : outputAt(lot - 7);
};
const outputAt = (output: number): string => `${gtin(2)}/C${output}`;
const amountOf = (lot: string, parts: number): Amount =>
  inMeasuresOf(lot.startsWith(gtin(3)) ? { volumeMl: 0 } : { count: 0 }, parts);
/** Turns steps into events over a world, in the light of the account book. */
export class Teller {
  readonly #at: TradeWorld;
  readonly #book: Account;

  constructor(at: TradeWorld, book: Account) {
    this.#at = at;
    this.#book = book;
  }

  tell(step: Exclude<Step, { readonly do: 'again' | 'wait' }>): Telling {
    switch (step.do) {
      case 'commission':
        return this.#commission(lotAt(step.lot), step.amount);
      case 'take':
        return this.#take(step);
      case 'move':
        return this.#move(step.back, step.lines);
      case 'transform':
        return this.#transform(step.inputs, {
          lot: outputAt(step.output),
          amount: amountOf('', step.amount),
        });
      case 'dispatch':
        return this.#dispatch(step);
      case 'cancel':
        return this.#cancel(step);
      case 'receive':
        return this.#receive(step);
      case 'settle':
        return this.#settle(step);
    }
  }

  #who(number: number): Trader & { readonly place: string; readonly site: string } {
    const name = actors[number] ?? 'herder';
    const trader = this.#at[name];
    return { ...trader, site: siteOf[name], place: `${trader.id} ${siteOf[name]}` };
  }

  #said(
    who: Trader,
    fields: Fields,
    isLawful: boolean,
    enter: () => void,
    ...cosigners: DeviceKey[]
  ): Telling {
    return { fields: { party: who.id, ...fields }, signers: [who.device, ...cosigners], isLawful, enter };
  }

  #commission(lot: string, parts: number): Telling {
    const who = this.#who(0);
    const amount = amountOf(lot, parts);
    const fields = { act: 'commission', site: who.site, lot, amount };
    const isLawful = !this.#book.created.has(lot);
    return this.#said(who, fields, isLawful, () => this.#book.make(who.place, { lot, amount }));
  }

  #take(step: Extract<Step, { readonly do: 'take' }>): Telling {
    const who = this.#who(step.who);
    const lines = this.#linesOf(who.place, [step.line]);
    const kind = step.how === 'sell' ? { act: 'sell', to: 'consumer' } : { act: 'dispose', reason: 'loss' };
    const book = step.how === 'sell' ? this.#book.sold : this.#book.gone;
    const fields = { ...kind, site: who.site, lines };
    return this.#said(who, fields, this.#book.holds(who.place, lines), () =>
      this.#book.take(who.place, lines, book),
    );
  }

  #move(back: boolean, wishes: readonly Wish[]): Telling {
    const who = this.#who(0);
    const [from = '', to = ''] = back ? ['BARN-1', 'PASTURE-1'] : ['PASTURE-1', 'BARN-1'];
    const lines = this.#linesOf(`${who.id} ${from}`, wishes);
    const isLawful = this.#book.holds(`${who.id} ${from}`, lines);
    return this.#said(who, { act: 'move', from, to, lines }, isLawful, () => {
      this.#book.take(`${who.id} ${from}`, lines);
      for (const line of lines) this.#book.put(`${who.id} ${to}`, line);
    });
  }

  #transform(wishes: readonly Wish[], output: AccountLine): Telling {
    const who = this.#who(1);
    const inputs = this.#linesOf(who.place, wishes);
    const isLawful = this.#book.holds(who.place, inputs) && !this.#book.created.has(output.lot);
    const fields = { act: 'transform', site: who.site, operation: 'mix', inputs, outputs: [output] };
    return this.#said(who, fields, isLawful, () => {
      this.#book.take(who.place, inputs, this.#book.gone);
      this.#book.make(who.place, output);
    });
  }

  #dispatch(step: Extract<Step, { readonly do: 'dispatch' }>): Telling {
    const who = this.#who(step.who);
    const lines = this.#linesOf(who.place, step.lines);
    const to = this.#who(step.to === step.who ? (step.to + 1) % actors.length : step.to);
    const id = shipmentIdOf(who.id, `S${step.number}`);
    const leaves = this.#at.world.nowMs + departureMs;
    const isLawful = !this.#book.shipments.has(id) && this.#book.holds(who.place, lines);
    const departure = new Date(leaves).toISOString();
    const fields = {
      act: 'dispatch',
      number: `S${step.number}`,
      site: who.site,
      to: to.id,
      departure,
      lines,
    };
    return this.#said(who, fields, isLawful, () => {
      this.#book.take(who.place, lines);
      const sent = lines.map(({ lot, amount }) => ({
        lot,
        sent: amount,
        refused: nothing,
        missing: nothing,
      }));
      const places = { from: who.id, to: to.id, site: who.site };
      this.#book.shipments.set(id, { ...places, departureMs: leaves, lines: sent, state: 'open' });
    });
  }

  /** One of the shipments in a state that fits the act; the last wishes are for any state; one that never was where there is none. */
  #shipment(
    number: number,
    ...states: AccountShipment['state'][]
  ): [id: string, shipment: AccountShipment | undefined] {
    const all = [...this.#book.shipments];
    const fitting = all.filter(([, { state }]) => states.includes(state));
    const [id, shipment] =
      (number < 4 ? fitting[number % fitting.length] : all.at(number === 4 ? -1 : 0)) ?? [];
    return [id ?? shipmentIdOf(this.#at.herder.id, 'NONE'), shipment];
  }

  /** The party of an id, or a stranger to it: the next one. */
  #whoIs(party: string | undefined, isStranger: boolean) {
    const index = actors.findIndex((name) => this.#at[name].id === party);
    return this.#who((index + (isStranger ? 1 : 0)) % actors.length);
  }

  /** Lots that lie at the place, in wished amounts; the ninth wish, or any at an empty place, is for a lot that may not be there. */
  #linesOf(place: string, wishes: readonly Wish[]): AccountLine[] {
    const prefix = `${place} `;
    const here = [...this.#book.held]
      .filter(([key, amount]) => key.startsWith(prefix) && !isNothing(amount))
      .map(([key]) => key.slice(prefix.length));
    const lots = wishes.map(
      (wish) => (wish.lot < 9 ? here[wish.lot % here.length] : undefined) ?? lotAt(wish.lot),
    );
    return [...new Set(lots)].map((lot, index) => ({
      lot,
      amount: amountOf(lot, wishes[index]?.amount ?? 1),
    }));
  }

  #deviceOf(party: string | undefined): DeviceKey | undefined {
    return actors.map((name) => this.#at[name]).find(({ id }) => id === party)?.device;
  }

  #cosigner(shipment: AccountShipment | undefined, who: Trader, isWanted: boolean): DeviceKey[] {
    const device = this.#deviceOf(shipment?.to);
    return isWanted && device && device !== who.device ? [device] : [];
  }

  #cancel(step: Extract<Step, { readonly do: 'cancel' }>): Telling {
    const [id, shipment] = this.#shipment(step.number, 'open');
    const who = this.#whoIs(shipment?.from, step.stranger);
    const cosigners = this.#cosigner(shipment, who, step.cosigned);
    const isOwn = shipment?.from === who.id && shipment.state === 'open';
    const isLawful = isOwn && (this.#at.world.nowMs < shipment.departureMs || cosigners.length > 0);
    const enter = () => {
      if (!shipment) return;
      for (const { lot, sent } of shipment.lines)
        this.#book.put(`${who.id} ${shipment.site}`, { lot, amount: sent });
      this.#book.shipments.set(id, { ...shipment, state: 'cancelled' });
    };
    return this.#said(who, { act: 'cancelDispatch', shipment: id }, isLawful, enter, ...cosigners);
  }

  #receive(step: Extract<Step, { readonly do: 'receive' }>): Telling {
    const [id, shipment] = this.#shipment(step.number, 'open');
    const who = this.#whoIs(shipment?.to, step.stranger);
    const answers = (shipment?.lines ?? [{ lot: lotAt(0), sent: amountOf('', 1) }]).map((line) => {
      const [accepted, refused, missing] = splitOf(line.sent, step.split);
      return { line, parts: { accepted, refused, missing } };
    });
    const isLawful = shipment?.to === who.id && shipment.state === 'open' && !step.split.wrong;
    const lines = answers.map(({ line, parts }) => statedLine(line.lot, parts, step.split));
    return this.#said(who, { act: 'receive', shipment: id, site: who.site, lines }, isLawful, () => {
      if (!shipment) return;
      const after = answers.map(({ line, parts }) => ({ lot: line.lot, sent: line.sent, ...left(parts) }));
      for (const { line, parts } of answers) {
        if (!isNothing(parts.accepted)) this.#book.put(who.place, { lot: line.lot, amount: parts.accepted });
      }
      this.#book.shipments.set(id, { ...shipment, lines: after, state: stateOf(after) });
    });
  }

  #settle(step: Extract<Step, { readonly do: 'settle' }>): Telling {
    const [id, shipment] = this.#shipment(step.number, 'disputed', 'refused');
    const who = this.#whoIs(shipment?.from, step.stranger);
    const open = (shipment?.lines ?? []).filter((line) => !isNothing(add(line.refused, line.missing)));
    const isReturned = step.split.quarters > 2;
    const answers = open.map((line) => ({
      line,
      parts: {
        takenBack: line.refused,
        writtenOff: isReturned ? nothing : line.missing,
        returned: isReturned ? line.missing : nothing,
      },
    }));
    const lines = answers.map(({ line, parts }) => statedLine(line.lot, parts, step.split));
    const cosigners = this.#cosigner(shipment, who, step.cosigned);
    const needsCosigner = answers.some(({ parts }) => !isNothing(parts.returned));
    const isOpen = shipment?.state === 'disputed' || shipment?.state === 'refused';
    const isOwn = isOpen && shipment?.from === who.id && !step.split.wrong;
    const fields = {
      act: 'settle',
      shipment: id,
      site: who.site,
      lines: lines.length > 0 ? lines : [{ lot: lotAt(0), takenBack: amountOf('', 1) }],
    };
    const isLawful = isOwn && (!needsCosigner || cosigners.length > 0);
    return this.#said(
      who,
      fields,
      isLawful,
      () => this.#enterSettlement(id, who.place, answers),
      ...cosigners,
    );
  }

  #enterSettlement(id: string, place: string, answers: readonly Settled[]): void {
    const shipment = this.#book.shipments.get(id);
    if (!shipment) return;
    for (const { line, parts } of answers) {
      const back = add(parts.takenBack, parts.returned);
      if (!isNothing(back)) this.#book.put(place, { lot: line.lot, amount: back });
      if (!isNothing(parts.writtenOff))
        this.#book.note(this.#book.gone, { lot: line.lot, amount: parts.writtenOff });
    }
    this.#book.shipments.set(id, { ...shipment, state: 'settled' });
  }
}

interface Settled {
  readonly line: { readonly lot: string };
  readonly parts: { readonly takenBack: Amount; readonly writtenOff: Amount; readonly returned: Amount };
}

/** Three parts of a whole, in quarters of it and of what is left: each may be nothing. */
function splitOf(whole: Amount, split: Split): [Amount, Amount, Amount] {
  const quarters = (amount: Amount, of: number): Amount => {
    const parts = measures.flatMap((measure) =>
      amount[measure] === undefined ? [] : [[measure, Math.floor((amount[measure] * of) / 4)] as const],
    );
    return Object.fromEntries(parts);
  };
  const accepted = quarters(whole, split.quarters);
  const afterwards = subtract(whole, accepted);
  const refused = quarters(afterwards, split.rest);
  return [accepted, refused, subtract(afterwards, refused)];
}

const left = ({ refused, missing }: { readonly refused: Amount; readonly missing: Amount }) => ({
  refused: isNothing(refused) ? nothing : refused,
  missing: isNothing(missing) ? nothing : missing,
});

function stateOf(
  lines: readonly { readonly sent: Amount; readonly refused: Amount; readonly missing: Amount }[],
): AccountShipment['state'] {
  if (lines.every((line) => isNothing(add(line.refused, line.missing)))) return 'accepted';
  const isWhole = lines.every((line) => isNothing(subtract(line.sent, line.refused)));
  return isWhole ? 'refused' : 'disputed';
}

/** A line as an event states it: parts of nothing are not said; a wrong one says one piece or millilitre too many. */
function statedLine(lot: string, parts: { readonly [name: string]: Amount }, split: Split): object {
  const stated = Object.entries(parts).filter(([, amount]) => !isNothing(amount));
  const wrong = stated.map(([name, amount], index) => {
    if (index > 0 || !split.wrong) return [name, amount];
    const more = amount.volumeMl === undefined ? { count: 1 } : { volumeMl: 1 };
    return [name, add(amount, more)];
  });
  return { lot, ...Object.fromEntries(wrong) };
}
