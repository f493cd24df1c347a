import type { Result } from '@mengsu/chaincode/model';
import { digestWrites, type LedgerWrite, type WriteSet } from '../indexer/write-set.ts';
import type { AlarmKind } from './audit-tables.ts';
import type { Execution } from './execute.ts';

/** A VALID transaction as the index has it, with the events that it recorded for the first time, in order. */
export interface AuditedTransaction {
  readonly block: number;
  readonly tx: number;
  readonly txId: string;
  readonly writesDigest: string;
  readonly foreignCall: string | undefined;
  readonly events: readonly { readonly id: string; readonly breaches: readonly string[] }[];
}

/** Why our execution does not agree with the ledger: codes, counts and digests; no detail of a refusal, because it names parties. */
export interface Finding {
  readonly kind: AlarmKind;
  /** The first event that it is about. */
  readonly event: string | undefined;
  readonly found: string;
  readonly expected: string;
}

/** A call that is not ours has no business in our namespace, whatever it wrote. */
export const foreignFinding = (call: string): Finding => ({
  kind: 'FOREIGN_WRITER',
  event: undefined,
  found: `${call} writes to the namespace`,
  expected: 'top-level calls of record alone write to it',
});

/**
 * Pure. Undefined where our execution agrees. One finding a transaction: what differs after the first difference may follow from it.
 * An event's own difference comes before its writes', which follow from it always.
 */
export function judge(transaction: AuditedTransaction, execution: Execution): Finding | undefined {
  const { events, writesDigest } = transaction;
  if (execution.status === 'failed') {
    const { name } = execution.failure;
    return finding('LAW_FAILED', undefined, [`our execution fails: ${name}`, 'an answer of the law']);
  }
  if (execution.status === 'refused') {
    const { code, pointer } = execution.refusal;
    const place = Number(/^\/events\/(\d+)/.exec(pointer)?.[1] ?? 0);
    return finding('EVENT_REFUSED', events[place]?.id, ['recorded', `refused: ${code}`]);
  }
  const differing = events.flatMap(({ id, breaches }, place) => {
    const found = eventFinding({ id, breaches }, execution.results[place]);
    return found ? [found] : [];
  });
  const [first] = differing;
  if (first) return differing.length === 1 ? first : andMore(first, differing.length - 1);
  const ours = digestWrites({ writes: execution.writes, others: 0 });
  if (ours === writesDigest) return undefined;
  return finding('WRITES_DIFFER', events[0]?.id, [`writes ${writesDigest}`, `writes ${ours}`]);
}

function eventFinding(
  recorded: AuditedTransaction['events'][number],
  result: Result | undefined,
): Finding | undefined {
  const { id } = recorded;
  if (result?.status !== 'recorded') {
    const answer = result?.status === 'refused' ? `refused: ${result.code}` : (result?.status ?? 'no answer');
    return finding('EVENT_REFUSED', id, ['recorded', answer]);
  }
  const [found, expected] = [recorded.breaches.join(' '), result.breaches.join(' ')];
  if (found === expected) return undefined;
  return finding('BREACHES_DIFFER', id, [`breaches: ${found || 'none'}`, `breaches: ${expected || 'none'}`]);
}

const finding = (kind: AlarmKind, event: string | undefined, said: [string, string]): Finding => ({
  kind,
  event,
  found: said[0],
  expected: said[1],
});

const andMore = (first: Finding, more: number): Finding => ({
  ...first,
  expected: `${first.expected} (and ${more} more events of this transaction differ)`,
});

/** Where two write sets part, in words: how many keys, and records of which kinds. Keys themselves name parties. */
export function differenceOf(ledger: WriteSet, ours: readonly LedgerWrite[]): string {
  const expected = new Map(ours.map(({ key, value }) => [key, value]));
  const extra: string[] = [];
  const changed: string[] = [];
  for (const { key, value } of ledger.writes) {
    if (!expected.has(key)) extra.push(key);
    else if (!isSame(value, expected.get(key))) changed.push(key);
    expected.delete(key);
  }
  const said = [
    ['beyond ours', extra],
    ['missing', [...expected.keys()]],
    ['otherwise', changed],
  ] as const;
  const parts = said.flatMap(([what, keys]) =>
    keys.length === 0 ? [] : [`${keys.length} ${what} (${kindsOf(keys)})`],
  );
  if (ledger.others > 0) parts.push(`${ledger.others} of metadata or private data`);
  return parts.join(', ');
}

const isSame = (left: Uint8Array | undefined, right: Uint8Array | undefined): boolean =>
  left === undefined || right === undefined ? left === right : Buffer.from(left).equals(right);

const kindsMax = 6;

const kindsOf = (keys: readonly string[]): string => {
  const kinds = new Set(keys.map((key) => /^[a-zA-Z]{1,20}(?=\/|$)/.exec(key)?.[0] ?? 'unknown'));
  return [...kinds].sort().slice(0, kindsMax).join(' ');
};
