import type { ProofCode } from './index.ts';
import { TestKey } from './testing-key.ts';
import type { Part } from './testing-merkle.ts';
import {
  type BundleObject,
  jcs,
  lotOf,
  TestLog,
  type TestOrganisation,
  type Wanted,
} from './testing-prover.ts';

/** What is tried, what a verifier is given, and what it must answer. */
export interface Trick {
  readonly name: string;
  readonly code: ProofCode;
  readonly text: string;
  readonly pins: unknown;
  readonly nowMs: number;
  readonly seen?: { readonly size: number; readonly root: string; readonly states: string };
}

export const lot = lotOf('TRICK');
export const bare = { claims: [], holds: [], recalls: [] };

/** Four organisations, a maker's device, and whatever a trick does with them. */
export class World {
  readonly log = new TestLog();
  readonly organisations = ['ProducersMSP', 'TradeMSP', 'BrandMSP', 'RegulatorMSP'].map((msp) =>
    this.log.found(msp),
  );
  readonly first = this.organisations[0] as TestOrganisation;
  readonly registrar = this.first.registrar;
  readonly operator = this.log.enrol(this.registrar, 'MAKER');

  /** Something is said of the lot. */
  say(
    by: readonly TestKey[],
    fields: object = {},
    more: Partial<Parameters<TestLog['tell']>[1]> = {},
  ): string {
    return this.log.tell(
      { act: 'sell', lot, party: 'MAKER', ...fields },
      { signers: by, touches: () => [['lot', lot, bare]], ...more },
    );
  }

  bundle(wanted: Partial<Wanted> = {}): BundleObject {
    return this.log.bundle({ lot, lots: [lot], ...wanted });
  }

  /** The bundle after it was tampered with, as a trick. */
  trick(name: string, code: ProofCode, more: Tampering = {}): Trick {
    const { bundle = this.bundle(more.wanted), ...rest } = more;
    const text = rest.text ?? jcs(bundle);
    const given = { pins: this.log.pins(), nowMs: Date.parse(this.log.time) };
    return { name, code, ...given, ...rest, text };
  }
}

export interface Tampering extends Partial<Omit<Trick, 'name' | 'code'>> {
  readonly bundle?: object;
  readonly wanted?: Partial<Wanted>;
}

const act = 'enrolDevice';

/** A trick's name, what it is answered, and how it is played in a world of its own. */
export type TrickRow = readonly [
  name: string,
  code: ProofCode,
  tell: (world: World) => Tampering | undefined,
];

export function play([name, code, tell]: TrickRow): Trick {
  const world = new World();
  const more = tell(world);
  return world.trick(name, code, more);
}

/** An enrolment that says what it likes. */
function enrolment(world: World, device: TestKey, signers: readonly TestKey[], fields: object = {}): void {
  const touches = (): [string, string, object][] => [
    ['device', device.kid, { party: 'MAKER', revoked: false, role: 'operator' }],
  ];
  world.log.tell(
    { act, subject: 'MAKER', key: device.key, role: 'operator', ...fields },
    { signers, touches },
  );
}

