import { expect } from 'vitest';
import type { EventRecord, LotRecord } from '../model/index.ts';
import { parentsIn } from './testing-season-book.ts';
import type { Observer } from './testing-season-observer.ts';
import type { Telling } from './testing-season-sight.ts';
import type { SeasonWorld } from './testing-season-world.ts';

/** A spread along every edge that is there, from treated sites first, told by the shop: whoever sees it may. */
export function spreadsIn({ actors }: SeasonWorld, observer: Observer): Telling[] {
  const { id, device } = actors.shop;
  const tell = (source: object, child: string): Telling => ({
    fields: { act: 'spread', party: id, source, children: [child] },
    signers: [device],
  });
  const edges = [...parentsIn(observer.records<EventRecord>('event'))].filter(
    ([child]) => !observer.read<LotRecord>(`lot/${child}`)?.reversed,
  );
  const births = edges.filter(([, from]) => from.length === 0);
  return [
    ...births.flatMap(([child]) => {
      const { maker: party, site } = observer.read<LotRecord>(`lot/${child}`) ?? {};
      const isTreated = observer.read(`treatment/${party}/${site}`) !== undefined;
      const isAdmitted = observer.read<LotRecord>(`lot/${child}`)?.admitted === true;
      return isTreated && !isAdmitted ? [tell({ kind: 'site', party, site }, child)] : [];
    }),
    ...edges.flatMap(([child, from]) => from.map((lot) => tell({ kind: 'lot', lot }, child))),
  ];
}

/** Invariant 6: every descendant carries what its ancestors carry, and no lot a drill. */
export function requireSpread(observer: Observer): void {
  const parents = parentsIn(observer.records<EventRecord>('event'));
  for (const [child, from] of parents) for (const parent of from) requireCarried(observer, { child, parent });
  for (const [, lot] of observer.records<LotRecord>('lot'))
    for (const id of lot.recalls ?? [])
      expect(observer.read<{ readonly drill?: true }>(`recall/${id}`)?.drill).toBeUndefined();
}

function requireCarried(
  observer: Observer,
  { child, parent }: { readonly child: string; readonly parent: string },
): void {
  const lot = observer.read<LotRecord>(`lot/${child}`);
  const above = observer.read<LotRecord>(`lot/${parent}`);
  if (!lot || !above || lot.reversed) return;
  for (const [kind, name] of [
    ['hold', 'holds'],
    ['recall', 'recalls'],
  ] as const) {
    const standing = (above[name] ?? []).filter((id) => observer.stands(kind, id));
    expect(lot[name] ?? [], `${child} below ${parent}`).toEqual(expect.arrayContaining(standing));
  }
  if (lot.category === 'season-carcass' && observer.book.isInInterval(parent, lot.madeAt))
    expect(lot.holds ?? [], `${child} made in the interval of ${parent}`).not.toEqual([]);
}
