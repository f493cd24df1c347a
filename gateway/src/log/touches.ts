import { assertNever, type EventOf } from '@mengsu/chaincode/model';
import type { RecordedEvent } from '../indexer/decode-record.ts';
import { IndexAlarm } from '../indexer/index-alarm.ts';
import { keyIdOf } from '../indexer/node-crypto.ts';
import type { HoldRow } from '../store/law-tables.ts';
import {
  type LotState,
  type SubjectKind,
  type SubjectStates,
  unknownLot,
  withMark,
} from './subject-state.ts';

/** What an event makes of a subject. A subject that nothing was known of is undefined before. */
export type Touch = {
  [K in SubjectKind]: {
    readonly kind: K;
    readonly id: string;
    readonly next: (before: SubjectStates[K] | undefined) => SubjectStates[K];
  };
}[SubjectKind];

/** What the touches of an event need beside it. */
export interface TouchFacts {
  /** The lots that it names or moves, in its order. */
  readonly lots: readonly string[];
  /** The lots that it made, with what they were born with. */
  readonly made: ReadonlyMap<
    string,
    { readonly bestBefore: string | null; readonly claims: readonly string[] }
  >;
  /** The hold that it placed, with the lots on which it lies. */
  readonly hold: { readonly row: HoldRow; readonly lots: readonly string[] } | undefined;
  /** The keys that a founding ends. */
  readonly ended: readonly string[];
}

/** Every subject that an event touches, each once. Pure. */
export function touchesOf(recorded: RecordedEvent, facts: TouchFacts): Touch[] {
  return [...lotTouches(recorded, facts), ...markTouches(recorded, facts), ...trustTouches(recorded, facts)];
}

function lotTouches(recorded: RecordedEvent, facts: TouchFacts): Touch[] {
  const stripped = recorded.spread?.stripped ?? [];
  const lots = new Set([...facts.lots, ...(facts.hold?.lots ?? []), ...stripped]);
  return [...lots].map((lot) => ({
    kind: 'lot',
    id: lot,
    next: (before = unknownLot) =>
      corrected(marked(born(before, lot, { recorded, facts }), lot, { recorded, facts }), recorded),
  }));
}

interface Told {
  readonly recorded: RecordedEvent;
  readonly facts: TouchFacts;
}

function born(state: LotState, lot: string, { recorded, facts }: Told): LotState {
  const one = facts.made.get(lot);
  if (!one) return state;
  const { bestBefore, claims } = one;
  return { ...state, claims, madeBy: recorded.id, ...(bestBefore !== null && { bestBefore }) };
}

/** The holds that a lot is born with or that are placed on it, its recall, and the claims that it lost. */
function marked(before: LotState, lot: string, { recorded, facts }: Told): LotState {
  const { id, event, carried, spread } = recorded;
  const { hold } = facts;
  const inherited = (carried ?? []).filter((mark) => mark.lot === lot).map((mark) => mark.hold);
  const holds = [...inherited, ...(hold?.lots.includes(lot) ? [id] : [])];
  const held = holds.reduce<LotState>((state, one) => withMark(state, 'holds', one), before);
  const state = event.act === 'recall' ? withMark(held, 'recalls', id) : held;
  return spread?.stripped.includes(lot) ? { ...state, claims: [] } : state;
}

const corrected = (state: LotState, { event }: RecordedEvent): LotState =>
  event.act === 'correct' && event.reverse && state.madeBy === event.event
    ? { ...state, reversed: true }
    : state;

function markTouches({ id, event }: RecordedEvent, { hold }: TouchFacts): Touch[] {
  const touches: Touch[] = [];
  if (hold) {
    const { scope } = hold.row;
    touches.push({ kind: 'hold', id, next: () => ({ released: false, scope }) });
  }
  if (event.act === 'release')
    touches.push({
      kind: 'hold',
      id: event.hold,
      next: (before) => ({ ...known(before, 'hold', event.hold), released: true }),
    });
  if (event.act === 'recall') {
    const { level, drill = false } = event;
    touches.push({ kind: 'recall', id, next: () => ({ closed: false, drill, level }) });
  }
  if (event.act === 'closeRecall')
    touches.push({
      kind: 'recall',
      id: event.recall,
      next: (before) => ({ ...known(before, 'recall', event.recall), closed: true }),
    });
  return touches;
}

