import {
  type EventOf,
  gtinOf,
  keyOf,
  LedgerError,
  type ProductRecord,
  type SiteRecord,
} from '../model/index.ts';
import { type Act, type Change, put, type Scene } from './act.ts';
import { gatherStock, giveAmount, requireHeld, type Stock, stockKeys, takeLines } from './holdings.ts';
import {
  requireDeviceRole,
  requireLot,
  requireMeasures,
  requireOwner,
  requirePartyRole,
  requireProduct,
  requireSite,
} from './require.ts';

type Transform = EventOf<'transform'>;

interface TransformFacts {
  readonly site: SiteRecord | undefined;
  readonly products: ReadonlyMap<string, ProductRecord>;
  readonly stock: Stock;
  readonly existing: ReadonlySet<string>;
}

const lotsOf = (lines: readonly { readonly lot: string }[]): string[] => lines.map((line) => line.lot);

/** 加工: lots in hand at one site are used up, new lots of the party's own products come into being there. */
export const transform: Act<Transform, TransformFacts> = {
  keys: (event) => [
    keyOf.site(event.party, event.site),
    ...stockKeys(event, lotsOf(event.inputs)),
    ...event.outputs.flatMap((output) => [keyOf.lot(output.lot), keyOf.product(gtinOf(output.lot))]),
  ],

  async gather(event, read) {
    const products = new Map<string, ProductRecord>();
    const existing = new Set<string>();
    for (const { lot } of event.outputs) {
      const product = await read(keyOf.product(gtinOf(lot)));
      if (product) products.set(gtinOf(lot), product);
      if (await read(keyOf.lot(lot))) existing.add(lot);
    }
    const stock = await gatherStock(event, lotsOf(event.inputs), read);
    return { site: await read(keyOf.site(event.party, event.site)), products, stock, existing };
  },

  decide(event, facts, scene) {
    requireDeviceRole(scene, 'operator');
    requirePartyRole(scene, 'producer', 'processor');
    requireSite(facts.site, event.party, event.site);
    const gtins = new Set(event.outputs.map((output) => gtinOf(output.lot)));
    for (const gtin of gtins) requireProduct(facts.products.get(gtin), gtin);
    for (const [gtin, product] of facts.products) requireOwner(product, gtin, event.party);
    for (const { lot } of event.inputs) requireLot(facts.stock.lots.get(lot), lot);
    for (const { lot } of event.outputs) {
      if (facts.existing.has(lot)) throw new LedgerError('LOT_EXISTS', `${lot} was made already`);
    }
    for (const { lot, amount } of event.outputs) requireMeasures(amount, measuresOf(lot, facts), lot);
    requireHeld(event.inputs, facts.stock, event);
    return [
      ...takeLines(event.inputs, facts.stock, event),
      ...event.outputs.flatMap((output) => makeLot(event, output, facts, scene)),
    ];
  },
};

const measuresOf = (lot: string, facts: TransformFacts): ProductRecord['measures'] =>
  facts.products.get(gtinOf(lot))?.measures ?? [];

function makeLot(
  event: Transform,
  output: Transform['outputs'][number],
  facts: TransformFacts,
  scene: Scene,
): Change[] {
  const { lot, amount: created, bestBefore } = output;
  const record = {
    maker: event.party,
    site: event.site,
    measures: measuresOf(lot, facts),
    created,
    madeBy: scene.id,
    bestBefore,
  };
  return [put(keyOf.lot(lot), record), giveAmount(event, lot, created, undefined)];
}
