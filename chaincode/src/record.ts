import { decideEvent, introducedKeys, keysOfEvent, type Submitter } from './acts/index.ts';
import { authorise } from './authorise.ts';
import {
  type Crypto,
  canonicalize,
  documentRefusals,
  keyOf,
  LedgerError,
  type Mode,
  parseDocument,
  type Receipt,
  type Result,
  type SignedEvent,
  signersOf,
  thumbprintOf,
  verifyEnvelope,
} from './model/index.ts';
import { Overlay, put, type StateStore } from './state/overlay.ts';

/** What one transaction brings to the law. */
export interface Transaction {
  readonly state: StateStore;
  readonly crypto: Crypto;
  /** The transaction's timestamp, RFC 3339: its submitter's word within 15 minutes. */
  readonly recordedAt: string;
  readonly submitter: Submitter;
}

/**
 * The engine: parse → verify → known already? → authorise → gather → decide → apply, event by event over one overlay; then one flush.
 * Answers a canonical `Receipt`. In mode `all` the first refusal is thrown; in mode `each` refused events leave no trace but their answer.
 * What cannot be believed (malformed, wrongly signed, another network's) fails the whole document in both modes.
 */
export async function record(text: string, transaction: Transaction): Promise<string> {
  const document = await parseDocument(text, transaction.crypto);
  const overlay = new Overlay(transaction.state);
  await overlay.fetch(document.events.flatMap(keysToFetch));
  const results: Result[] = [];
  for (const [index, signed] of document.events.entries()) {
    results.push(await answerOf(signed, { ...transaction, overlay, index, mode: document.mode }));
  }
  await overlay.flush();
  return canonicalize({ results } satisfies Receipt);
}

interface Step extends Transaction {
  readonly overlay: Overlay;
  readonly index: number;
  readonly mode: Mode;
}

function keysToFetch(signed: SignedEvent): string[] {
  const { event, id } = signed;
  const signers = signersOf(event).flatMap((kid) => [keyOf.device(kid), keyOf.withdrawal(kid, id)]);
  return [keyOf.network, keyOf.event(id), keyOf.party(event.party), ...signers, ...keysOfEvent(event)];
}

async function answerOf(signed: SignedEvent, step: Step): Promise<Result> {
  try {
    return await recordOne(signed, step);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (step.mode === 'all' || documentRefusals.has(error.code)) throw error.under(`/events/${step.index}`);
    const pointer = error.pointer === '' ? undefined : error.pointer;
    return { id: signed.id, status: 'refused', code: error.code, detail: error.detail, pointer };
  }
}

async function recordOne(signed: SignedEvent, step: Step): Promise<Result> {
  const { overlay, recordedAt } = step;
  const introduced = await introducedBy(signed, step);
  await requireNetwork(signed, overlay);
  await requireSignatures(signed, introduced, step);
  const known = await overlay.read(keyOf.event(signed.id));
  if (known) return { id: signed.id, status: 'exists', breaches: [...known.breaches] };
  const scene = await authorise(signed, introduced, step);
  const changes = await decideEvent(signed.event, overlay.read, scene);
  overlay.apply([...changes, put(keyOf.event(signed.id), { recordedAt, breaches: [] })]);
  return { id: signed.id, status: 'recorded', breaches: [] };
}

/** A key that an event brings, with its thumbprint and whether the ledger has it. */
export type Introduced = {
  readonly kid: string;
  readonly isEnrolled: boolean;
  readonly key: { readonly x: string; readonly y: string };
};

async function introducedBy(signed: SignedEvent, step: Step): Promise<Introduced[]> {
  const introduced: Introduced[] = [];
  for (const key of introducedKeys(signed.event)) {
    const kid = await thumbprintOf(key, step.crypto);
    introduced.push({ kid, key, isEnrolled: (await step.overlay.read(keyOf.device(kid))) !== undefined });
  }
  return introduced;
}

async function requireNetwork(signed: SignedEvent, overlay: Overlay): Promise<void> {
  const { act, network } = signed.event;
  const founded = await overlay.read(keyOf.network);
  if (founded ? founded.network === network : act === 'found') return;
  throw new LedgerError(
    'NETWORK_MISMATCH',
    `the event is for ${network}, this is ${founded?.network ?? 'not founded yet'}`,
    '/payload/network',
  );
}

async function requireSignatures(
  signed: SignedEvent,
  introduced: readonly Introduced[],
  step: Step,
): Promise<void> {
  const keys = new Map(introduced.map(({ kid, key }) => [kid, key]));
  for (const kid of signersOf(signed.event)) {
    const device = await step.overlay.read(keyOf.device(kid));
    if (device) keys.set(kid, device.key);
  }
  await verifyEnvelope(signed, (kid) => keys.get(kid), step.crypto);
}
