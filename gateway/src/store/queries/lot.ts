import { gtinOf, lotIdOf, lotNumberOf } from '@mengsu/chaincode/model';
import type { AncestorView, LotPageData } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { EventRow } from '../index-tables.ts';
import { parseAmount } from './amounts.ts';
import { type Afterwards, readAfterwards } from './corrections.ts';
import { readHead } from './head.ts';
import { readRelatives } from './lineage.ts';
import { type HoldingAnswer, readAmounts, readHoldings } from './lot-amounts.ts';
import { papersOf, partiesOfPapers, readPapers } from './lot-papers.ts';
import { marksOf, partiesOfMarks, readMarks } from './marks.ts';
import { readFamilyEvents, stepsOf } from './steps.ts';
import { readViews, type Views } from './views.ts';

/** What `GET /api/lots/{gtin}/{lot}` answers: the page's data and who holds how much where. */
export interface LotAnswer extends Omit<LotPageData, 'canonicalUrl'> {
  readonly holdings: readonly HoldingAnswer[];
}

export interface LotQuestion {
  readonly gtin: string;
  readonly lot: string;
  readonly ground: LotPageData['network']['ground'];
  /** The day of reading in 北京时间: whether a lot is past its date depends on it. */
  readonly today: string;
}

export const lotLimits = { stepsMax: 2000, ancestorsMax: 500, depthMax: 64 } as const;

/** Undefined where the lot is not in the index. */
export async function readLot(db: Queryable, question: LotQuestion): Promise<LotAnswer | undefined> {
  const id = lotIdOf(question.gtin, question.lot);
  const known = await db.selectFrom('lots').select('id').where('id', '=', id).executeTakeFirst();
  if (!known) return undefined;
  const { depths, truncated } = await readRelatives(db, id, {
    direction: 'back',
    depthMax: lotLimits.depthMax,
    lotsMax: lotLimits.ancestorsMax,
  });
  const family = await readFamilyEvents(db, {
    root: id,
    ancestors: depths.keys(),
    stepsMax: lotLimits.stepsMax,
  });
  const marks = await readMarks(db, id, depths.keys());
  const papers = await readPapers(db, id, [...depths.keys()]);
  const views = await readViews(db, {
    lots: [id, ...depths.keys()],
    parties: [...family.events.flatMap(partiesIn), ...partiesOfMarks(marks), ...partiesOfPapers(papers)],
  });
  const madeBy = views.lot(id).event;
  const afterwards = await readAfterwards(db, [...new Set([madeBy, ...family.ordinals])]);
  const steps = stepsOf(family, new Map([...depths, [id, 0]]), { views, afterwards });
  return {
    ...(await lotItself(db, views, id)),
    ...reversalOf(afterwards, madeBy),
    marks: marksOf(marks, id, { views, depths }),
    ...papersOf(papers, views),
    readOn: question.today,
    steps,
    ancestors: [...depths].map(([lot, depth]) => ancestorView(views, lot, depth)),
    truncated: truncated || family.truncated,
    network: { id: await readNetworkId(db), ground: question.ground },
    indexed: await indexedTo(db),
  };
}

/** The same with the page's own address. */
export async function readLotPage(
  db: Queryable,
  question: LotQuestion & { readonly canonicalUrl: string },
): Promise<LotPageData | undefined> {
  const answer = await readLot(db, question);
  if (!answer) return undefined;
  const { holdings: _, ...page } = answer;
  return { ...page, canonicalUrl: question.canonicalUrl };
}

/** The correction that undid the making of the lot, if there is one. */
function reversalOf({ corrections }: Afterwards, madeBy: number): Pick<LotPageData, 'reversal'> {
  const correction = corrections.get(madeBy);
  return correction?.isReversed ? { reversal: correction } : {};
}

const partiesIn = (event: Pick<EventRow, 'party' | 'counterparty' | 'site_party'>): string[] =>
  [event.party, event.counterparty, event.site_party].filter((party) => party !== null);

type LotItself = Pick<
  LotAnswer,
  'gtin' | 'lot' | 'product' | 'maker' | 'site' | 'created' | 'bestBefore' | 'madeAt' | 'amounts' | 'holdings'
>;

async function lotItself(db: Queryable, views: Views, id: string): Promise<LotItself> {
  const row = views.lot(id);
  const created = parseAmount(row.created);
  const made = await db
    .selectFrom('events')
    .select('said_at')
    .where('ordinal', '=', row.event)
    .executeTakeFirstOrThrow();
  return {
    gtin: row.gtin,
    lot: lotNumberOf(id),
    product: views.product(row.gtin),
    maker: views.party(row.maker),
    site: views.site(row.maker, row.site),
    created,
    ...(row.best_before === null ? {} : { bestBefore: row.best_before }),
    madeAt: made.said_at,
    amounts: await readAmounts(db, id, created),
    holdings: await readHoldings(db, id, created),
  };
}

function ancestorView(views: Views, lot: string, depth: number): AncestorView {
  const { names: product, category } = views.product(gtinOf(lot));
  const created = parseAmount(views.lot(lot).created);
  return { gtin: gtinOf(lot), lot: lotNumberOf(lot), product, category, depth, created };
}

/** The network's id, '' before the first founding. */
export async function readNetworkId(db: Queryable): Promise<string> {
  const row = await db.selectFrom('organisations').select('network').limit(1).executeTakeFirst();
  return row?.network ?? '';
}

async function indexedTo(db: Queryable): Promise<LotPageData['indexed']> {
  const head = await readHead(db);
  return { block: head?.number ?? -1, at: head?.time ?? new Date(0).toISOString() };
}
