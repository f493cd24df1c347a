import { type Json, parseCanonical } from './canonical.ts';
import { type Bytes, utf8 } from './encodings.ts';
import { type BundledEvent, lotPattern, readEvent } from './event.ts';
import { Reader } from './form.ts';
import { type ItemCode, readCode } from './item-code.ts';
import { limits } from './limits.ts';
import { ProofError } from './proof-error.ts';
import { readSubject, type Subject } from './subject.ts';

/** A bundle that was read, and of which nothing is verified yet. */
export interface Bundle {
  readonly lot: string;
  readonly checkpoint: string;
  readonly events: readonly BundledEvent[];
  readonly tree: Json;
  readonly subjects: readonly Subject[];
  readonly states: Json;
  readonly consistency: Consistency | undefined;
  readonly code: ItemCode | undefined;
}

export interface Consistency {
  readonly from: number;
  readonly path: readonly Bytes[];
}

/** Throws BUNDLE_INVALID for what is not the one spelling of a bundle (docs/proof.md, Bundle). */
export function parseBundle(text: string): Bundle {
  if (text.length > limits.bundleBytesMax || utf8(text).length > limits.bundleBytesMax)
    throw new ProofError('BUNDLE_INVALID', `has over ${limits.bundleBytesMax} bytes`);
  const reader = new Reader(parseCanonical(text, limits.depthMax));
  const member = reader.members('checkpoint codes? consistency? events lot states subjects tree version');
  member('version').whole(1, 1);
  const lot = member('lot').text(lotPattern);
  return {
    lot,
    checkpoint: member('checkpoint').text(/^/),
    events: eventsOf(member('events')),
    tree: member('tree').value,
    subjects: subjectsOf(member('subjects')),
    states: member('states').value,
    consistency: reader.has('consistency') ? consistencyOf(member('consistency')) : undefined,
    code: reader.has('codes') ? readCode(member('codes'), lot) : undefined,
  };
}

/** In the order of the ledger, none twice. */
function eventsOf(reader: Reader): readonly BundledEvent[] {
  const events = reader.list(limits.eventsMax).map(readEvent);
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    if (before && !isBefore(before, event)) throw reader.refusal('are not in the order of the ledger');
  }
  if (new Set(events.map(({ id }) => id)).size !== events.length) throw reader.refusal('have one twice');
  return events;
}

function isBefore(left: BundledEvent, right: BundledEvent): boolean {
  if (left.ordinal >= right.ordinal) return false;
  if (left.block !== right.block) return left.block < right.block;
  return left.tx === right.tx ? left.place < right.place : left.tx < right.tx;
}

function subjectsOf(reader: Reader): readonly Subject[] {
  const subjects = reader.list(limits.subjectsMax).map(readSubject);
  for (const [index, subject] of subjects.entries()) {
    const before = subjects[index - 1];
    const isNext =
      !before || before.kind < subject.kind || (before.kind === subject.kind && before.id < subject.id);
    if (!isNext) throw reader.refusal('are not in order, each once');
  }
  return subjects;
}

function consistencyOf(reader: Reader): Consistency {
  const member = reader.members('from path');
  return {
    from: member('from').whole(),
    path: member('path')
      .list(limits.pathMax)
      .map((node) => node.bytes(32)),
  };
}
