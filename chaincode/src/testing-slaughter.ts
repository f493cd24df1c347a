import type { Fields } from './model/testing.ts';
import { claimed, claimOf, claimWorld, plantsCertificate, scheme, seedHolding } from './testing-goods.ts';
import { carcass, heads, lamb, productFields, say, type TradeWorld } from './testing-trade.ts';
import { gtin } from './testing-world.ts';

export const plain = `${gtin(1)}/PLAIN`;
export const salt = `${gtin(6)}/SALT`;
export const grams = (massG: number) => ({ massG });

/** The plant has in hand ten head of `lamb`, which carry the scheme, ten of `plain`, which do not, and 100 kg of `salt`, a lot of its own. */
export async function slaughterWorld(): Promise<TradeWorld> {
  const at = await claimWorld();
  await say(at, at.herder, claimed(at));
  await say(at, at.herder, { act: 'commission', site: 'PASTURE-1', lot: plain, amount: heads(20) });
  for (const lot of [lamb, plain]) seedHolding(at, [at.plant.id, 'PLANT-1', lot], heads(10));
  const category: Fields = {
    act: 'registerCategory',
    category: 'salt',
    commodity: 'salt',
    names: { zh: '盐' },
    measures: ['massG'],
    remits: ['market'],
  };
  await say(at, at.certifier, category, at.regulator.device);
  await say(at, at.plant, productFields(6, 'salt'), at.network.TradeMSP.registrar);
  const document = 'A'.repeat(43);
  await say(at, at.plant, {
    act: 'admit',
    site: 'PLANT-1',
    lot: salt,
    amount: grams(100_000),
    source: 'outside',
    supplier: document,
    document,
  });
  return at;
}

type Line = readonly [lot: string, amount: object];

/** Slaughter of these inputs, without a claim. */
export const slaughterOf = (inputs: readonly Line[], outputs: readonly Line[]): Fields => ({
  act: 'transform',
  site: 'PLANT-1',
  operation: 'slaughter',
  process: 'lamb-slaughter@1',
  inputs: inputs.map(([lot, amount]) => ({ lot, amount })),
  outputs: outputs.map(([lot, amount]) => ({ lot, amount })),
});

/** The same, with the plant's claim for every output. */
export const claimedSlaughter = (
  at: TradeWorld,
  inputs: readonly Line[],
  outputs: readonly Line[],
): Fields => ({
  ...slaughterOf(inputs, outputs),
  claims: claimOf(plantsCertificate(at)),
  outputs: outputs.map(([lot, amount]) => ({ lot, amount, claims: [scheme] })),
});

/** Ten carcasses of 21,600 g: all that ten lambs of 40,000 g can yield. */
export const tenCarcasses = [carcass, { count: 10, massG: 216_000 }] as const;
