import { type Amount, gtinOf, lotIdOf, lotNumberOf } from '@mengsu/chaincode/model';
import type { AncestorView, LotAmounts, LotPageData } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { Account, BalanceRow, EventRow } from '../index-tables.ts';
import { amountOf, parseAmount } from './amounts.ts';
import { readHead } from './head.ts';
import { readRelatives } from './lineage.ts';
import { readFamilyEvents, stepsOf } from './steps.ts';
import { readViews, type Views } from './views.ts';

/** What `GET /api/lots/{gtin}/{lot}` answers: the page's data and who holds how much where. */
export interface LotAnswer extends Omit<LotPageData, 'canonicalUrl'> {
  readonly holdings: readonly {
    readonly party: string;
    readonly site: string;
    readonly available: Amount;
    readonly sold: Amount;
  }[];
}

export interface LotQuestion {
  readonly gtin: string;
  readonly lot: string;
  readonly ground: LotPageData['network']['ground'];
}

export const lotLimits = { stepsMax: 2000, ancestorsMax: 500, depthMax: 64, holdingsMax: 1000 } as const;

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
  const views = await readViews(db, {
    lots: [id, ...depths.keys()],
    parties: family.events.flatMap(partiesIn),
  });
  const steps = stepsOf(family, new Map([...depths, [id, 0]]), views);
  return {
    ...(await lotItself(db, views, id)),
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

const partiesIn = (event: Pick<EventRow, 'party' | 'counterparty' | 'site_party'>): string[] =>
  [event.party, event.counterparty, event.site_party].filter((party) => party !== null);

type LotItself = Omit<LotAnswer, 'steps' | 'ancestors' | 'truncated' | 'network' | 'indexed'>;

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

async function readAmounts(db: Queryable, lot: string, created: Amount): Promise<LotAmounts> {
  const rows = await db
    .selectFrom('balances')
    .select('account')
    .select(({ fn }) => [fn.sum<number>('count').as('count'), fn.sum<number>('mass_g').as('mass_g')])
    .select(({ fn }) => fn.sum<number>('volume_ml').as('volume_ml'))
    .where('lot', '=', lot)
    .groupBy('account')
    .execute();
  const sums = new Map(rows.map((row) => [row.account, amountOf(row, created)]));
  const nothing = amountOf({ count: 0, mass_g: 0, volume_ml: 0 }, created);
  const of = (account: Account): Amount => sums.get(account) ?? nothing;
  return {
    available: of('held'),
    inTransit: of('transit'),
    used: of('used'),
    sold: of('sold'),
    disposed: of('disposed'),
  };
}

async function readHoldings(db: Queryable, lot: string, created: Amount): Promise<LotAnswer['holdings']> {
  const rows = await db
    .selectFrom('balances')
    .selectAll()
    .where('lot', '=', lot)
    .where('account', 'in', ['held', 'sold'])
    .orderBy('party')
    .orderBy('place')
    .orderBy('account')
    .limit(2 * lotLimits.holdingsMax)
    .execute();
  const byPlace = new Map<string, BalanceRow[]>();
  for (const row of rows) {
    const name = `${row.party}/${row.place}`;
    byPlace.set(name, [...(byPlace.get(name) ?? []), row]);
  }
  const none = { count: 0, mass_g: 0, volume_ml: 0 };
  return [...byPlace.values()].slice(0, lotLimits.holdingsMax).map((accounts) => ({
    party: accounts[0]?.party ?? '',
    site: accounts[0]?.place ?? '',
    available: amountOf(accounts.find(({ account }) => account === 'held') ?? none, created),
    sold: amountOf(accounts.find(({ account }) => account === 'sold') ?? none, created),
  }));
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
