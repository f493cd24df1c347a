import type { CodeMembership } from '../codes/membership.ts';
import type { Queryable } from '../store/database.ts';
import type { Store } from '../store/open-store.ts';
import { signedNote } from './checkpoint.ts';
import { lotBundle } from './lot-bundle.ts';
import { type KnownNote, NoteReader } from './read-notes.ts';
import { consistencyPath } from './tree.ts';

/** Whom a reader of this network's proofs may pin (docs/proof.md). */
export interface Pins {
  readonly network: string;
  readonly organisations: readonly {
    readonly log: { readonly x: string; readonly y: string };
    readonly msp: string;
    readonly registrar: string;
  }[];
  readonly threshold: number;
}

/** A text with the checkpoint that it leads to. */
export interface Proven {
  readonly text: string;
  readonly size: number;
}

/** What the gateway proves, over its store. Undefined: there is no checkpoint yet that enough organisations have signed. */
export interface Proofs {
  /** The newest checkpoint, as a signed note. */
  checkpoint(): Promise<Proven | undefined>;
  /**
   * The bundle of a lot; undefined also where the newest checkpoint does not know the lot. `code`: one of the lot's; it is left out where the checkpoint
   * does not know its issue yet.
   */
  lot(lot: string, since: number | undefined, code?: CodeMembership): Promise<Proven | undefined>;
  /** RFC 6962 §2.1.2, base64url. Undefined also where the log is shorter than `size`. */
  consistency(from: number, size: number): Promise<readonly string[] | undefined>;
  pins(): Promise<Pins | undefined>;
}

const notesTriedMax = 4;

/** `threshold`: how many organisations' signatures make a checkpoint that is shown. */
export function storeProofs(store: Store, threshold: number): Proofs {
  const reader = new NoteReader();
  const witnessed = async (db: Queryable): Promise<readonly KnownNote[]> =>
    (await reader.read(db)).filter(({ lines }) => lines.length >= threshold);
  const newest = async (db: Queryable): Promise<KnownNote | undefined> => (await witnessed(db))[0];
  return {
    checkpoint: () =>
      store.read(async (db) => {
        const note = await newest(db);
        return note && { text: signedNote(note.text, note.lines), size: note.checkpoint.size };
      }),
    lot: (lot, since, code) =>
      store.read(async (db) => {
        // Our own map may never have stood where the newest one does: two organisations may propose at one time.
        for (const note of (await witnessed(db)).slice(0, notesTriedMax)) {
          const text = await lotBundle(db, { lot, note, since, code });
          if (text !== undefined) return { text, size: note.checkpoint.size };
        }
        return undefined;
      }),
    consistency: (from, size) =>
      store.read(async (db) => {
        const note = await newest(db);
        return note && size <= note.checkpoint.size ? consistencyPath(db, from, size) : undefined;
      }),
    pins: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('organisations')
          .innerJoin('devices', 'devices.kid', 'organisations.log')
          .select(['msp', 'network', 'registrar', 'x', 'y'])
          .orderBy('msp')
          .execute();
        const [first] = rows;
        return (
          first && {
            network: first.network,
            organisations: rows.map(({ msp, registrar, x, y }) => ({ log: { x, y }, msp, registrar })),
            threshold,
          }
        );
      }),
  };
}
