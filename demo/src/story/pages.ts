import { beef } from './beef.ts';
import { grape } from './grape.ts';
import { hetao } from './hetao.ts';
import { hulunLamb } from './hulun-lamb.ts';
import { lamb } from './lamb.ts';
import { milk } from './milk.ts';
import { millet } from './millet.ts';
import { potato } from './potato.ts';
import { rice } from './rice.ts';

/** A page worth opening: what it is, and its path on the gateway. */
export interface StoryPage {
  readonly title: string;
  readonly path: string;
}

export const pathOfLot = (lot: string): string =>
  `/01/${lot.slice(0, 14)}/10/${encodeURIComponent(lot.slice(15))}`;

/** One a brand (two where it has two kinds of goods), then what goes wrong in a season. */
export const storyPages: readonly StoryPage[] = (
  [
    ['锡林郭勒羊', lamb.slices],
    ['呼伦贝尔草原羊', hulunLamb.ribs],
    ['科尔沁牛', beef.steaks],
    ['天赋河套', hetao.bags],
    ['乌兰察布马铃薯', potato.bags],
    ['乌海葡萄', grape.boxes],
    ['乌海葡萄酒', grape.bottles],
    ['赤峰小米', millet.bags],
    ['兴安大米', rice.blended],
    ['乳制品', milk.cartons],
    ['锡林郭勒奶豆腐', milk.hurood],
    ['封存', hetao.paste],
    ['召回', beef.jerky],
    ['检验不合格', hulunLamb.failedRibs],
    ['超配额', potato.overQuota],
    ['争议', lamb.live],
    ['更正', millet.mistyped],
  ] as const
).map(([title, lot]) => ({ title, path: pathOfLot(lot) }));
