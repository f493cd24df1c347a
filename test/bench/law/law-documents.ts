import { gtinOf, shipmentIdOf } from '@mengsu/chaincode/model';
import { documentText, type Fields, signedEnvelope } from '@mengsu/chaincode/model/testing';
import { claimed, claimWorld, seedQuota } from '../../../chaincode/src/testing-goods.ts';
import { claimedSlaughter } from '../../../chaincode/src/testing-slaughter.ts';
import { carcass, heads, lamb, type Trader, type TradeWorld } from '../../../chaincode/src/testing-trade.ts';

/** `plain`: commission, move, sell without claims. `claims`: the whole way of a claim, from a quota over a handover and a slaughter to the sale. */
export const lawKinds = ['plain', 'claims'] as const;
export type LawKind = (typeof lawKinds)[number];

export const eventsPerDocument = 50;

/** Documents of one kind, each after the one before. */
export interface LawDocuments {
  readonly at: TradeWorld;
  next(): Promise<string>;
}

type Said = readonly [who: Trader, fields: Fields];

export async function lawDocuments(kind: LawKind): Promise<LawDocuments> {
  const at = await claimWorld();
  seedQuota(at, { granted: { count: 10 ** 12, massG: 10 ** 12 } });
  let number = 0;
  const told = (): Said => (kind === 'plain' ? plainStep(at, number++) : claimStep(at, number++));
  const sign = ([who, fields]: Said) =>
    signedEnvelope(at.world.stamped({ party: who.id, ...fields }), [who.device]);
  return {
    at,
    async next() {
      const envelopes = [];
      for (let event = 0; event < eventsPerDocument; event++) envelopes.push(await sign(told()));
      return documentText(envelopes);
    },
  };
}

/** 20 head are made, 12 of them moved, 5 of those sold; then another lot. */
function plainStep(at: TradeWorld, number: number): Said {
  const lot = `${gtinOf(lamb)}/N${Math.floor(number / 3)}`;
  const steps: readonly Fields[] = [
    { act: 'commission', site: 'PASTURE-1', lot, amount: heads(20) },
    { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [{ lot, amount: heads(12) }] },
    { act: 'sell', site: 'BARN-1', to: 'consumer', division: '152502', lines: [{ lot, amount: heads(5) }] },
  ];
  return [at.herder, steps[number % steps.length] ?? {}];
}

/** Five events a lot: claimed under the quota, sent, taken, slaughtered under the claim, sold. */
function claimStep(at: TradeWorld, number: number): Said {
  const index = Math.floor(number / 5);
  const lot = `${gtinOf(lamb)}/Q${index}`;
  const meat = `${gtinOf(carcass)}/Q${index}`;
  const amount = { count: 2, massG: 2000 };
  const yields = { count: 2, massG: 1080 };
  const { herder, plant } = at;
  const steps: readonly Said[] = [
    [herder, claimed(at, lot, amount)],
    [
      herder,
      {
        act: 'dispatch',
        number: `Q${index}`,
        site: 'PASTURE-1',
        to: plant.id,
        departure: new Date(at.world.nowMs).toISOString(),
        lines: [{ lot, amount }],
      },
    ],
    [
      plant,
      {
        act: 'receive',
        shipment: shipmentIdOf(herder.id, `Q${index}`),
        site: 'PLANT-1',
        lines: [{ lot, accepted: amount }],
      },
    ],
    [plant, claimedSlaughter(at, [[lot, amount]], [[meat, yields]])],
    [plant, { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: [{ lot: meat, amount: yields }] }],
  ];
  return steps[number % steps.length] ?? [herder, {}];
}
