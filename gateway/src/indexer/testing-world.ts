import { type Amount, type Envelope, lotIdOf, shipmentIdOf, subtract } from '@mengsu/chaincode/model';
import { exampleDigest, exampleGtin, exampleParty, saidAt } from '@mengsu/chaincode/model/testing';
import { keyIdOf } from './node-crypto.ts';
import { eventIdOf, filledEnvelope } from './testing-ledger.ts';

/** Test utility: a small world of parties whose events the law would record. Deterministic. */
const partiesMax = 4;
const firstSaidMs = Date.parse('2026-09-01T00:00:00.000Z');
const keyAt = (index: number) => ({ x: exampleDigest(100 + index), y: exampleDigest(200 - index) });

/** One party of the world: a device, two sites, one product. */
export interface Actor {
  readonly party: string;
  readonly device: string;
  readonly gtin: string;
  readonly sites: readonly [string, string];
}

export const actors: readonly Actor[] = Array.from({ length: partiesMax }, (_, index) => ({
  party: exampleParty(index + 10),
  device: keyIdOf(keyAt(index)),
  gtin: exampleGtin(index + 10),
  sites: ['S-1', 'S-2'],
}));

export const registrar = keyIdOf(keyAt(40));
const founder = exampleParty(1);
const names = (index: number) => ({ zh: `示例${index}`, en: `Example ${index}` });

interface Holding {
  readonly actor: Actor;
  readonly site: string;
  readonly lot: string;
  amount: Amount;
}

interface Sent {
  readonly from: Actor;
  readonly to: Actor;
  readonly number: string;
  readonly lot: string;
  readonly amount: Amount;
  missing?: Amount;
}

/** Makes events and remembers what they did, as far as further events need it. */
export class TestWorld {
  readonly holdings: Holding[] = [];
  readonly open: Sent[] = [];
  readonly disputed: Sent[] = [];
  readonly #chains = new Map<string, { sequence: number; previous: string | null }>();
  #count = 0;
  #lots = 0;

