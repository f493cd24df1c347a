import { canonicalize, type Json } from './canonical.ts';
import { digestOf, TestKey } from './testing-key.ts';
import { consistencyPath, leafOf, type MapLeaf, prunedMap, prunedTree } from './testing-merkle.ts';

export const network = 'trial-network';
export const startMs = Date.parse('2026-09-01T00:00:00.000Z');
export const lotOf = (number: string): string => `06901234567892/${number}`;

/** The canonical text; the tests' values all have one. */
export const jcs = (value: unknown): string => canonicalize(value as Json) ?? '';

export interface TestOrganisation {
  readonly msp: string;
  readonly party: string;
  readonly registrar: TestKey;
  readonly log: TestKey;
  readonly service: TestKey;
}

/** A subject that an event touches, and how it stands from then on. */
export type Touch = readonly [kind: string, id: string, state: object];

export interface Telling {
  readonly signers: readonly TestKey[];
  readonly touches?: (id: string) => readonly Touch[];
  /** Instead of what the signers sign. */
  readonly signatures?: (payload: string) => readonly { protected: string; signature: string }[];
  readonly breaches?: readonly string[];
}

export interface TestEvent {
  readonly block: number;
  readonly breaches: readonly string[];
  readonly payload: string;
  readonly place: number;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
  readonly time: string;
  readonly tx: number;
  readonly id: string;
}

interface TestSubject {
  readonly kind: string;
  readonly id: string;
  readonly ordinals: number[];
  digest: Buffer;
  state: object;
}

export interface Roots {
  readonly root: Buffer;
  readonly states: Buffer;
  readonly block?: number;
}

export interface Signing {
  readonly signedBy?: readonly TestOrganisation[];
  readonly time?: string;
}

export interface Wanted extends Signing {
  readonly lot: string;
  /** Ids of lots with all their events; devices of all signers come with them. */
  readonly lots: readonly string[];
  /** Further subjects, without their events. */
  readonly named?: readonly string[];
  readonly from?: number;
  readonly codes?: object;
}

export type BundleObject = Record<string, unknown> & { readonly events: readonly object[] };

/** A log of the tests: whatever is told is recorded. It is written from docs/proof.md and shares nothing with the verifier but JCS. */
export class TestLog {
  readonly events: (TestEvent | undefined)[] = [];
  readonly leaves: Buffer[] = [];
  readonly subjects = new Map<string, TestSubject>();
  readonly organisations: TestOrganisation[] = [];
  /** Entries of subjects that nobody asks for. */
  readonly #others: MapLeaf[] = [];

  tell(fields: { readonly act: string } & Record<string, unknown>, telling: Telling): string {
    const { signers, touches = () => [], breaches = [] } = telling;
    const ordinal = this.leaves.length;
    const time = new Date(startMs + ordinal * 60_000).toISOString();
    const [device, ...cosigners] = signers.map(({ kid }) => kid);
    const said = {
      network,
      party: 'PARTY',
      device,
      cosigners,
      eventTime: time,
      sequence: ordinal + 1,
      version: 1,
    };
    const payload = jcs({ ...said, ...fields });
    const id = digestOf(payload).toString('base64url');
    const signatures = telling.signatures?.(payload) ?? signers.map((key) => key.signEvent(payload));
    const event = { block: ordinal + 3, breaches, id, place: 0, signatures, time, tx: 0 };
    this.events.push({ ...event, payload });
    this.leaves.push(leafOf(jcs(event)));
    for (const [kind, name, state] of touches(id)) this.#touch(kind, name, { id, ordinal, state });
    return id;
  }

  /** Leaves and subjects of other people. */
  fill(leaves: number, subjects = 0): void {
    for (let index = 0; index < leaves; index++) {
      this.events.push(undefined);
      this.leaves.push(digestOf(`leaf ${this.leaves.length}`));
    }
    for (let index = 0; index < subjects; index++) {
      const name = `other ${this.#others.length}`;
      this.#others.push({ key: digestOf(name), hash: digestOf(name, 'hash') });
    }
  }

