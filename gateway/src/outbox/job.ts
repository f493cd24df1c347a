import { introducedKeys } from '@mengsu/chaincode/acts';
import {
  type Envelope,
  type LedgerErrorCode,
  type Mode,
  type PublicKey,
  type Result,
  type SignedDocument,
  type SignedEvent,
  signersOf,
} from '@mengsu/chaincode/model';
import { keyIdOf } from '../indexer/node-crypto.ts';

/** One signed event on its way: its id, its party, the key ids of its signers, and its envelope's JSON text. */
export interface WaitingEvent {
  readonly id: string;
  readonly party: string;
  readonly signers: readonly string[];
  readonly text: string;
}

/** A posted document on its way to the ledger; it is never split and its events are never reordered. */
export interface Job {
  readonly id: string;
  /** Order of acceptance. */
  readonly place: number;
  readonly mode: Mode;
  readonly events: readonly WaitingEvent[];
  /** Every party of its events, once each. */
  readonly parties: readonly string[];
  /** Key ids of its signers whom nobody known has enrolled. */
  readonly strangers: readonly string[];
  /** The keys that its events bring, by their ids. */
  readonly keys: ReadonlyMap<string, PublicKey>;
  /** It waits in each of these: its parties' lanes, unless strangers signed it. */
  lanes: readonly string[];
  /** Characters of its events' texts and what joins them. */
  readonly size: number;
  /** It goes alone: together with others the law failed. */
  alone: boolean;
  /** Its id was told to somebody, who may ask for the answer. */
  promised: boolean;
}

/** What became of one event: the law's own result, with the block that it stands in. */
export type EventResult = Result & { readonly block?: number; readonly recordedAt?: string };

/** LAW_FAILED: the chaincode has no answer to this document, which is a fault of ours. */
export type JobRefusalCode = LedgerErrorCode | 'LAW_FAILED';

/** `done`: every event has its result. `refused`: the document as a whole has none. */
export type JobAnswer =
  | { readonly state: 'done'; readonly results: readonly EventResult[] }
  | {
      readonly state: 'refused';
      readonly code: JobRefusalCode;
      readonly detail: string;
      readonly pointer: string;
    };

export function waitingEvent(signed: SignedEvent): WaitingEvent {
  const { id, event, envelope } = signed;
  return { id, party: event.party, signers: signersOf(event), text: envelopeText(envelope) };
}

export const envelopeText = (envelope: Envelope): string => JSON.stringify(envelope);

export function makeJob(
  said: { readonly id: string; readonly place: number; readonly strangers?: readonly string[] },
  document: SignedDocument,
): Job {
  const events = document.events.map(waitingEvent);
  const keys = document.events.flatMap(({ event }) => introducedKeys(event));
  const parties = [...new Set(events.map(({ party }) => party))];
  return {
    strangers: [],
    ...said,
    mode: document.mode,
    events,
    parties,
    keys: new Map(keys.map((key) => [keyIdOf(key), key])),
    lanes: parties,
    size: events.reduce((sum, { text }) => sum + Buffer.byteLength(text) + 1, 0),
    alone: false,
    promised: false,
  };
}

/** The document that a transaction of these jobs carries. Joined jobs have one event each, and one's refusal is not the others'. */
export function documentOf(jobs: readonly Job[]): string {
  const mode = jobs.length === 1 ? (jobs[0]?.mode ?? 'each') : 'each';
  const texts = jobs.flatMap((job) => job.events.map(({ text }) => text));
  return `{"mode":"${mode}","events":[${texts.join(',')}]}`;
}

/** Bytes of a document beside its events and their commas. */
export const documentFrameBytes = '{"mode":"each","events":[]}'.length;
