import {
  type BreachCode,
  type CategoryRecord,
  type EventOf,
  gtinOf,
  holdsGoods,
  keyOf,
  LedgerError,
  type LotRecord,
  type ProcessRecord,
  type ProductRecord,
  type SiteRecord,
} from '../model/index.ts';
import type { Act, Change, Scene } from './act.ts';
import {
  type Certificates,
  certificateKeys,
  coveredClaims,
  gatherCertificates,
  requireCertificates,
} from './claims.ts';
import { dateBreaches, intervalBreaches, markBreaches, paperBreaches, testBreaches } from './goodness.ts';
import {
  gatherStock,
  requireCategoryOf,
  requireHeld,
  type Stock,
  stockKeys,
  stockKeysThatFollow,
  takeLines,
} from './holdings.ts';
import { datedAsInputs } from './inherited-date.ts';
import { isTooLateForClaims } from './lateness.ts';
import {
  type Birth,
  gatherMaking,
  laterOf,
  type MakingFacts,
  makeLot,
  makingKeys,
  makingKeysThatFollow,
  requireMadeAmount,
  requireMaker,
  requireNewLots,
  requireShelfLife,
} from './made-lots.ts';
import { lawHold, marksOf, mergeIds, partyMarks } from './marks.ts';
import { readCategoriesOf } from './read-records.ts';
import {
  requireCategory,
  requireDeviceRole,
  requireLot,
  requirePartyRole,
  requireProduct,
  requireSite,
} from './require.ts';
import { principalInputs, yieldBreaches } from './yield.ts';

type Transform = EventOf<'transform'>;
type Output = Transform['outputs'][number];

interface TransformFacts extends MakingFacts {
  readonly site: SiteRecord | undefined;
  readonly process: ProcessRecord | undefined;
  readonly certificates: Certificates;
  /** Of the outputs' products. */
  readonly categories: ReadonlyMap<string, CategoryRecord>;
  readonly stock: Stock;
}

const lotsOf = (lines: readonly { readonly lot: string }[]): string[] => lines.map((line) => line.lot);

/**
 * 加工: lots in hand at one site are used up, new lots come into being there. What is wrong with an input is wrong with every output;
 * a claim is made only where every principal input carries it, the maker's own certificate covers it, and no more came out than could.
 */
export const transform: Act<Transform, TransformFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    ...(event.process === undefined ? [] : [keyOf.process(event.process)]),
    ...certificateKeys(event.claims),
    ...stockKeys(event, lotsOf(event.inputs)),
    ...makingKeys(lotsOf(event.outputs)),
  ],

  keysThatFollow: async (event, read) => [
    ...(await makingKeysThatFollow(event.party, lotsOf(event.outputs), read)),
    ...(await stockKeysThatFollow(event, lotsOf(event.inputs), read)),
  ],

  async gather(event, read) {
    const making = await gatherMaking(event.party, lotsOf(event.outputs), read);
    return {
      ...making,
      categories: await readCategoriesOf(making.products.values(), read),
      site: await read(keyOf.site(event.party, event.site)),
      process: event.process === undefined ? undefined : await read(keyOf.process(event.process)),
      certificates: await gatherCertificates(event.claims, read),
      stock: await gatherStock(event, lotsOf(event.inputs), read),
    };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'producer', 'processor');
    const site = requireSite(facts.site, event.party, event.site);
    requireMaker(lotsOf(event.outputs), event, facts, scene);
    requireProcess(event, facts);
    for (const { lot } of event.inputs) requireLot(facts.stock.lots.get(lot), lot);
    requireNewLots(lotsOf(event.outputs), facts);
    requireCertificates(event.claims, facts.certificates);
    for (const output of event.outputs) requireMadeAmount(output, productOf(output, facts));
    requireHeld(event.inputs, facts.stock, event);
    for (const output of event.outputs) requireShelfLife(output, event.eventTime, productOf(output, facts));
    const lots = inputLots(event, facts);
    const made = event.outputs.map((output) =>
      datedAsInputs(output, productOf(output, facts).category, lots),
    );
    const goodness = goodnessOf(event, facts, scene);
    const isHeld = holdsGoods(goodness);
    const births = event.outputs.map((output) => birthOf(output, event, facts, { scene, isHeld }));
    const categories = event.outputs.map((output) => categoryOf(output, facts));
    return {
      changes: [
        ...takeLines(event.inputs, facts.stock, event),
        ...made.flatMap((output, index): Change[] => {
          const birth = births[index]?.birth ?? { claims: [], holds: undefined };
          return makeLot(output, event, birth, { product: productOf(output, facts), site, scene });
        }),
        ...(isHeld ? [lawHold(scene, categories, site.division)] : []),
      ],
      breaches: [...goodness, ...births.flatMap(({ breaches }) => breaches)],
      effect: { did: 'made', site: event.site, inputs: event.inputs, outputs: lotsOf(event.outputs) },
    };
  },
};