  #touch(
    kind: string,
    name: string,
    { id, ordinal, state }: { id: string; ordinal: number; state: object },
  ): void {
    const key = `${kind}/${name}`;
    const before = this.subjects.get(key);
    const digest = digestOf(before?.digest ?? Buffer.alloc(32), Buffer.from(id, 'base64url'));
    this.subjects.set(key, {
      ...{ kind, id: name, digest, state },
      ordinals: [...(before?.ordinals ?? []), ordinal],
    });
  }

  found(msp: string, keys: Partial<TestOrganisation> = {}): TestOrganisation {
    const { registrar = new TestKey(), log = new TestKey(), service = new TestKey() } = keys;
    const organisation = { msp, party: `PARTY-OF-${msp}`, registrar, log, service };
    const { party } = organisation;
    this.tell(
      {
        ...{ act: 'found', party, organisation: msp },
        ...{ registrarKey: registrar.key, logKey: log.key, serviceKey: service.key },
      },
      {
        signers: [registrar],
        touches: () => [
          ['party', party, { holds: [], organisation: msp, state: 'active' }],
          ['device', registrar.kid, { party, revoked: false, role: 'registrar' }],
          ['device', log.kid, { party, revoked: false, role: 'log' }],
          ['device', service.kid, { party, revoked: false, role: 'service' }],
        ],
      },
    );
    this.organisations.push(organisation);
    return organisation;
  }

  enrol(enroller: TestKey, subject: string, device = new TestKey()): TestKey {
    this.tell(
      { act: 'enrolDevice', subject, key: device.key, role: 'operator' },
      {
        signers: [enroller, device],
        touches: () => [['device', device.kid, { party: subject, revoked: false, role: 'operator' }]],
      },
    );
    return device;
  }

  pins(threshold = Math.min(3, this.organisations.length)): object {
    const organisations = this.organisations.map(({ msp, log, registrar }) => ({
      ...{ log: log.key, msp, registrar: registrar.kid },
    }));
    return { network, organisations, threshold };
  }

  /** A note over any roots, signed by whom one likes. */
  note(roots: Roots, { time = this.time, signedBy = this.organisations }: Signing = {}): string {
    const { root, states, block = this.leaves.length + 2 } = roots;
    const lines = [
      `mengsu/${network}`,
      this.leaves.length,
      root.toString('base64'),
      `states ${states.toString('base64')}`,
      `block ${block} ${digestOf('header').toString('hex')}`,
      `time ${time}`,
    ];
    const text = `${lines.join('\n')}\n`;
    const byName = [...signedBy].sort((a, b) => (a.msp < b.msp ? -1 : 1));
    return `${text}\n${byName.map(({ msp, log }) => log.signNote(text, msp)).join('')}`;
  }

  /** The time of a checkpoint after the last event. */
  get time(): string {
    return new Date(startMs + this.leaves.length * 60_000).toISOString();
  }

  /** All events that touch the lots, and all that the keys of their signers need. */
  #closure(lots: readonly string[]): { readonly ordinals: number[]; readonly full: Set<string> } {
    const full = new Set(lots.map((id) => `lot/${id}`));
    const ordinals = new Set<number>();
    // A set is walked with what is added on the way.
    for (const name of full)
      for (const ordinal of this.subjects.get(name)?.ordinals ?? []) {
        ordinals.add(ordinal);
        const { device, cosigners } = JSON.parse(this.events[ordinal]?.payload ?? '{}');
        for (const kid of [device, ...cosigners])
          if (this.subjects.has(`device/${kid}`)) full.add(`device/${kid}`);
      }
    return { ordinals: [...ordinals].sort((a, b) => a - b), full };
  }

  bundle(wanted: Wanted): BundleObject {
    const { lot, lots, named = [] } = wanted;
    const { ordinals, full } = this.#closure(lots);
    const places = new Map(ordinals.map((ordinal, place) => [ordinal, place]));
    const shown = [...new Set([...full, ...named])]
      .map((name) => ({ name, subject: this.subjects.get(name) }))
      .flatMap(({ name, subject }) => (subject ? [{ ...subject, name }] : []))
      .sort((a, b) => (`${a.kind} ${a.id}` < `${b.kind} ${b.id}` ? -1 : 1));
    const order = new Map(shown.map(({ name }, place) => [name, place]));
    const tree = prunedTree(this.leaves, places);
    const map = prunedMap([...this.#entries(order), ...this.#others]);
    return {
      version: 1,
      lot,
      checkpoint: this.note({ root: tree.hash, states: map.hash }, wanted),
      events: ordinals.map((ordinal) => {
        const { id: _, ...event } = this.events[ordinal] as TestEvent;
        return { ...event, ordinal };
      }),
      tree: tree.part,
      subjects: shown.map(({ name, kind, id, digest, ordinals: all, state }) => ({
        ...{ digest: digest.toString('base64url'), events: all.length, id, kind, state },
        ...(full.has(name) ? { of: all.map((ordinal) => places.get(ordinal)) } : {}),
      })),
      states: map.part,
      ...(wanted.from === undefined
        ? {}
        : { consistency: { from: wanted.from, path: this.#path(wanted.from) } }),
      ...(wanted.codes ? { codes: wanted.codes } : {}),
    };
  }

  #path = (from: number): string[] =>
    consistencyPath(this.leaves, from).map((hash) => hash.toString('base64url'));

  #entries(order: ReadonlyMap<string, number>): MapLeaf[] {
    return [...this.subjects].map(([name, { digest, ordinals, state }]) => {
      const value = jcs({ digest: digest.toString('base64url'), events: ordinals.length, state });
      const key = digestOf(name);
      return { key, hash: leafOf(Buffer.concat([key, digestOf(value)])), place: order.get(name) };
    });
  }
}
