import { type Bytes, fromBase64url, utf8 } from './encodings.ts';
import { lotPattern, type Said } from './event.ts';
import type { Reader } from './form.ts';
import { limits } from './limits.ts';
import { ProofError } from './proof-error.ts';
import { leafHash, verifyInclusion } from './tree.ts';
import type { Verdict } from './verdict.ts';

/** One code of a set, and its path to the root that was issued. */
export interface ItemCode {
  readonly set: number;
  readonly party: string;
  readonly lot: string;
  readonly serial: string;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly path: readonly Bytes[];
}

/** `void`: for good, active before or not. `activated`: on a piece. `issued`: proven to be issued, and of more there is no proof. */
export type CodeState = 'issued' | 'activated' | 'void';

/** Throws BUNDLE_INVALID. */
export function readCode(reader: Reader, lot: string): ItemCode {
  const member = reader.members('count index lot party path serial set');
  const count = member('count').whole(1, limits.codesPerSetMax);
  if (member('lot').text(lotPattern) !== lot) throw member('lot').refusal('is not the lot of the bundle');
  return {
    set: member('set').whole(1, 99),
    party: member('party').text(/^[!-~]{1,128}$/),
    lot,
    // Characters of GS1 set 82 (AI 21).
    serial: member('serial').text(/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}$/),
    index: member('index').whole(0, count - 1),
    count,
    path: member('path')
      .list(limits.codePathMax)
      .map((node) => node.bytes(32)),
  };
}

/** How a code stands. Throws CODE_UNPROVEN where no issue in the verdict is of its set, or the set's root does not hold it. */
export function verifyCode(code: ItemCode, { events, lots }: Pick<Verdict, 'events' | 'lots'>): CodeState {
  const all = [...events.values()].map(({ said }) => said);
  const isOfSet = (said: Said): boolean =>
    'set' in said && said.party === code.party && said.lot === code.lot && said.set === code.set;
  const isIssued = all.some(
    (said) =>
      said.act === 'issueCodes' && isOfSet(said) && said.count === code.count && isUnder(code, said.root),
  );
  if (!isIssued)
    throw new ProofError('CODE_UNPROVEN', `is in no set of ${code.lot} that was issued`, '/codes');
  const isInRange = (act: 'activateCodes' | 'voidCodes'): boolean =>
    all.some((said) => said.act === act && isOfSet(said) && said.from <= code.index && code.index <= said.to);
  if (isInRange('voidCodes')) return 'void';
  // Where events of the lot are left out, one of them may have voided it.
  return isInRange('activateCodes') && lots.get(code.lot)?.complete === true ? 'activated' : 'issued';
}

const isUnder = ({ serial, index, count, path }: ItemCode, root: string): boolean =>
  verifyInclusion({
    leaf: leafHash(utf8(serial)),
    index,
    size: count,
    path,
    root: fromBase64url(root) ?? new Uint8Array(0),
  });
