import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CodeView, ScanSummary } from '@mengsu/web-scan/views';
import type { LotName } from '../http/parts.ts';
import type { CodeSetAnswer, CodeSetsAnswer } from '../store/queries/item-codes.ts';
import { LineCheck } from './check-set.ts';
import type { CodeShelf, IssuedSet } from './code-shelf.ts';
import type { CodeMembership } from './membership.ts';
import { type CheckKey, lineLength } from './serial.ts';

/** What became of a look-up. `noSets`: sets were issued, and none of them is here. */
export type FoundCode =
  | { readonly status: 'found'; readonly code: CodeView }
  | { readonly status: 'unknown' | 'noSets' };

/** Everything that HTTP asks of item codes. */
export interface ItemDesk {
  /** Whether a serial bears our check characters. Looks nothing up. */
  accepts(serial: string): Promise<boolean>;
  /** The code among those that were issued for the lot. */
  find(name: LotName, serial: string): Promise<FoundCode>;
  /** A set as the ledger has it. */
  issued(name: LotName, by: { readonly party: string; readonly set: number }): Promise<IssuedSet | undefined>;
  /** Takes the file of a set; nothing is kept where it is another. Throws SetFileError or SetMismatch. */
  receive(bytes: Readable, issued: IssuedSet): Promise<void>;
  /** A known code was looked at. */
  saw(serial: string, address: string): void;
}

export interface ItemDeskParts {
  /** Made at its first need. */
  readonly openKey: () => Promise<CheckKey>;
  readonly shelf: CodeShelf;
  readonly readSets: (name: LotName) => Promise<CodeSetsAnswer>;
  readonly scans: {
    summary(serial: string): Promise<ScanSummary>;
    saw(serial: string, address: string): void;
  };
}

/** The desk over a shelf, the index and the scans. */
export class ShelfDesk implements ItemDesk {
  readonly #parts: ItemDeskParts;
  #key: Promise<CheckKey> | undefined;
  #lookups = 0;

  constructor(parts: ItemDeskParts) {
    this.#parts = parts;
  }

  /** How many times a serial was looked up in the index and the files. */
  get lookups(): number {
    return this.#lookups;
  }

  async accepts(serial: string): Promise<boolean> {
    return (await this.#openKey()).accepts(serial);
  }

  async find(name: LotName, serial: string): Promise<FoundCode> {
    if (!(await this.accepts(serial))) return { status: 'unknown' };
    this.#lookups += 1;
    const { readSets, shelf, scans } = this.#parts;
    const { sets, contains } = await readSets(name);
    const here: CodeSetAnswer[] = [];
    for (const set of sets) if (await shelf.has(set)) here.push(set);
    for (const set of here) {
      const membership = await shelf.find(set, serial);
      if (!membership) continue;
      const scanned = await scans.summary(serial);
      return { status: 'found', code: { ...codeViewOf(membership, set), contains, scans: scanned } };
    }
    return { status: here.length < sets.length ? 'noSets' : 'unknown' };
  }

  async issued({ gtin, lot }: LotName, by: { readonly party: string; readonly set: number }) {
    const { sets } = await this.#parts.readSets({ gtin, lot });
    return sets.find(({ party, set }) => party === by.party && set === by.set);
  }

  async receive(bytes: Readable, issued: IssuedSet): Promise<void> {
    const key = await this.#openKey();
    const draft = await this.#parts.shelf.makeDraft();
    try {
      await pipeline(firstLinesChecked(bytes, key), createWriteStream(draft, { flags: 'wx', mode: 0o600 }));
      await this.#parts.shelf.take(draft, issued, key);
    } finally {
      await rm(draft, { force: true });
    }
  }

  saw(serial: string, address: string): void {
    this.#parts.scans.saw(serial, address);
  }

  #openKey(): Promise<CheckKey> {
    this.#key ??= this.#parts.openKey().catch((error: unknown) => {
      // Not remembered: whoever mends the file need not start anew.
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }
}

/**
 * Whoever does not hold the maker's codes is refused at the first bytes: they pass no check by chance. The stream is left open then, because it is that
 * of a request which is still to be answered.
 */
async function* firstLinesChecked(bytes: Readable, key: CheckKey): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const chunk of bytes.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const whole = chunk.length - (chunk.length % lineLength);
    if (isFirst) new LineCheck(key).check(chunk.subarray(0, whole));
    isFirst = false;
    yield chunk;
  }
}

function codeViewOf(
  { serial, party, set, index, count, path }: CodeMembership,
  { root, issued, ranges }: CodeSetAnswer,
): Omit<CodeView, 'scans'> {
  const own = ranges.filter(({ range: [from, to] }) => from <= index && index <= to);
  const activated = own.find(({ reason }) => reason === undefined);
  const voided = own.find(({ reason }) => reason !== undefined);
  const said = ({ range: [from, to], eventId }: (typeof own)[number]) => ({ from, to, eventId });
  return {
    serial,
    party,
    set,
    index,
    count,
    path,
    root,
    issued,
    state: voided ? 'void' : activated ? 'active' : 'inactive',
    ...(activated && { activated: said(activated) }),
    ...(voided && { voided: said(voided) }),
  };
}
