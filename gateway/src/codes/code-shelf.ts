import { createHash, randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DigestSchema, LotIdSchema, limits, PartyIdSchema, toBase64url } from '@mengsu/chaincode/model';
import * as z from 'zod';
import { checkSet } from './check-set.ts';
import { isCode } from './code-key.ts';
import { type CodeMembership, codeMembership } from './membership.ts';
import { type CheckKey, lineLength, serialLength } from './serial.ts';
import { blockCodes, hashBytes, keptSizes, leavesOf, levelsOver, pathIn } from './tree.ts';

/** A set of codes as the ledger names it. */
export interface SetName {
  readonly lot: string;
  readonly party: string;
  readonly set: number;
}
/** What the ledger says of a set. */
export interface IssuedSet extends SetName {
  readonly count: number;
  readonly root: string;
}

const StoredSchema = z.strictObject({
  lot: LotIdSchema,
  party: PartyIdSchema,
  set: z.int().min(1),
  count: z.int().min(1).max(limits.codesPerSetMax),
  root: DigestSchema,
});

/** What a file holds is not what the ledger says; nothing was kept. */
export class SetMismatch extends Error {
  override readonly name = 'SetMismatch';
}

/**
 * The sets that this gateway holds, three files each: the serials (lines of 21 bytes, sorted), the upper levels of their tree, and last, so that
 * a set is there whole or not at all, what it is. Serials are secrets until they are printed: all is readable by its owner alone.
 */
export class CodeShelf {
  readonly #folder: string;
  #searches = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** How many times a serial was looked for in a file. */
  get searches(): number {
    return this.#searches;
  }

  /** A path in this folder where a file may arrive. */
  async makeDraft(): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    return path.join(this.#folder, `${randomBytes(8).toString('hex')}.draft`);
  }

  /** Checks a draft and takes it as this set; doing so twice is harmless. Throws SetFileError or SetMismatch, and then the draft is gone. */
  async take(draft: string, issued: IssuedSet, key: CheckKey): Promise<void> {
    try {
      const { count, root, kept } = await checkSet(draft, key);
      if (count !== issued.count || toBase64url(root) !== issued.root)
        throw new SetMismatch(`the file has ${count} codes and another root or number than were issued`);
      const base = this.#baseOf(issued);
      const { lot, party, set } = issued;
      await writeWhole(`${base}.tree`, kept);
      await rename(draft, `${base}.codes`);
      await writeWhole(`${base}.json`, JSON.stringify({ lot, party, set, count, root: issued.root }));
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** Whether the set's file is here, with the root that the ledger names. */
  async has(issued: IssuedSet): Promise<boolean> {
    const text = await readIfThere(`${this.#baseOf(issued)}.json`);
    return text !== undefined && StoredSchema.parse(JSON.parse(text)).root === issued.root;
  }

  /** The file of a set that is here. */
  fileOf = (name: SetName): string => `${this.#baseOf(name)}.codes`;

  /** The serial's place in a set that is here, with its proof; undefined where it is not in it. */
  async find(issued: IssuedSet, serial: string): Promise<CodeMembership | undefined> {
    this.#searches += 1;
    const base = this.#baseOf(issued);
    const codes = await open(`${base}.codes`, 'r');
    try {
      const block = await findBlock(codes, issued.count, serial);
      const lines = await readBlock(codes, issued.count, block);
      const within = placeIn(lines, serial);
      if (within === undefined) return undefined;
      const lower = pathIn(levelsOver(leavesOf(lines)), within);
      const upper = await readUpper(`${base}.tree`, issued.count, block);
      return codeMembership(issued, {
        serial,
        index: block * blockCodes + within,
        path: [...lower, ...upper],
      });
    } finally {
      await codes.close();
    }
  }

  /** All sets here, by lot, party and number. */
  async list(): Promise<readonly IssuedSet[]> {
    const names = await namesIn(this.#folder);
    const texts = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map((name) => readFile(path.join(this.#folder, name), 'utf8')),
    );
    const keyOf = ({ lot, party, set }: SetName): string => `${lot} ${party} ${set}`;
    return texts
      .map((text) => StoredSchema.parse(JSON.parse(text)))
      .sort((left, right) => keyOf(left).localeCompare(keyOf(right), 'en', { numeric: true }));
  }

  /** Lot numbers and parties are told apart by capitals and hold strokes: their digest is a name in every file system. */
  #baseOf({ lot, party, set }: SetName): string {
    const digest = createHash('sha256').update(`${lot} ${party} ${set}`).digest('hex');
    return path.join(this.#folder, digest.slice(0, 32));
  }
}

/** The block whose first serial is the last that is not above this one; 0 where there is none. */
async function findBlock(codes: FileHandle, count: number, serial: string): Promise<number> {
  const wanted = Buffer.from(serial, 'latin1');
  const first = Buffer.alloc(serialLength);
  let low = 0;
  let high = Math.ceil(count / blockCodes) - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    await codes.read(first, 0, serialLength, middle * blockCodes * lineLength);
    if (Buffer.compare(first, wanted) <= 0) low = middle;
    else high = middle - 1;
  }
  return low;
}

async function readBlock(codes: FileHandle, count: number, block: number): Promise<Buffer> {
  const size = Math.min(blockCodes, count - block * blockCodes);
  const lines = Buffer.alloc(size * lineLength);
  await codes.read(lines, 0, lines.length, block * blockCodes * lineLength);
  return lines;
}

function placeIn(lines: Buffer, serial: string): number | undefined {
  const at = lines.indexOf(`${serial}\n`, 0, 'latin1');
  return at < 0 ? undefined : at / lineLength;
}

/** The siblings above a block: one read a level. */
async function readUpper(file: string, count: number, block: number): Promise<Buffer[]> {
  const tree = await open(file, 'r');
  try {
    const siblings: Buffer[] = [];
    let offset = 0;
    for (const [level, size] of keptSizes(count).entries()) {
      const sibling = (block >> level) ^ 1;
      if (sibling < size) {
        const node = Buffer.alloc(hashBytes);
        await tree.read(node, 0, hashBytes, (offset + sibling) * hashBytes);
        siblings.push(node);
      }
      offset += size;
    }
    return siblings;
  } finally {
    await tree.close();
  }
}

async function writeWhole(file: string, content: Buffer | string): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.draft`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  await rename(draft, file);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}
