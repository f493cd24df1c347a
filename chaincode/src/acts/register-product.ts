import {
  type CategoryRecord,
  type EventOf,
  keyOf,
  LedgerError,
  measures,
  type ProductRecord,
  say,
} from '../model/index.ts';
import { type Act, put } from './act.ts';
import { isRegistrarOf, requireCosigner, requireDeviceRole } from './require.ts';

type RegisterProduct = EventOf<'registerProduct'>;

interface RegisterProductFacts {
  readonly existing: ProductRecord | undefined;
  readonly category: CategoryRecord | undefined;
  readonly contained: ProductRecord | undefined;
}

/** A party registers a product under its GTIN; a registrar of its organisation, who has seen the licence of the GTIN, signs too. */
export const registerProduct: Act<RegisterProduct, RegisterProductFacts> = {
  keys: (event) => [
    keyOf.product(event.gtin),
    keyOf.category(event.category),
    ...(event.contains ? [keyOf.product(event.contains.gtin)] : []),
  ],

  gather: async (event, read) => ({
    existing: await read(keyOf.product(event.gtin)),
    category: await read(keyOf.category(event.category)),
    contained: event.contains && (await read(keyOf.product(event.contains.gtin))),
  }),

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    const { organisation } = scene.signer.party;
    requireCosigner(scene, isRegistrarOf(organisation), `a registrar of ${organisation}`);
    if (facts.existing)
      throw new LedgerError(
        'ALREADY_REGISTERED',
        `GTIN ${event.gtin} is registered by ${facts.existing.owner}`,
      );
    if (!facts.category) throw new LedgerError('CATEGORY_UNKNOWN', `${event.category} is not registered`);
    requireNetContent(event, facts.category);
    requireContained(event, facts);
    const { category, names, netContent, netContentPermille, shelfLifeDays, standard, contains } = event;
    const record: ProductRecord = {
      owner: event.party,
      category,
      commodity: facts.category.commodity,
      names,
      measures: facts.category.measures,
      netContent,
      netContentPermille,
      shelfLifeDays,
      standard,
      contains,
    };
    return { changes: [put(keyOf.product(event.gtin), record)] };
  },
};

/** A case holds pieces of the same owner's. */
function requireContained(event: RegisterProduct, { contained }: RegisterProductFacts): void {
  if (!event.contains) return;
  const { gtin } = event.contains;
  if (!contained) throw new LedgerError('PRODUCT_UNKNOWN', `GTIN ${gtin} is not registered`);
  if (contained.owner !== event.party)
    throw new LedgerError('PRODUCT_NOT_YOURS', `GTIN ${gtin} belongs to ${contained.owner}`);
}

/** What a piece holds is said in a measure of the category other than the count. */
function requireNetContent(event: RegisterProduct, category: CategoryRecord): void {
  const { netContent } = event;
  if (!netContent) return;
  const allowed = category.measures.filter((measure): boolean => measure !== 'count');
  const fits = measures.every((measure) => netContent[measure] === undefined || allowed.includes(measure));
  if (fits && category.measures.includes('count')) return;
  throw new LedgerError(
    'MEASURE_MISMATCH',
    `${event.category} is counted in ${category.measures.join(' and ')}, a piece of ${say(netContent)} does not fit`,
  );
}
