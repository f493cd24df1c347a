import { type Amount, gtinOf, lotIdOf, lotNumberOf, type Names } from '@mengsu/chaincode/model';
import type { PartyView } from '@mengsu/web-scan/views';
import type { Queryable } from '../database.ts';
import { parseAmount } from './amounts.ts';
import { readRelatives } from './lineage.ts';
import { readViews, type Views } from './views.ts';

export type TraceDirection = 'back' | 'forward' | 'both';

export interface TraceNode {
  /** Lot id `GTIN/lot`. */
  readonly id: string;
  readonly gtin: string;
  readonly lot: string;
  readonly product: Names;
  readonly maker: PartyView;
  readonly created: Amount;
  /** Transforms between it and the root, in either direction. */
  readonly depth: number;
}

export interface TraceAnswer {
  readonly root: string;
  readonly direction: TraceDirection;
  /** The root first, then the nearest. */
  readonly nodes: readonly TraceNode[];
  /** From a lot that a transform used to a lot that it made; `amount` is what the event used of the former, for all its outputs together. */
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly event: string;
    readonly amount: Amount;
  }[];
  readonly truncated: boolean;
}

export interface TraceQuestion {
  readonly gtin: string;
  readonly lot: string;
  readonly direction: TraceDirection;
  /** Transforms to follow, at most `traceLimits.depthMax`. */
  readonly depth?: number;
}

export const traceLimits = { depthMax: 64, lotsMax: 500, edgesMax: 5000 } as const;

/** The lots before and after a lot. Undefined where the lot is not in the index. */
export async function readTrace(db: Queryable, question: TraceQuestion): Promise<TraceAnswer | undefined> {
  const root = lotIdOf(question.gtin, question.lot);
  const known = await db.selectFrom('lots').select('id').where('id', '=', root).executeTakeFirst();
  if (!known) return undefined;
  const limits = {
    depthMax: Math.min(question.depth ?? traceLimits.depthMax, traceLimits.depthMax),
    lotsMax: traceLimits.lotsMax,
  };
  const directions =
    question.direction === 'both' ? (['back', 'forward'] as const) : ([question.direction] as const);
  const depths = new Map([[root, 0]]);
  let truncated = false;
  for (const direction of directions) {
    const relatives = await readRelatives(db, root, { ...limits, direction });
    for (const [lot, depth] of relatives.depths) depths.set(lot, depth);
    truncated ||= relatives.truncated;
  }
  const views = await readViews(db, { lots: depths.keys() });
  const edges = await readEdges(db, [...depths.keys()]);
  return {
    root,
    direction: question.direction,
    nodes: [...depths].map(([id, depth]) => nodeOf(views, id, depth)),
    edges: edges.slice(0, traceLimits.edgesMax),
    truncated: truncated || edges.length > traceLimits.edgesMax,
  };
}

function nodeOf(views: Views, id: string, depth: number): TraceNode {
  const { gtin, maker, created } = views.lot(id);
  return {
    id,
    gtin,
    lot: lotNumberOf(id),
    product: views.product(gtinOf(id)).names,
    maker: views.party(maker),
    created: parseAmount(created),
    depth,
  };
}

/** Every pair of used and made lot among `lots`, in ledger order. */
async function readEdges(db: Queryable, lots: readonly string[]): Promise<TraceAnswer['edges']> {
  const rows = await db
    .selectFrom('lots as child')
    .crossJoin('event_lots as used')
    .crossJoin('events')
    .select(['used.lot as from', 'child.id as to', 'events.id as event', 'used.amount'])
    .where('child.id', 'in', lots)
    .whereRef('used.event', '=', 'child.event')
    .where('used.side', '=', 'in')
    .where('used.lot', 'in', lots)
    .whereRef('events.ordinal', '=', 'child.event')
    .orderBy('child.event')
    .orderBy('used.n')
    .orderBy('child.id')
    .limit(traceLimits.edgesMax + 1)
    .execute();
  return rows.map(({ from, to, event, amount }) => ({ from, to, event, amount: parseAmount(amount) }));
}