export const signerTricks: readonly TrickRow[] = [
  [
    'an event signed by a key that nobody enrolled',
    'SIGNER_UNKNOWN',
    (world) => {
      world.say([new TestKey()]);
      return undefined;
    },
  ],
  [
    'an event signed by a key that was revoked before',
    'SIGNER_REVOKED',
    (world) => {
      const { kid } = world.operator;
      const touches = (): [string, string, object][] => [
        ['device', kid, { party: 'MAKER', revoked: true, role: 'operator' }],
      ];
      world.log.tell({ act: 'revokeDevice', subject: kid }, { signers: [world.registrar], touches });
      world.say([world.operator]);
      return undefined;
    },
  ],
  [
    'an event signed by a registrar that a later founding ended',
    'SIGNER_REVOKED',
    (world) => {
      const { party, msp, registrar } = world.first;
      const [next, log, service] = [new TestKey(), new TestKey(), new TestKey()];
      const device = (key: TestKey, role: string, revoked = false): [string, string, object] => [
        'device',
        key.kid,
        { party, revoked, role },
      ];
      const keys = { registrarKey: next.key, logKey: log.key, serviceKey: service.key };
      world.log.tell(
        { act: 'found', party, organisation: msp, ...keys },
        {
          signers: [next, (world.organisations[1] as TestOrganisation).registrar],
          touches: () => [device(next, 'registrar'), device(registrar, 'registrar', true)],
        },
      );
      world.say([registrar]);
      return undefined;
    },
  ],
  [
    'an event before the enrolment of its key',
    'SIGNER_UNKNOWN',
    (world) => {
      const device = new TestKey();
      world.say([device]);
      world.log.enrol(world.registrar, 'MAKER', device);
      return undefined;
    },
  ],
  [
    'an enrolment by a stranger',
    'SIGNER_UNKNOWN',
    (world) => {
      world.say([world.log.enrol(new TestKey(), 'MAKER')]);
      return undefined;
    },
  ],
  [
    'an enrolment by another party’s operator',
    'SIGNER_UNKNOWN',
    (world) => {
      world.say([world.log.enrol(world.operator, 'SOMEBODY')]);
      return undefined;
    },
  ],
  [
    'an enrolment by a log key',
    'SIGNER_UNKNOWN',
    (world) => {
      world.say([world.log.enrol(world.first.log, world.first.party)]);
      return undefined;
    },
  ],
  [
    'a registrar enrolled by an operator of its party',
    'SIGNER_UNKNOWN',
    (world) => {
      const device = new TestKey();
      const state = { party: 'MAKER', revoked: false, role: 'registrar' };
      world.log.tell(
        { act, subject: 'MAKER', key: device.key, role: 'registrar' },
        { signers: [world.operator, device], touches: () => [['device', device.kid, state]] },
      );
      world.say([device]);
      return undefined;
    },
  ],
  [
    'an enrolment without the enrolled key',
    'SIGNER_UNKNOWN',
    (world) => {
      const device = new TestKey();
      enrolment(world, device, [world.registrar]);
      world.say([device]);
      return undefined;
    },
  ],
  [
    'a key that enrols itself',
    'SIGNER_UNKNOWN',
    (world) => {
      const device = new TestKey();
      enrolment(world, device, [device]);
      world.say([device]);
      return undefined;
    },
  ],
  [
    'two keys that enrol each other',
    'SIGNER_UNKNOWN',
    (world) => {
      const [one, other] = [new TestKey(), new TestKey()];
      enrolment(world, one, [other, one]);
      enrolment(world, other, [one, other]);
      world.say([one]);
      return undefined;
    },
  ],
  [
    'a key that is enrolled twice',
    'SIGNER_UNKNOWN',
    (world) => {
      world.log.enrol(world.registrar, 'MAKER', world.operator);
      world.say([world.operator]);
      return undefined;
    },
  ],
  [
    'a founding by a registrar who is not pinned',
    'SIGNER_UNKNOWN',
    (world) => {
      const pins = world.log.pins();
      world.say([world.log.found('OtherMSP').registrar]);
      return { pins, wanted: { signedBy: world.organisations } };
    },
  ],
  [
    'a founding under the name of a pinned organisation',
    'SIGNER_UNKNOWN',
    (world) => {
      const pins = world.log.pins();
      world.say([world.log.found('ProducersMSP').registrar]);
      return { pins, wanted: { signedBy: world.organisations } };
    },
  ],
  [
    'a founding that a pinned registrar only cosigns',
    'SIGNER_UNKNOWN',
    (world) => {
      const { party, msp } = world.first;
      const [registrar, log, service] = [new TestKey(), new TestKey(), new TestKey()];
      const keys = { registrarKey: registrar.key, logKey: log.key, serviceKey: service.key };
      world.log.tell(
        { act: 'found', party, organisation: msp, ...keys },
        {
          signers: [world.registrar, registrar],
          touches: () => [['device', registrar.kid, { party, revoked: false, role: 'registrar' }]],
        },
      );
      world.say([registrar]);
      return undefined;
    },
  ],
  [
    'a device that the map gives to another party',
    'SIGNER_UNKNOWN',
    (world) => {
      const device = new TestKey();
      enrolment(world, device, [world.registrar, device], { subject: 'SOMEBODY' });
      world.say([device]);
      return undefined;
    },
  ],
  [
    'a device that the map gives another role',
    'SIGNER_UNKNOWN',
    (world) => {
      const device = new TestKey();
      enrolment(world, device, [world.registrar, device], { role: 'registrar' });
      world.say([device]);
      return undefined;
    },
  ],
  [
    'a signature of another key',
    'SIGNATURE_INVALID',
    (world) => {
      const signatures = (payload: string) => [world.registrar.signEvent(payload, world.operator.kid)];
      world.say([world.operator], {}, { signatures });
      return undefined;
    },
  ],
  [
    'a second signature of another key',
    'SIGNATURE_INVALID',
    (world) => {
      const { operator, registrar } = world;
      const signatures = (payload: string) => [
        operator.signEvent(payload),
        operator.signEvent(payload, registrar.kid),
      ];
      world.say([operator, registrar], {}, { signatures });
      return undefined;
    },
  ],
  [
    'a signature under another header',
    'SIGNATURE_INVALID',
    (world) => {
      world.say([world.operator], {}, { signatures: (payload) => [world.registrar.signEvent(payload)] });
      return undefined;
    },
  ],
  [
    'signatures in another order',
    'SIGNATURE_INVALID',
    (world) => {
      const signers = [world.operator, world.registrar];
      const signatures = (payload: string) => signers.toReversed().map((key) => key.signEvent(payload));
      world.say(signers, {}, { signatures });
      return undefined;
    },
  ],
  [
    'a second signature under another header',
    'SIGNATURE_INVALID',
    (world) => {
      const signatures = (payload: string) => [
        world.operator.signEvent(payload),
        world.first.service.signEvent(payload),
      ];
      world.say([world.operator, world.registrar], {}, { signatures });
      return undefined;
    },
  ],
  [
    'a wrong signature after many right ones',
    'SIGNATURE_INVALID',
    (world) => {
      for (let told = 0; told < 40; told++) world.say([world.operator]);
      const signatures = (payload: string) => [world.registrar.signEvent(payload, world.operator.kid)];
      world.say([world.operator], {}, { signatures });
      return undefined;
    },
  ],
  [
    'no signature',
    'SIGNATURE_INVALID',
    (world) => {
      world.say([world.operator], {}, { signatures: () => [] });
      return undefined;
    },
  ],
  [
    'a signature too many',
    'SIGNATURE_INVALID',
    (world) => {
      const signatures = (payload: string) =>
        [world.operator, world.registrar].map((key) => key.signEvent(payload));
      world.say([world.operator], {}, { signatures });
      return undefined;
    },
  ],
  [
    'a signature of zeros',
    'SIGNATURE_INVALID',
    (world) => {
      const zeros = { signature: 'A'.repeat(86) };
      world.say(
        [world.operator],
        {},
        { signatures: (payload) => [{ ...world.operator.signEvent(payload), ...zeros }] },
      );
      return undefined;
    },
  ],
  [
    'an event of another network',
    'WRONG_NETWORK',
    (world) => {
      world.say([world.operator], { network: 'other-network' });
      return undefined;
    },
  ],
];

type Signature = { readonly protected: string; readonly signature: string };
export type Shape = Omit<BundleObject, 'events'> & {
  readonly checkpoint: string;
  readonly events: readonly { readonly ordinal: number; readonly signatures: readonly Signature[] }[];
  readonly subjects: readonly {
    readonly kind: string;
    readonly id: string;
    readonly of?: readonly number[];
  }[];
  readonly tree: Part;
  readonly states: Part;
};

/** A bundle of one sale. */
export function sold(world: World, more: object = {}): Shape {
  world.say([world.operator]);
  return world.bundle(more) as unknown as Shape;
}
