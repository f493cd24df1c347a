import { canonicalize, type Json } from './canonical.ts';
import { type Bytes, concat, fromBase64url, isSame } from './encodings.ts';
import { type BundledEvent, lotPattern, type SignerRole, signerRoles } from './event.ts';
import type { Reader } from './form.ts';
import { limits } from './limits.ts';
import { ProofError } from './proof-error.ts';
import { sha256 } from './sha256.ts';
import { type Entry, entryOf } from './states.ts';

export interface LotState {
  readonly bestBefore?: string;
  readonly claims: readonly string[];
  readonly holds: readonly string[];
  readonly recalls: readonly string[];
  readonly madeBy?: string;
  readonly reversed?: true;
  /** More marks came than are listed: it reads as on hold. */
  readonly crowded?: true;
}

export const holdScopes = ['lots', 'holding', 'party', 'goods'] as const;
export type HoldScope = (typeof holdScopes)[number];

/** What a subject's kind and state are: they belong together. */
export type Standing =
  | { readonly kind: 'lot'; readonly state: LotState }
  | { readonly kind: 'hold'; readonly state: { readonly released: boolean; readonly scope: HoldScope } }
  | {
      readonly kind: 'recall';
      readonly state: { readonly closed: boolean; readonly drill: boolean; readonly level: number };
    }
  | {
      readonly kind: 'device';
      readonly state: {
        readonly party: string;
        readonly revoked: boolean;
        readonly role: SignerRole;
        readonly validUntil?: string;
      };
    }
  | { readonly kind: 'certificate'; readonly state: { readonly state: string } }
  | {
      readonly kind: 'party';
      readonly state: {
        readonly holds: readonly string[];
        readonly organisation: string;
        readonly state: string;
        readonly crowded?: true;
      };
    }
  | { readonly kind: 'product'; readonly state: { readonly category: string; readonly owner: string } }
  | {
      readonly kind: 'site';
      readonly state: { readonly division: string; readonly kind: string; readonly state: string };
    };

export type Subject = Standing & {
  readonly id: string;
  readonly entry: Entry;
  readonly digest: Bytes;
  readonly events: number;
  /** Places among the bundle's events of all that touch it; undefined where the bundle does not have them all. */
  readonly of: readonly number[] | undefined;
};

export type SubjectOf<K extends Standing['kind']> = Extract<Subject, { readonly kind: K }>;

const kinds = ['lot', 'hold', 'recall', 'device', 'certificate', 'party', 'product', 'site'] as const;
const namePattern = /^[!-~]{1,128}$/;
const states = ['active', 'suspended', 'withdrawn'] as const;

/** Throws BUNDLE_INVALID. */
export function readSubject(reader: Reader): Subject {
  const member = reader.members('digest events id kind of? state');
  const kind = member('kind').oneOf(kinds);
  const id = idOf(kind, member('id'));
  const events = member('events').whole(1);
  const value = { digest: member('digest').digest(), events, state: member('state').value };
  return {
    id,
    digest: member('digest').bytes(32),
    events,
    of: reader.has('of')
      ? member('of')
          .list(limits.eventsMax)
          .map((place) => place.whole())
      : undefined,
    entry: entryOf(kind, id, canonicalize(value as Json) ?? ''),
    ...standingOf(kind, member('state')),
  };
}

function idOf(kind: Standing['kind'], reader: Reader): string {
  if (kind === 'lot') return reader.text(lotPattern);
  return kind === 'hold' || kind === 'recall' || kind === 'device'
    ? reader.digest()
    : reader.text(namePattern);
}

