import { lambPages } from '../../../demo/src/story/lamb.ts';

/** The page of the lamb's slices, which `npm start` prints first. */
export const lambPagePath: string = pathOf(lambPages[0] ?? '');

function pathOf(lotId: string): string {
  const [gtin, lot] = lotId.split('/');
  if (!gtin || !lot) throw new TypeError(`${lotId} is no lot`);
  return `/01/${gtin}/10/${lot}`;
}