  /** A signed-looking event of `device`, next in its chain. */
  event(
    device: string,
    fields: { readonly [name: string]: unknown; cosigners?: readonly string[] },
  ): Envelope {
    const { sequence, previous } = this.#chains.get(device) ?? { sequence: 0, previous: null };
    const chain = { sequence: sequence + 1, previous };
    const envelope = filledEnvelope({
      ...saidAt(firstSaidMs + this.#count++ * 1000),
      ...chain,
      ...fields,
      device,
    });
    this.#chains.set(device, { sequence: sequence + 1, previous: eventIdOf(envelope) });
    return envelope;
  }

  /** Everything that lots need: an organisation, the parties, their devices, sites, one category, products. */
  founding(): Envelope[] {
    const found = this.event(registrar, {
      act: 'found',
      party: founder,
      organisation: 'ProducersMSP',
      names: names(0),
      division: '150000',
      registrarKey: keyAt(40),
      logKey: keyAt(41),
      serviceKey: keyAt(42),
    });
    const category = this.event(registrar, {
      act: 'registerCategory',
      party: founder,
      category: 'lamb',
      commodity: 'lamb',
      names: { zh: '羊' },
      measures: ['count', 'massG'],
      remits: ['market'],
    });
    return [found, category, ...actors.flatMap((actor, index) => this.#enrol(actor, index))];
  }

  #enrol(actor: Actor, index: number): Envelope[] {
    const { party, device, gtin, sites } = actor;
    const registry = { party: founder, subject: party };
    return [
      this.event(registrar, {
        ...registry,
        act: 'enrolParty',
        names: names(index),
        roles: ['producer', 'processor'],
        organisation: 'ProducersMSP',
        division: '152502',
      }),
      this.event(registrar, {
        ...registry,
        act: 'enrolDevice',
        cosigners: [device],
        key: keyAt(index),
        role: 'operator',
      }),
      ...sites.map((site) =>
        this.event(device, { act: 'registerSite', party, site, kind: 'plant', division: '152502' }),
      ),
      this.event(device, { act: 'registerProduct', party, gtin, category: 'lamb', names: names(index) }),
    ];
  }

  commission(actor: Actor, amount: Amount, site: string = actor.sites[0]): Envelope {
    const lot = this.#newLot(actor);
    this.#give(actor, site, lot, amount);
    return this.event(actor.device, { act: 'commission', party: actor.party, site, lot, amount });
  }

  /** Uses `inputs` up at their site; `outputs` amounts become new lots of the same party. */
  transform(inputs: readonly Holding[], outputs: readonly Amount[]): Envelope {
    const [first] = inputs;
    if (!first) throw new Error('a transform without inputs');
    const { actor, site } = first;
    const used = inputs.map(({ lot, amount }) => ({ lot, amount }));
    for (const input of inputs) this.#take(input, input.amount);
    const made = outputs.map((amount) => ({ lot: this.#newLot(actor), amount }));
    for (const { lot, amount } of made) this.#give(actor, site, lot, amount);
    const fields = {
      act: 'transform',
      party: actor.party,
      site,
      operation: 'cut',
      inputs: used,
      outputs: made,
    };
    return this.event(actor.device, fields);
  }

  move(holding: Holding, amount: Amount): Envelope {
    const { actor, site, lot } = holding;
    const to = actor.sites.find((other) => other !== site) ?? site;
    this.#take(holding, amount);
    this.#give(actor, to, lot, amount);
    return this.event(actor.device, {
      act: 'move',
      party: actor.party,
      from: site,
      to,
      lines: [{ lot, amount }],
    });
  }

  dispatch(holding: Holding, amount: Amount, to: Actor): Envelope {
    const { actor, site, lot } = holding;
    const number = `N-${this.#count}`;
    this.#take(holding, amount);
    this.open.push({ from: actor, to, number, lot, amount });
    const fields = { act: 'dispatch', party: actor.party, site, number, to: to.party };
    const departure = new Date(firstSaidMs).toISOString();
    return this.event(actor.device, { ...fields, departure, lines: [{ lot, amount }] });
  }

  /** Accepts all, or all but `missing`. */
  receive(sent: Sent, missing?: Amount): Envelope {
    this.open.splice(this.open.indexOf(sent), 1);
    const { to, lot, amount } = sent;
    const accepted = missing ? subtract(amount, missing) : amount;
    this.#give(to, to.sites[0], lot, accepted);
    if (missing) this.disputed.push({ ...sent, missing });
    const fields = { act: 'receive', party: to.party, shipment: shipmentOf(sent), site: to.sites[0] };
    return this.event(to.device, { ...fields, lines: [{ lot, accepted, ...(missing ? { missing } : {}) }] });
  }

  settle(sent: Sent): Envelope {
    this.disputed.splice(this.disputed.indexOf(sent), 1);
    const { from, lot, missing } = sent;
    const fields = { act: 'settle', party: from.party, shipment: shipmentOf(sent), site: from.sites[0] };
    return this.event(from.device, { ...fields, lines: [{ lot, writtenOff: missing }] });
  }

  cancel(sent: Sent, site: string): Envelope {
    this.open.splice(this.open.indexOf(sent), 1);
    const { from, lot, amount } = sent;
    this.#give(from, site, lot, amount);
    return this.event(from.device, { act: 'cancelDispatch', party: from.party, shipment: shipmentOf(sent) });
  }

  sell(holding: Holding, amount: Amount): Envelope {
    const { actor, site, lot } = holding;
    this.#take(holding, amount);
    const fields = { act: 'sell', party: actor.party, site, to: 'consumer' };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  dispose(holding: Holding, amount: Amount): Envelope {
    const { actor, site, lot } = holding;
    this.#take(holding, amount);
    const fields = { act: 'dispose', party: actor.party, site, reason: 'loss' };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  #newLot(actor: Actor): string {
    return lotIdOf(actor.gtin, `L${this.#lots++}`);
  }

  #give(actor: Actor, site: string, lot: string, amount: Amount): void {
    this.holdings.push({ actor, site, lot, amount });
  }

  #take(holding: Holding, amount: Amount): void {
    holding.amount = subtract(holding.amount, amount);
    if (!holding.amount.count) this.holdings.splice(this.holdings.indexOf(holding), 1);
  }
}

const shipmentOf = (sent: Sent): string => shipmentIdOf(sent.from.party, sent.number);
