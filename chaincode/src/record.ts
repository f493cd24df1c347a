import {
  decideEvent,
  type IntroducedKey,
  introducedKeys,
  keysOfEvent,
  keysThatFollow,
  type Submitter,
} from './acts/index.ts';
import { authorise } from './authorise.ts';
import {
  type Crypto,
  canonicalize,
  documentRefusals,
  keyOf,
  LedgerError,
  type Mode,
  type PublicKey,
  parseDocument,
  type Receipt,
  type Result,
  type SignedDocument,
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
  return recordDocument(await parseDocument(text, transaction.crypto), transaction);
}

/** The same for a document that was parsed already; its signatures are verified here. */
export async function recordDocument(document: SignedDocument, transaction: Transaction): Promise<string> {
  const overlay = new Overlay(transaction.state);
  const said = await Promise.all(document.events.map((signed) => introduce(signed, transaction.crypto)));
  await overlay.fetch(said.flatMap(keysToFetch));
  await overlay.fetch((await Promise.all(said.map((each) => keysToFetchNext(each, overlay)))).flat());
  const results: Result[] = [];
  for (const [index, each] of said.entries()) {
    results.push(await answerOf(each, { ...transaction, overlay, index, mode: document.mode }));
  }
  await overlay.flush();
  return canonicalize({ results } satisfies Receipt);
}

interface Step extends Transaction {
  readonly overlay: Overlay;
  readonly index: number;
  readonly mode: Mode;
}

/** A parsed event with the keys that it brings itself. */
interface Said {
  readonly signed: SignedEvent;
  readonly brings: readonly { readonly kid: string; readonly key: PublicKey }[];
}

async function introduce(signed: SignedEvent, crypto: Crypto): Promise<Said> {
  const brings = introducedKeys(signed.event).map(async (key) => ({
    kid: await thumbprintOf(key, crypto),
    key,
  }));
  return { signed, brings: await Promise.all(brings) };
}

/** What the event alone tells to fetch. */
function keysToFetch({ signed, brings }: Said): string[] {
  const { event, id } = signed;
  const signers = signersOf(event).flatMap((kid) => [keyOf.device(kid), keyOf.withdrawal(kid, id)]);
  const introduced = brings.map(({ kid }) => keyOf.device(kid));
  return [
    keyOf.network,
    keyOf.event(id),
    keyOf.party(event.party),
    ...signers,
    ...introduced,
    ...keysOfEvent(event),
  ];
}

/** What the records under `keysToFetch` tell to fetch next: the cosigners' parties, a mandate and the delegate, and what the act names. */
async function keysToFetchNext({ signed }: Said, overlay: Overlay): Promise<string[]> {
  const keys = [...(await keysThatFollow(signed.event, overlay.read))];
  for (const kid of signed.event.cosigners) {
    const device = await overlay.read(keyOf.device(kid));
    if (device) keys.push(keyOf.party(device.party));
  }
  const device = await overlay.read(keyOf.device(signed.event.device));
  if (device && device.party !== signed.event.party)
    keys.push(keyOf.mandate(signed.event.party, device.party), keyOf.party(device.party));
  return keys;
}

async function answerOf(said: Said, step: Step): Promise<Result> {
  try {
    return await recordOne(said, step);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    if (step.mode === 'all' || documentRefusals.has(error.code)) throw error.under(`/events/${step.index}`);
    const pointer = error.pointer === '' ? undefined : error.pointer;
    return { id: said.signed.id, status: 'refused', code: error.code, detail: error.detail, pointer };
  }
}

async function recordOne(said: Said, step: Step): Promise<Result> {
  const { overlay, recordedAt } = step;
  const { signed } = said;
  await requireNetwork(signed, overlay);
  await requireSignatures(said, step);
  const known = await overlay.read(keyOf.event(signed.id));
  if (known) return { id: signed.id, status: 'exists', breaches: [...known.breaches] };
  const scene = await authorise(signed, await introducedBy(said, overlay), step);
  const { changes, breaches, effect } = await decideEvent(signed.event, overlay.read, scene);
  const { act, party } = signed.event;
  overlay.apply([...changes, put(keyOf.event(signed.id), { recordedAt, act, party, breaches, effect })]);
  return { id: signed.id, status: 'recorded', breaches: [...breaches] };
}

async function introducedBy({ brings }: Said, overlay: Overlay): Promise<IntroducedKey[]> {
  const introduced: IntroducedKey[] = [];
  for (const { kid } of brings) {
    introduced.push({ kid, isEnrolled: (await overlay.read(keyOf.device(kid))) !== undefined });
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

/** Signers are devices of the ledger, or keys that the event brings: these may cosign it, and only a founding is signed first by one. */
async function requireSignatures({ signed, brings }: Said, step: Step): Promise<void> {
  const { event } = signed;
  const keys = new Map<string, PublicKey>();
  for (const { kid, key } of brings) {
    if (kid !== event.device || event.act === 'found') keys.set(kid, key);
  }
  for (const kid of signersOf(event)) {
    const device = await step.overlay.read(keyOf.device(kid));
    if (device) keys.set(kid, device.key);
  }
  await verifyEnvelope(signed, (kid) => keys.get(kid), step.crypto);
}
