import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerErrorCode, SignedDocument } from '@mengsu/chaincode/model';
import { type EventResult, type JobAnswer, OutboxFull } from '../outbox/index.ts';
import type { Store } from '../store/open-store.ts';
import { readChain, writeChain } from './place.ts';
import { type Family, type Speaker, signSpread } from './sign-spread.ts';

export interface SayOptions {
  readonly store: Store;
  readonly post: (document: SignedDocument) => { readonly answer: Promise<JobAnswer> };
  readonly onSpread: (said: SaidSpread) => void;
  readonly signal: AbortSignal;
}

/** What became of one spread. No name of a lot or a party. */
export interface SaidSpread {
  readonly event: string;
  readonly source: 'lot' | 'site';
  readonly children: number;
  readonly status: EventResult['status'];
  readonly code?: LedgerErrorCode;
}

/** The ledger does not take spreads of ours, for another reason than what they name. */
export class SpreadRefused extends Error {
  override readonly name = 'SpreadRefused';
  readonly code: string;

  constructor(code: string) {
    super(`a spread was refused: ${code}`);
    this.code = code;
  }
}

/** Of one document: together with what it makes the law read and write it stays far below every bound. */
const eventsMax = 40;
const childrenMax = 400;
const fullPauseMs = 1_000;

/** Subjects that went between the index and the ledger: what they would have carried is nothing any more. */
const passing = new Set<string>(['SUBJECT_UNKNOWN', 'LOT_UNKNOWN']);

/** Says spreads through the outbox, in documents, one after another; resolves when each has its answer. Throws SpreadRefused. */
export async function say(families: readonly Family[], speaker: Speaker, options: SayOptions): Promise<void> {
  const due = [...families];
  while (due.length > 0) {
    const taken = due.splice(0, countOf(due));
    due.unshift(...(await sayTogether(taken, speaker, options)));
  }
}

function countOf(due: readonly Family[]): number {
  let children = 0;
  const end = due.findIndex((family, index) => {
    children += family.children.length;
    return index === eventsMax || (index > 0 && children > childrenMax);
  });
  return end < 0 ? due.length : end;
}

/** Answers what is to be said again: of a refused spread, its halves, so that one reversed lot keeps nothing from its sisters. */
async function sayTogether(
  families: readonly Family[],
  speaker: Speaker,
  options: SayOptions,
): Promise<Family[]> {
  const document = await signAll(families, speaker, options.store);
  const answer = await orAborted(post(document, options), options.signal);
  if (answer.state === 'refused') throw new SpreadRefused(answer.code);
  const again: Family[] = [];
  for (const [index, result] of answer.results.entries()) {
    const family = families[index];
    if (!family) continue;
    const { source, children } = family;
    const refused = result.status === 'refused' ? { code: result.code } : {};
    options.onSpread({
      event: result.id,
      source: source.kind,
      children: children.length,
      status: result.status,
      ...refused,
    });
    if (result.status !== 'refused') continue;
    if (!passing.has(result.code)) throw new SpreadRefused(result.code);
    const half = Math.ceil(children.length / 2);
    if (children.length > 1)
      again.push({ source, children: children.slice(0, half) }, { source, children: children.slice(half) });
  }
  return again;
}

async function signAll(families: readonly Family[], speaker: Speaker, store: Store): Promise<SignedDocument> {
  const device = speaker.key.kid;
  let chain = await store.read((db) => readChain(db, device));
  const events: SignedDocument['events'][number][] = [];
  for (const family of families) {
    const event = await signSpread(family, speaker, chain);
    chain = { device, sequence: event.event.sequence, previous: event.id };
    events.push(event);
  }
  await writeChain(store.db, chain);
  return { mode: 'each', events };
}

async function post(document: SignedDocument, { post: offer, signal }: SayOptions): Promise<JobAnswer> {
  for (;;) {
    try {
      return await offer(document).answer;
    } catch (error) {
      if (!(error instanceof OutboxFull)) throw error;
      await sleep(fullPauseMs, undefined, { signal });
    }
  }
}

/** An answer may never come while this process lives. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