function standingOf(kind: Standing['kind'], reader: Reader): Standing {
  switch (kind) {
    case 'lot':
      return { kind, state: lotStateOf(reader) };
    case 'hold': {
      const member = reader.members('released scope');
      return {
        kind,
        state: { released: member('released').boolean(), scope: member('scope').oneOf(holdScopes) },
      };
    }
    case 'recall': {
      const member = reader.members('closed drill level');
      const [closed, drill] = [member('closed').boolean(), member('drill').boolean()];
      return { kind, state: { closed, drill, level: member('level').whole(1, 3) } };
    }
    case 'device':
      return { kind, state: deviceStateOf(reader) };
    case 'certificate':
      return { kind, state: { state: reader.members('state')('state').oneOf(states) } };
    case 'party': {
      const member = reader.members('crowded? holds organisation state');
      return {
        kind,
        state: {
          holds: member('holds').digests(limits.marksMax),
          organisation: member('organisation').text(namePattern),
          state: member('state').oneOf(states),
          ...crowdedIn(reader),
        },
      };
    }
    case 'product': {
      const member = reader.members('category owner');
      return {
        kind,
        state: { category: member('category').text(namePattern), owner: member('owner').text(namePattern) },
      };
    }
    case 'site': {
      const member = reader.members('division kind state');
      const [division, siteKind] = [member('division').text(/^\d{6}$/), member('kind').text(namePattern)];
      return { kind, state: { division, kind: siteKind, state: member('state').oneOf(states) } };
    }
  }
}

/** Throws BUNDLE_INVALID where it is there and not true. */
function crowdedIn(reader: Reader): { readonly crowded?: true } {
  if (!reader.has('crowded')) return {};
  const crowded = reader.at('crowded');
  if (!crowded.boolean()) throw crowded.refusal('is left out where it is not true');
  return { crowded: true };
}

function deviceStateOf(reader: Reader): SubjectOf<'device'>['state'] {
  const member = reader.members('party revoked role validUntil?');
  return {
    party: member('party').text(namePattern),
    revoked: member('revoked').boolean(),
    role: member('role').oneOf(signerRoles),
    ...(reader.has('validUntil') ? { validUntil: member('validUntil').instant() } : {}),
  };
}

function lotStateOf(reader: Reader): LotState {
  const member = reader.members('bestBefore? claims crowded? holds madeBy? recalls reversed?');
  const claims = member('claims')
    .list(limits.claimsMax)
    .map((one) => one.text(/^[a-z0-9][a-z0-9-]{0,19}$/));
  const isRising = claims.every((one, index) => index === 0 || (claims[index - 1] ?? '') < one);
  if (!isRising) throw member('claims').refusal('is not sorted, each once');
  if (reader.has('reversed') && !member('reversed').boolean())
    throw member('reversed').refusal('is left out where it is not true');
  return {
    ...(reader.has('bestBefore') ? { bestBefore: member('bestBefore').text(/^20\d{2}-\d{2}-\d{2}$/) } : {}),
    claims,
    holds: member('holds').digests(limits.marksMax),
    recalls: member('recalls').digests(limits.marksMax),
    ...(reader.has('madeBy') ? { madeBy: member('madeBy').digest() } : {}),
    ...(reader.has('reversed') ? { reversed: true } : {}),
    ...crowdedIn(reader),
  };
}

/** Where a subject says which events touch it, they are all of them. Throws SUBJECT_INCOMPLETE. */
export function requireComplete(subject: Subject, events: readonly BundledEvent[], pointer: string): void {
  const { of, digest } = subject;
  if (!of) return;
  const incomplete = (detail: string) => new ProofError('SUBJECT_INCOMPLETE', detail, pointer);
  if (of.length !== subject.events) throw incomplete(`has ${of.length} events of ${subject.events}`);
  let chained: Uint8Array = new Uint8Array(32);
  for (const [index, place] of of.entries()) {
    const event = events[place];
    if (!event || place <= (of[index - 1] ?? -1))
      throw incomplete('names events that are not there, or not in order');
    chained = sha256(concat(chained, fromBase64url(event.id) ?? new Uint8Array(0)));
  }
  if (!isSame(chained, digest)) throw incomplete('has other events than the map says');
}