function trustTouches({ id, event }: RecordedEvent, { hold, ended }: TouchFacts): Touch[] {
  switch (event.act) {
    case 'found':
      return foundingTouches(event, ended);
    case 'enrolParty': {
      const { subject, organisation } = event;
      return [{ kind: 'party', id: subject, next: () => ({ holds: [], organisation, state: 'active' }) }];
    }
    case 'changeParty':
      return [{ kind: 'party', id: event.subject, next: (before) => known(before, 'party', event.subject) }];
    case 'hold':
      return hold?.row.scope === 'party' ? [partyHold(hold.row.party ?? '', id)] : [];
    case 'registerProduct': {
      const { gtin, category, party: owner } = event;
      return [{ kind: 'product', id: gtin, next: () => ({ category, owner }) }];
    }
    case 'registerSite': {
      const { division, kind } = event;
      return [
        {
          kind: 'site',
          id: `${event.party}/${event.site}`,
          next: () => ({ division, kind, state: 'active' }),
        },
      ];
    }
    case 'enrolDevice':
      return [enrolment(event)];
    case 'revokeDevice':
      return [revocation(event.subject)];
    case 'issueCertificate':
      return [
        { kind: 'certificate', id: `${event.party}/${event.number}`, next: () => ({ state: 'active' }) },
      ];
    case 'restrict':
      return standing(event.subject, event.to);
    case 'reinstate':
      return standing(event.subject, 'active');
    default:
      return [];
  }
}

function foundingTouches(event: EventOf<'found'>, ended: readonly string[]): Touch[] {
  const { party, organisation } = event;
  const keys = [
    [event.registrarKey, 'registrar'],
    [event.logKey, 'log'],
    [event.serviceKey, 'service'],
  ] as const;
  return [
    {
      kind: 'party',
      id: party,
      next: (before) => ({ holds: before?.holds ?? [], organisation, state: 'active' }),
    },
    ...ended.map(revocation),
    ...keys.map(
      ([key, role]): Touch => ({
        kind: 'device',
        id: keyIdOf(key),
        next: () => ({ party, revoked: false, role }),
      }),
    ),
  ];
}

function enrolment({ subject: party, key, role, validUntil }: EventOf<'enrolDevice'>): Touch {
  const state = { party, revoked: false, role, ...(validUntil !== undefined && { validUntil }) };
  return { kind: 'device', id: keyIdOf(key), next: () => state };
}

const revocation = (kid: string): Touch => ({
  kind: 'device',
  id: kid,
  next: (before) => ({ ...known(before, 'device', kid), revoked: true }),
});

const partyHold = (party: string, hold: string): Touch => ({
  kind: 'party',
  id: party,
  next: (before) => withMark(known(before, 'party', party), 'holds', hold),
});

type Subject = EventOf<'restrict'>['subject'];

/** Quotas are not in the map. */
function standing(subject: Subject, state: string): Touch[] {
  switch (subject.kind) {
    case 'certificate':
      return [{ kind: 'certificate', id: subject.certificate, next: () => ({ state }) }];
    case 'party': {
      const { party } = subject;
      return [{ kind: 'party', id: party, next: (before) => ({ ...known(before, 'party', party), state }) }];
    }
    case 'site': {
      const id = `${subject.holder}/${subject.site}`;
      return [{ kind: 'site', id, next: (before) => ({ ...known(before, 'site', id), state }) }];
    }
    case 'quota':
      return [];
    default:
      return assertNever(subject);
  }
}

function known<S>(before: S | undefined, kind: SubjectKind, id: string): S {
  if (before === undefined) throw new IndexAlarm('CONTRADICTION', `nothing was said of ${kind} ${id} before`);
  return before;
}
