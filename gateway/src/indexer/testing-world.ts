import {
  type Amount,
  add,
  type Envelope,
  gs1CheckDigit,
  lotIdOf,
  shipmentIdOf,
  subtract,
} from '@mengsu/chaincode/model';
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
const testInput = 'SY150012345';
const names = (index: number) => ({ zh: `示例${index}`, en: `Example ${index}` });

interface Holding {
  readonly actor: Actor;
  readonly site: string;
  readonly lot: string;
  amount: Amount;
}

interface Loaded extends Holding {
  readonly unit: string;
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
  readonly units: Loaded[] = [];
  readonly sold: Holding[] = [];
  readonly returned: Holding[] = [];
  /** Ids of holds and recalls that stand. */
  readonly holds: string[] = [];
  readonly recalls: string[] = [];
  /** The last event, where nothing was built upon it yet, and what takes it back here. */
  undoable: { readonly id: string; readonly actor: Actor; readonly undo: () => void } | undefined;
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
    this.undoable = undefined;
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
      use: 'meat',
      names: { zh: '羊' },
      measures: ['count', 'massG'],
      remits: ['market'],
    });
    const input = this.event(registrar, {
      act: 'registerInput',
      party: founder,
      input: testInput,
      kind: 'veterinaryDrug',
      names: names(7),
      intervals: { meat: 28 },
    });
    const enrolled = actors.flatMap((actor, index) => this.#enrol(actor, index));
    return [found, category, input, ...enrolled, ...actors.flatMap((actor) => this.#grant(actor))];
  }

  /** The founder certifies what the actor may claim at its first site, and how much of it. */
  #grant({ party: holder, sites: [site] }: Actor): Envelope[] {
    const given = { party: founder, holder, from: '2026-01-01', until: '2026-12-31' };
    return [
      this.event(registrar, {
        ...given,
        act: 'issueCertificate',
        number: numberOf(holder),
        scheme: 'mengzibiao',
        products: [],
        categories: ['lamb'],
        sites: [site],
      }),
      this.event(registrar, {
        ...given,
        act: 'grantQuota',
        site,
        category: 'lamb',
        season: '2026',
        granted: { count: 1_000_000, massG: 1_000_000_000 },
      }),
    ];
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
    return this.#undoable(
      actor,
      this.event(actor.device, { act: 'commission', party: actor.party, site, lot, amount }),
      this.#give(actor, site, lot, amount),
    );
  }

  /** The same under the claim that the actor's certificate covers. */
  claim(actor: Actor, amount: Amount): Envelope {
    const lot = this.#newLot(actor);
    const [site] = actor.sites;
    this.#give(actor, site, lot, amount);
    const certificate = `${founder}/${numberOf(actor.party)}`;
    const claims = [{ scheme: 'mengzibiao', certificate }];
    const fields = { act: 'commission', party: actor.party, site, lot, amount };
    return this.event(actor.device, { ...fields, season: '2026', claims });
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
    this.sold.push({ actor, site, lot, amount });
    const fields = { act: 'sell', party: actor.party, site, to: 'consumer' };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  dispose(holding: Holding, amount: Amount): Envelope {
    const { actor, site, lot } = holding;
    this.#take(holding, amount);
    const fields = { act: 'dispose', party: actor.party, site, reason: 'loss' };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  load(holding: Holding, amount: Amount): Envelope {
    const { actor, site, lot } = holding;
    const unit = ssccOf(this.#count);
    this.#take(holding, amount);
    this.units.push({ actor, site, lot, amount, unit });
    const fields = { act: 'load', party: actor.party, site, unit };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  unload(loaded: Loaded): Envelope {
    this.units.splice(this.units.indexOf(loaded), 1);
    const { actor, site, lot, amount, unit } = loaded;
    this.#give(actor, site, lot, amount);
    const fields = { act: 'unload', party: actor.party, site, unit };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  dispatchUnit(loaded: Loaded, to: Actor): Envelope {
    this.units.splice(this.units.indexOf(loaded), 1);
    const { actor, site, lot, amount, unit } = loaded;
    const number = `N-${this.#count}`;
    this.open.push({ from: actor, to, number, lot, amount });
    const fields = { act: 'dispatch', party: actor.party, site, number, to: to.party };
    const departure = new Date(firstSaidMs).toISOString();
    return this.event(actor.device, { ...fields, departure, lines: [{ lot, amount, unit }] });
  }

  takeBack(sold: Holding): Envelope {
    this.sold.splice(this.sold.indexOf(sold), 1);
    this.returned.push(sold);
    const { actor, site, lot, amount } = sold;
    const fields = { act: 'takeBack', party: actor.party, site };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount }] });
  }

  destroyReturned(returned: Holding): Envelope {
    this.returned.splice(this.returned.indexOf(returned), 1);
    const { actor, site, lot, amount } = returned;
    const fields = { act: 'dispose', party: actor.party, site, reason: 'destruction' };
    return this.event(actor.device, { ...fields, lines: [{ lot, amount, returned: true }] });
  }

  /** One piece less than the books say. */
  recount(holding: Holding): Envelope {
    const { actor, site, lot } = holding;
    if ((holding.amount.count ?? 0) > 1) holding.amount = subtract(holding.amount, { count: 1 });
    const here = this.holdings.filter(
      (other) => other.actor === actor && other.site === site && other.lot === lot,
    );
    const counted = here.map(({ amount }) => amount).reduce(add, {});
    const fields = { act: 'recount', party: actor.party, site, reason: 'stocktaking' };
    return this.event(actor.device, { ...fields, lines: [{ lot, counted }] });
  }

  hold(by: Actor, lot: string): Envelope {
    const subject = { kind: 'lots', lots: [lot] };
    const envelope = this.event(by.device, { act: 'hold', party: by.party, subject, reason: 'suspicion' });
    this.holds.push(eventIdOf(envelope));
    return envelope;
  }

  release(by: Actor, hold: string): Envelope {
    this.holds.splice(this.holds.indexOf(hold), 1);
    return this.event(by.device, { act: 'release', party: by.party, hold, reason: 'cleared' });
  }

  recall(by: Actor, lot: string, more: object = {}): Envelope {
    const fields = {
      act: 'recall',
      party: by.party,
      lots: [lot],
      level: 1,
      kind: 'voluntary',
      reason: 'residue',
    };
    const knownAt = new Date(firstSaidMs - 1000).toISOString();
    const envelope = this.event(by.device, { ...fields, knownAt, ...more });
    this.recalls.push(eventIdOf(envelope));
    return envelope;
  }

  closeRecall(by: Actor, recall: string): Envelope {
    this.recalls.splice(this.recalls.indexOf(recall), 1);
    const fields = { act: 'closeRecall', party: by.party, recall, outcome: 'complete' };
    return this.event(by.device, { ...fields, report: exampleDigest(9) });
  }

  selfTest(holding: Holding, verdict: 'passed' | 'failed'): Envelope {
    const { actor, site, lot } = holding;
    const fields = { act: 'selfTest', party: actor.party, site, lot, verdict };
    return this.event(actor.device, { ...fields, report: exampleDigest(9) });
  }

  declare(holding: Holding): Envelope {
    const { actor, site, lot, amount } = holding;
    const statements = ['noBannedInputs', 'residuesWithinLimits'];
    const fields = { act: 'declare', party: actor.party, site, lot, amount, form: 1, basis: 'ownTest' };
    return this.event(actor.device, { ...fields, statements });
  }

  /** Used on all that is made at a site, or on one lot of it. */
  /** Used until `endMs`, counted from the world's first event. */
  treat(actor: Actor, site: string, lot?: string, endMs = -1000): Envelope {
    const [from, to] = [-2000, endMs].map((ms) => new Date(firstSaidMs + ms).toISOString());
    const fields = { act: 'treat', party: actor.party, site, lot, input: testInput, from, to };
    return this.event(actor.device, { ...fields, dose: { milli: 1000, unit: 'mL' } });
  }

  /** Takes the last event back. */
  undo(): Envelope | undefined {
    const last = this.undoable;
    if (!last) return undefined;
    last.undo();
    return this.correct(last.actor, last.id, { reverse: true });
  }

  correct(by: Actor, event: string, more: object = {}): Envelope {
    return this.event(by.device, { act: 'correct', party: by.party, event, reason: 'typingError', ...more });
  }

  #undoable(actor: Actor, envelope: Envelope, given: Holding): Envelope {
    const undo = () => this.holdings.splice(this.holdings.indexOf(given), 1);
    this.undoable = { id: eventIdOf(envelope), actor, undo };
    return envelope;
  }

  #newLot(actor: Actor): string {
    return lotIdOf(actor.gtin, `L${this.#lots++}`);
  }

  #give(actor: Actor, site: string, lot: string, amount: Amount): Holding {
    const holding = { actor, site, lot, amount };
    this.holdings.push(holding);
    return holding;
  }

  #take(holding: Holding, amount: Amount): void {
    holding.amount = subtract(holding.amount, amount);
    if (!holding.amount.count) this.holdings.splice(this.holdings.indexOf(holding), 1);
  }
}

/** The certificate of an actor. */
const numberOf = (party: string): string => `MZB-${party.slice(-6)}`;

const ssccOf = (number: number): string => {
  const digits = `06900000${String(number).padStart(9, '0')}`;
  return digits + gs1CheckDigit(digits);
};

const shipmentOf = (sent: Sent): string => shipmentIdOf(sent.from.party, sent.number);
