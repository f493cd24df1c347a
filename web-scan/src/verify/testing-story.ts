import { digestOf, type TestKey } from './testing-key.ts';
import { inclusionPath, leafOf, prunedTree } from './testing-merkle.ts';
import { lotOf, TestLog, type TestOrganisation, type Touch } from './testing-prover.ts';

export const serials = ['0000000000000000AAAA', '1111111111111111BBBB', '2222222222222222CCCC', '333', '444'];
const codeLeaves = serials.map((serial) => leafOf(serial));

/** The member `codes` for one of the serials. */
export const codeOf = (index: number, lot: string): object => ({
  ...{ set: 1, party: 'MAKER', lot, serial: serials[index], index, count: serials.length },
  path: inclusionPath(codeLeaves, index).map((hash) => hash.toString('base64url')),
});

interface LotState {
  readonly claims: readonly string[];
  readonly holds: readonly string[];
  readonly recalls: readonly string[];
  readonly madeBy?: string;
}
const bare: LotState = { claims: [], holds: [], recalls: [] };

export const cheese = lotOf('CHEESE');
export const milk = lotOf('MILK');
export const rennet = lotOf('RENNET');
export const grass = lotOf('GRASS');

export interface Story {
  readonly log: TestLog;
  readonly organisations: readonly TestOrganisation[];
  readonly operator: TestKey;
  readonly lost: TestKey;
  readonly lots: readonly string[];
  /** `hold/…` and `recall/…`. */
  readonly marks: readonly string[];
  readonly ids: { readonly hold: string; readonly recall: string; readonly released: string };
}

interface SayMore {
  readonly by?: readonly TestKey[];
  readonly change?: (id: string) => Partial<LotState>;
  readonly touches?: (id: string) => readonly Touch[];
}

/** Says things of lots, other people's events in between. */
class Teller {
  readonly log = new TestLog();
  readonly organisations = ['ProducersMSP', 'TradeMSP', 'BrandMSP', 'RegulatorMSP'].map((msp) =>
    this.log.found(msp),
  );
  readonly registrar = (this.organisations[0] as TestOrganisation).registrar;
  readonly operator = this.log.enrol(this.registrar, 'MAKER');
  readonly lost = this.log.enrol(this.operator, 'MAKER');
  readonly office = this.log.enrol((this.organisations[3] as TestOrganisation).registrar, 'OFFICE');
  readonly #states = new Map<string, LotState>();
  readonly #fillers: number;

  constructor(fillers: number) {
    this.#fillers = fillers;
  }

