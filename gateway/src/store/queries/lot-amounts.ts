import { type Amount, add, type Measure, measures } from '@mengsu/chaincode/model';
import type { LotAmounts } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import type { Account, BalanceRow } from '../index-tables.ts';
import { amountOf } from './amounts.ts';

/** How much of a lot one party has at one site. */
export interface HoldingAnswer {
  readonly party: string;
  readonly site: string;
  readonly available: Amount;
  /** On logistic units. */
  readonly loaded: Amount;
  /** Given back by customers. */
  readonly returned: Amount;
  readonly sold: Amount;
}

export const holdingsMax = 1000;

/** Where the amount of a lot is: in stock is what is on logistic units too. */
export async function readAmounts(db: Queryable, lot: string, created: Amount): Promise<LotAmounts> {
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
    available: add(of('held'), of('loaded')),
    returned: of('returned'),
    inTransit: of('transit'),
    used: of('used'),
    sold: of('sold'),
    disposed: of('disposed'),
    ...countedOtherwise(of('recounted')),
  };
}

/** The contra account holds what counting missed, below 0 what it found beyond the books. */
function countedOtherwise(contra: Amount): Pick<LotAmounts, 'countedLess' | 'countedMore'> {
  const part = (sign: 1 | -1): Amount => {
    const amount: { [measure in Measure]?: number } = {};
    for (const measure of measures) {
      const value = contra[measure];
      if (value !== undefined) amount[measure] = Math.max(0, sign * value);
    }
    return amount;
  };
  return { countedLess: part(1), countedMore: part(-1) };
}

const accounts = ['held', 'loaded', 'returned', 'sold'] as const satisfies Account[];

/** By party and site; what is on a unit lies where the unit is. */
export async function readHoldings(db: Queryable, lot: string, created: Amount): Promise<HoldingAnswer[]> {
  const rows = await db
    .selectFrom('balances')
    .leftJoin('units', (join) =>
      join.onRef('units.party', '=', 'balances.party').onRef('units.sscc', '=', 'balances.place'),
    )
    .select(['lot', 'account', 'balances.party', 'balances.place', 'balances.count', 'mass_g', 'volume_ml'])
    .select('units.site')
    .where('lot', '=', lot)
    .where('account', 'in', accounts)
    .orderBy('balances.party')
    .orderBy('balances.place')
    .orderBy('account')
    .limit(accounts.length * holdingsMax)
    .execute();
  const byPlace = new Map<string, BalanceRow[]>();
  for (const { site, ...row } of rows) {
    const place = row.account === 'loaded' ? (site ?? row.place) : row.place;
    const name = `${row.party}/${place}`;
    byPlace.set(name, [...(byPlace.get(name) ?? []), { ...row, place }]);
  }
  return [...byPlace.values()]
    .slice(0, holdingsMax)
    .map((ofPlace) => holdingOf(ofPlace, created))
    .sort((left, right) => (`${left.party}/${left.site}` < `${right.party}/${right.site}` ? -1 : 1));
}

function holdingOf(rows: readonly BalanceRow[], created: Amount): HoldingAnswer {
  const of = (account: Account): Amount =>
    rows
      .filter((row) => row.account === account)
      .map((row) => amountOf(row, created))
      .reduce(add, amountOf({ count: 0, mass_g: 0, volume_ml: 0 }, created));
  return {
    party: rows[0]?.party ?? '',
    site: rows[0]?.place ?? '',
    available: of('held'),
    loaded: of('loaded'),
    returned: of('returned'),
    sold: of('sold'),
  };
}