function requireProcess(event: Transform, { process }: TransformFacts): void {
  if (event.process !== undefined && !process)
    throw new LedgerError('PROCESS_UNKNOWN', `${event.process} is not registered`);
}

const productOf = ({ lot }: Output, facts: TransformFacts): ProductRecord =>
  requireProduct(facts.products.get(gtinOf(lot)), gtinOf(lot));

const categoryOf = (output: Output, facts: TransformFacts): CategoryRecord => {
  const { category } = productOf(output, facts);
  return requireCategory(facts.categories.get(category), category);
};

const inputLots = (event: Transform, { stock }: TransformFacts): LotRecord[] =>
  event.inputs.map(({ lot }) => requireLot(stock.lots.get(lot), lot));

/** The inputs and outputs by category, for the sums. */
const partsIn = (event: Transform, facts: TransformFacts) =>
  event.inputs.map(({ lot, amount }) => {
    const record = requireLot(facts.stock.lots.get(lot), lot);
    return { category: record.category, amount, record };
  });
const partsOut = (event: Transform, facts: TransformFacts) =>
  event.outputs.map((output) => ({ category: productOf(output, facts).category, amount: output.amount }));

/** What is wrong with the goods that went in, and whether more came out than could. */
function goodnessOf(event: Transform, facts: TransformFacts, scene: Scene): BreachCode[] {
  const { stock } = facts;
  const uses = event.outputs.map((output) => categoryOf(output, facts).use);
  const ofInputs = event.inputs.flatMap((line): BreachCode[] => {
    const lot = requireLot(stock.lots.get(line.lot), line.lot);
    const category = requireCategoryOf(lot, stock);
    return [
      ...(line.returned ? (['RETURNED_FOOD'] as const) : []),
      ...paperBreaches(category.papers?.transform ?? [], event),
      ...uses.flatMap((use) => intervalBreaches(lot.earliest, use, event)),
      ...testBreaches(lot, category, 'transform'),
      ...dateBreaches(lot, event, scene),
      ...markBreaches(marksOf(lot, stock.holdings.get(line.lot)), stock.standing),
    ];
  });
  return [
    ...yieldBreaches(partsIn(event, facts), partsOut(event, facts), facts.process),
    ...ofInputs,
    ...markBreaches(partyMarks(scene.signer.party), stock.standing),
  ];
}

/** What an output is born with: its covered claims, and everything that its parents carry. */
function birthOf(
  output: Output,
  event: Transform,
  facts: TransformFacts,
  { scene, isHeld }: { readonly scene: Scene; readonly isHeld: boolean },
): { readonly birth: Birth; readonly breaches: readonly BreachCode[] } {
  const lots = inputLots(event, facts);
  const { schemes, breaches } = claimsOf(output, event, facts, scene);
  const { holds, recalls, voluntary } = facts.stock.standing;
  const carried = event.inputs.flatMap(({ lot }) => [
    ...(facts.stock.lots.get(lot)?.holds ?? []),
    ...(facts.stock.holdings.get(lot)?.holds ?? []),
  ]);
  const birth: Birth = {
    claims: isHeld || isTooLateForClaims(event, scene) ? [] : schemes,
    holds: mergeIds(
      isHeld ? [scene.id] : [],
      carried.filter((id) => holds.has(id)),
      voluntary,
    ),
    recalls: mergeIds(
      [],
      lots.flatMap((lot) => lot.recalls ?? []).filter((id) => recalls.has(id)),
      voluntary,
    ),
    earliest: lots.map((lot) => lot.earliest).reduce(laterOf, undefined),
    stripped: isHeld || lots.some((lot) => lot.stripped),
    admitted: lots.some((lot) => lot.admitted && !lot.inspected),
  };
  return { birth, breaches };
}

/** The output's claims that certificates cover and every principal input carries. */
function claimsOf(output: Output, event: Transform, facts: TransformFacts, scene: Scene) {
  const wanted = event.claims?.filter(({ scheme }) => output.claims?.includes(scheme)) ?? [];
  const goods = {
    maker: event.party,
    site: event.site,
    gtin: gtinOf(output.lot),
    category: productOf(output, facts).category,
    saidAt: event.eventTime,
  };
  const isSiteActive = (facts.site?.state ?? 'active') === 'active';
  const covered = coveredClaims(wanted, facts.certificates, goods, scene);
  const principal = principalInputs(partsIn(event, facts), facts.process);
  const isOfProcess = facts.process?.outputs.some(({ category }) => category === goods.category) ?? false;
  const inherited = covered.schemes.filter(
    (scheme) => isOfProcess && principal.every(({ record }) => record.claims?.includes(scheme) ?? false),
  );
  const breaches: BreachCode[] = [
    ...covered.breaches,
    ...(isSiteActive ? [] : (['CLAIM_NOT_VALID_THEN'] as const)),
    ...(inherited.length < covered.schemes.length ? (['CLAIM_NOT_INHERITED'] as const) : []),
  ];
  return { schemes: isSiteActive ? inherited : [], breaches: wanted.length > 0 ? breaches : [] };
}