  say(lot: string, fields: { act: string } & Record<string, unknown>, more: SayMore = {}): string {
    const { by = [this.operator], change = () => ({}), touches = () => [] } = more;
    this.fill();
    return this.log.tell(
      { party: 'MAKER', lot, ...fields },
      {
        signers: by,
        touches: (id) => {
          const state = { ...(this.#states.get(lot) ?? bare), ...change(id) };
          this.#states.set(lot, state);
          return [['lot', lot, state], ...touches(id)];
        },
      },
    );
  }

  hold(lot: string, scope: string, by: TestKey): string {
    return this.say(
      lot,
      { act: 'hold' },
      {
        by: [by],
        change: (id) => ({ holds: [id] }),
        touches: (id) => [['hold', id, { released: false, scope }]],
      },
    );
  }

  fill(): void {
    this.log.fill(this.#fillers, this.#fillers);
  }
}

const made = { change: (id: string) => ({ madeBy: id }) };

/** Grass, milk and rennet become cheese; one lot is recalled, one held, one hold released; codes are issued, activated and voided. */
export function tellStory(fillers = 0): Story {
  const teller = new Teller(fillers);
  const { log, organisations, operator, lost } = teller;
  const ids = tellMilk(teller);
  tellCheese(teller);
  teller.fill();
  tellTrust(teller);
  const marks = [
    `party/MAKER`,
    `product/${cheese.slice(0, 14)}`,
    `site/MAKER/DAIRY`,
    `recall/${ids.recall}`,
    `hold/${ids.hold}`,
    `hold/${ids.released}`,
  ];
  return { log, organisations, operator, lost, ids, marks, lots: [cheese, milk, rennet, grass] };
}

/** What vouches for names and places. */
function tellTrust({ log, operator }: Teller): void {
  const signers = [operator];
  const product = { category: 'dairy', owner: 'MAKER' };
  log.tell(
    { act: 'registerProduct', party: 'MAKER', gtin: cheese.slice(0, 14) },
    { signers, touches: () => [['product', cheese.slice(0, 14), product]] },
  );
  const site = { division: '152502', kind: 'plant', state: 'active' };
  log.tell(
    { act: 'registerSite', party: 'MAKER', site: 'DAIRY' },
    { signers, touches: () => [['site', 'MAKER/DAIRY', site]] },
  );
  const held = { crowded: true, holds: [], organisation: 'ProducersMSP', state: 'active' };
  log.tell({ act: 'changeParty', party: 'MAKER' }, { signers, touches: () => [['party', 'MAKER', held]] });
}

function tellMilk(teller: Teller): Story['ids'] {
  const { log, lost, operator, office, registrar } = teller;
  teller.say(grass, { act: 'commission', weight: 1e21, note: '\u8349\u573a “A”\u2028\u{1f600}\u0007' }, made);
  teller.say(milk, { act: 'issueCodes', set: 9, count: 5, root: digestOf('x').toString('base64url') });
  teller.say(milk, { act: 'transform', inputs: [{ lot: grass }], share: 0.1 }, made);
  teller.say(rennet, { act: 'admit' }, { by: [lost, operator], ...made });
  log.tell(
    { act: 'revokeDevice', subject: lost.kid, reason: 'lost' },
    {
      signers: [registrar],
      touches: () => [['device', lost.kid, { party: 'MAKER', revoked: true, role: 'operator' }]],
    },
  );
  const recall = teller.say(
    grass,
    { act: 'recall', level: 1 },
    {
      by: [office],
      change: (id) => ({ recalls: [id] }),
      touches: (id) => [['recall', id, { closed: false, drill: false, level: 1 }]],
    },
  );
  const hold = teller.hold(rennet, 'lots', office);
  const released = teller.hold(milk, 'holding', operator);
  teller.say(
    milk,
    { act: 'release', hold: released },
    { touches: () => [['hold', released, { released: true, scope: 'holding' }]] },
  );
  return { recall, hold, released };
}

function tellCheese(teller: Teller): void {
  const inputs = [{ lot: milk }, { lot: rennet }];
  const change = (id: string) => ({ madeBy: id, claims: ['green', 'mengzibiao'] });
  teller.say(cheese, { act: 'transform', inputs }, { change });
  const root = prunedTree(codeLeaves, new Map()).hash.toString('base64url');
  teller.say(cheese, { act: 'issueCodes', set: 1, count: serials.length, root });
  teller.say(cheese, { act: 'activateCodes', set: 1, from: 1, to: 3 });
  teller.say(cheese, { act: 'voidCodes', set: 1, from: 3, to: 3, reason: 'lost' });
  teller.say(cheese, { act: 'activateCodes', set: 2, from: 0, to: 4 });
  teller.say(cheese, { act: 'sell' }, { by: [teller.operator, teller.office] });
}

/** The smallest bundle: one organisation, whose registrar says one thing of a lot. */
export function tellLittle(): {
  readonly log: TestLog;
  readonly organisation: TestOrganisation;
  readonly lot: string;
} {
  const log = new TestLog();
  const organisation = log.found('OneMSP');
  const lot = lotOf('A');
  log.tell(
    { act: 'commission', lot },
    { signers: [organisation.registrar], touches: (id) => [['lot', lot, { ...bare, madeBy: id }]] },
  );
  return { log, organisation, lot };
}
