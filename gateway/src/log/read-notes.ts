import type { PublicKey } from '@mengsu/chaincode/model';
import type { Queryable } from '../store/database.ts';
import { type Checkpoint, parseCheckpoint, verifiesNote } from './checkpoint.ts';

/** A checkpoint that was told on the ledger, with the organisations whose signatures on it hold. */
export interface KnownNote {
  readonly text: string;
  readonly checkpoint: Checkpoint;
  readonly lines: readonly { readonly name: string; readonly party: string; readonly signature: string }[];
}

/** Four organisations, one checkpoint every five seconds: the last four minutes at least. */
const rowsMax = 200;
const verifiedMax = 2_000;

/** Remembers which signatures hold: those of the last checkpoints are asked for again and again. */
export class NoteReader {
  readonly #verified = new Map<number, boolean>();

  /**
   * The last checkpoints, the largest and then the latest first. A signature counts that the organisation's present log key made, while its
   * party is active; of one organisation one counts.
   */
  async read(db: Queryable): Promise<KnownNote[]> {
    const rows = await db
      .selectFrom('cosigns')
      .innerJoin('organisations', (join) =>
        join
          .onRef('organisations.party', '=', 'cosigns.party')
          .onRef('organisations.log', '=', 'cosigns.device'),
      )
      .innerJoin('devices', 'devices.kid', 'cosigns.device')
      .innerJoin('parties', 'parties.id', 'cosigns.party')
      .select(['cosigns.event', 'cosigns.party', 'cosigns.note', 'cosigns.signature'])
      .select(['organisations.msp', 'organisations.network', 'devices.x', 'devices.y'])
      .where('parties.state', '=', 'active')
      .where('devices.revoked_at', 'is', null)
      .orderBy('cosigns.event', 'desc')
      .limit(rowsMax)
      .execute();
    const notes = new Map<string, KnownNote & { readonly lines: KnownNote['lines'][number][] }>();
    for (const { event, note, signature, msp, network, party, x, y } of rows) {
      const known = notes.get(note);
      if (known?.lines.some(({ name }) => name === msp)) continue;
      const checkpoint = known?.checkpoint ?? parseCheckpoint(note);
      if (checkpoint?.network !== network || !this.#holds(event, { note, signature, key: { x, y } }))
        continue;
      const line = { name: msp, party, signature };
      if (known) known.lines.push(line);
      else notes.set(note, { text: note, checkpoint, lines: [line] });
    }
    return [...notes.values()].sort(newestFirst);
  }

  #holds(
    event: number,
    { note, signature, key }: { readonly note: string; readonly signature: string; readonly key: PublicKey },
  ): boolean {
    const known = this.#verified.get(event);
    if (known !== undefined) return known;
    const holds = verifiesNote(note, signature, key);
    if (this.#verified.size >= verifiedMax) this.#verified.clear();
    this.#verified.set(event, holds);
    return holds;
  }
}

const newestFirst = (one: KnownNote, other: KnownNote): number =>
  other.checkpoint.size - one.checkpoint.size || (one.checkpoint.time < other.checkpoint.time ? 1 : -1);
