import { lotIdOf, type Names } from '@mengsu/chaincode/model';
import type { LabelSubject } from '../../labels/label-layout.ts';
import type { Queryable } from '../database.ts';

/** What the labels of a lot say. The lot need not be there yet, its product must; undefined where it is not. */
export async function readLabelSubject(
  db: Queryable,
  { gtin, lot }: { readonly gtin: string; readonly lot: string },
): Promise<LabelSubject | undefined> {
  const product = await db.selectFrom('products').select('names').where('gtin', '=', gtin).executeTakeFirst();
  if (!product) return undefined;
  const made = await db
    .selectFrom('lots')
    .select('best_before')
    .where('id', '=', lotIdOf(gtin, lot))
    .executeTakeFirst();
  return {
    gtin,
    lot,
    names: JSON.parse(product.names) as Names,
    ...(made?.best_before && { bestBefore: made.best_before }),
  };
}
