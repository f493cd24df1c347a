import { lamb } from '../../../demo/src/story/lamb.ts';
import { pathOfLot } from '../../../demo/src/story/pages.ts';

/** The page of the lamb's slices, which `npm start` prints first. */
export const lambPagePath: string = pathOfLot(lamb.slices);
