import {
  type DeclarationRecord,
  type Effect,
  type EventOf,
  type EventRecord,
  keyOf,
  LedgerError,
  type PartyRecord,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import { requireRegulatorOr } from './office.ts';
import { requireDeviceRole } from './require.ts';
import { notReversible } from './reversal.ts';
import { gatherReversal, reversalKeys, type Undoable } from './reversals.ts';

type Correct = EventOf<'correct'>;

interface CorrectFacts {
  readonly target: EventRecord | undefined;
  /** Whose event it was. */
  readonly author: PartyRecord | undefined;
  readonly declaration: DeclarationRecord | undefined;
  readonly undoable: Undoable | undefined;
}

/**
 * 更正: the party, or a regulator of its division, tells that an event is wrong. It stays, and says by what it was corrected; a 合格证 is revoked.
 * Only the party itself undoes amounts, and only where nothing has been built upon them.
 */
export const correct: Act<Correct, CorrectFacts> = {
  keys: (event) => [keyOf.event(event.event), keyOf.declaration(event.event)],

  async keysThatFollow(event, read) {
    const target = await read(keyOf.event(event.event));
    const undone = undoneBy(event, target);
    return [
      ...(target ? [keyOf.party(target.party)] : []),
      ...(undone ? await reversalKeys(undone.effect, undone.party, read) : []),
    ];
  },

  async gather(event, read) {
    const target = await read(keyOf.event(event.event));
    const undone = undoneBy(event, target);
    return {
      target,
      author: target && (await read(keyOf.party(target.party))),
      declaration: await read(keyOf.declaration(event.event)),
      undoable: undone && (await gatherReversal(undone.effect, undone.party, read)),
    };
  },

  decide(event, { target, author, declaration, undoable }, scene) {
    requireDeviceRole(scene, 'operator');
    if (target) requireCorrector(event, target, author, scene);
    undoable?.requireHands(scene);
    if (!target) throw new LedgerError('SUBJECT_UNKNOWN', `event ${event.event} is not recorded`);
    const undone = event.reverse ? reverse(event, target.act, undoable) : [];
    if (target.correctedBy !== undefined)
      throw new LedgerError('ALREADY_CORRECTED', `${event.event} was corrected by ${target.correctedBy}`);
    const revoked = declaration && { ...declaration, revokedAt: scene.recordedAt };
    return {
      changes: [
        ...undone,
        put(keyOf.event(event.event), { ...target, correctedBy: scene.id }),
        ...(revoked ? [put(keyOf.declaration(event.event), revoked)] : []),
      ],
    };
  },
};

/** What the target did, where it is to be undone and can be. */
const undoneBy = (
  { reverse }: Correct,
  target: EventRecord | undefined,
): { readonly effect: Effect; readonly party: string } | undefined =>
  reverse && target?.effect ? { effect: target.effect, party: target.party } : undefined;

function requireCorrector(
  event: Correct,
  target: EventRecord,
  author: PartyRecord | undefined,
  scene: Scene,
): void {
  const isOwn = target.party === event.party;
  const what = `event ${event.event} of ${target.party}`;
  if (event.reverse && !isOwn)
    throw new LedgerError('ROLE_NOT_ALLOWED', `${what} is undone by that party alone`);
  const jurisdiction = author && { remits: [], division: author.division };
  requireRegulatorOr(isOwn, event, scene, { what, jurisdiction });
}

function reverse(event: Correct, act: string, undoable: Undoable | undefined): readonly Change[] {
  if (!undoable) throw notReversible(`${event.event} is a ${act}: it is mended by an act of its own`);
  return undoable.undo();
}
