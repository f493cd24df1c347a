import type { Queryable } from '../store/database.ts';
import { readHead } from '../store/queries/head.ts';
import type { WitnessView } from './next-step.ts';
import type { NoteReader } from './read-notes.ts';
import type { Cosigner } from './sign-cosign.ts';

/** What a witness knows beside its index. */
export type WitnessMemory = Pick<
  WitnessView,
  'nowMs' | 'startedMs' | 'proposedMs' | 'saidMs' | 'threshold' | 'isCurrent' | 'settled'
> & {
  /** Texts that our own log contradicts. */
  readonly contradicted: ReadonlySet<string>;
};

/** What an organisation sees when it asks itself what to sign; undefined before the first block. */
export async function readWitnessView(
  db: Queryable,
  { party }: Cosigner,
  { memory, notes: reader }: { readonly memory: WitnessMemory; readonly notes: NoteReader },
): Promise<WitnessView | undefined> {
  const head = await readHead(db);
  if (!head) return undefined;
  const organisations = await db.selectFrom('organisations').select('party').orderBy('msp').execute();
  const notes = (await reader.read(db)).filter(({ text }) => !memory.contradicted.has(text));
  const signed = await db
    .selectFrom('cosigns')
    .select(({ fn }) => fn.max('size').as('size'))
    .where('party', '=', party)
    .executeTakeFirst();
  return {
    ...memory,
    party,
    rank: organisations.findIndex((row) => row.party === party),
    headBlock: head.number,
    hasNews: await hasNews(db, notes[0]?.checkpoint.size ?? 0),
    notes,
    signedSize: signed?.size ?? 0,
  };
}

/** Whether anything but cosignatures is among the leaves from this one on. */
async function hasNews(db: Queryable, size: number): Promise<boolean> {
  const news = await db
    .selectFrom('events')
    .select('ordinal')
    .where('ordinal', '>=', size)
    .where('act', '<>', 'cosign')
    .limit(1)
    .executeTakeFirst();
  return news !== undefined;
}
