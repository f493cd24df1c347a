import { beforeEach, describe, expect, it } from 'vitest';
import { type EventRecord, keyOf, type QuotaRecord } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { claimed, claimWorld, quotaKeyOf } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  carcass,
  commissionFields,
  heads,
  holdingAt,
  lamb,
  rewrite,
  say,
  type Trader,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import { giveBack, idOf, line, send, sscc } from './testing-custody.ts';
import {
  closeFields,
  holdFields,
  holdingHold,
  lotAt,
  type OversightWorld,
  oversightWorld,
  recallFields,
  releaseFields,
  saidId,
  slaughterFields,
  spreadFields,
  undoFields,
} from './testing-oversight.ts';

let at: OversightWorld;
let making: string;
const calf = `${gtin(1)}/L7`;
beforeEach(async () => {
  at = await oversightWorld();
  making = await saidId(at, at.herder, commissionFields(calf, heads(4)));
});
const tell = (who: Trader, fields: object) => () => say(at, who, fields as never);
const refuseUndo = (who: Trader = at.herder, event = making) =>
  expectRefusal('NOT_REVERSIBLE', tell(who, undoFields(event)));
const atPasture = (lot = calf) => holdingAt(at, at.herder, 'PASTURE-1', lot);

describe('a commission that is undone', () => {
  it('never was: its number stays used, nothing of it is there', async () => {
    await say(at, at.herder, undoFields(making));
    expect(lotAt(at, calf)).toMatchObject({ reversed: true, created: heads(4) });
    expect(atPasture()).toEqual({ available: {}, sold: {} });
    await expectRefusal('LOT_EXISTS', tell(at.herder, commissionFields(calf, heads(4))));
    await expectRefusal('LOT_UNKNOWN', tell(at.herder, { ...holdFields([calf]) }));
    await refuseUndo();
  });

  it('gives its quota back, to the gram', async () => {
    const world: TradeWorld = await claimWorld();
    const first = idOf(await say(world, world.herder, claimed(world, calf, heads(3))));
    await say(world, world.herder, claimed(world, lamb, heads(5)));
    const used = () => (world.world.state.at(quotaKeyOf(world)) as QuotaRecord).used;
    expect(used()).toEqual(heads(8));
    await say(world, world.herder, undoFields(first));
    expect(used()).toEqual(heads(5));
    expect(world.world.state.at(quotaKeyOf(world))).toMatchObject({ granted: heads(100), state: 'active' });
  });

  const uses: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['is sold in part', () => sell(1)],
    [
      'is moved in part',
      () => say(at, at.herder, { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [lineOf(1)] }),
    ],
    ['is on its way', () => send(at, 'S2', [lineOf(4)])],
    [
      'is on a unit',
      () => say(at, at.herder, { act: 'load', unit: sscc(1), site: 'PASTURE-1', lines: [lineOf(4)] }),
    ],
    [
      'is disposed of in part',
      () => say(at, at.herder, { act: 'dispose', site: 'PASTURE-1', lines: [lineOf(1)], reason: 'loss' }),
    ],
    ...(['sold', 'returned', 'loaded'] as const).map(
      (kind) =>
        [
          `is ${kind}, as its holding says alone`,
          async () => rewrite(at, keyOf.holding(at.herder.id, 'PASTURE-1', calf), { [kind]: heads(1) }),
        ] as const,
    ),
    ['has codes', async () => rewrite(at, keyOf.codes(at.herder.id, calf), { sets: [] })],
    ['passed a test', async () => rewrite(at, keyOf.lot(calf), { test: 'passed' })],
    ['failed a test', async () => rewrite(at, keyOf.lot(calf), { test: 'failed' })],
    ['was sampled or declared', async () => rewrite(at, keyOf.lot(calf), { fixed: true })],
    ['was treated', async () => rewrite(at, keyOf.lot(calf), { treated: { spans: [] } })],
    ['is held by a regulator', () => say(at, at.county, holdFields([calf]))],
    ['is held by its maker', () => say(at, at.herder, holdFields([calf]))],
    ['is held where it lies', () => say(at, at.county, holdingHold(at.herder, 'PASTURE-1', [calf]))],
    ['is recalled', () => say(at, at.county, recallFields(at, { lots: [calf] }))],
  ];
  const lineOf = (count: number) => ({ lot: calf, amount: heads(count) });
  const sell = (count: number) =>
    say(at, at.herder, { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines: [lineOf(count)] });

  it.each(uses)('is refused where the lot %s', async (_, use) => {
    await use();
    const before = atPasture();
    await refuseUndo();
    expect(atPasture()).toEqual(before);
    expect(lotAt(at, calf).reversed).toBeUndefined();
  });

  it('is refused for what was sold and given back, and for what was counted', async () => {
    await sell(1);
    await say(at, at.herder, { act: 'takeBack', site: 'PASTURE-1', lines: [lineOf(1)] });
    await refuseUndo();
    rewrite(at, keyOf.holding(at.herder.id, 'PASTURE-1', calf), {
      returned: undefined,
      available: heads(4),
      recounted: { since: '2026-09-01T00:00:00.000Z', base: heads(4), moved: heads(1) },
    });
    await refuseUndo();
  });

  it('is refused once the lot was recalled, closed or not: no maker hides a recall', async () => {
    const id = await saidId(at, at.herder, recallFields(at, { lots: [calf] }));
    await say(at, at.herder, closeFields(id));
    await refuseUndo();
  });

  it('is free again where a regulator has released the hold, and after goods came back untouched', async () => {
    const id = await saidId(at, at.county, holdFields([calf]));
    await say(at, at.county, releaseFields(id));
    await say(at, at.herder, { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [lineOf(4)] });
    await say(at, at.herder, { act: 'move', from: 'BARN-1', to: 'PASTURE-1', lines: [lineOf(4)] });
    await say(at, at.herder, undoFields(making));
    expect(lotAt(at, calf)).toMatchObject({ reversed: true });
  });
});

describe('a transform that is undone', () => {
  const second = `${gtin(2)}/C2`;
  const atPlant = (lot: string) => holdingAt(at, at.plant, 'PLANT-1', lot);

  it('gives its inputs back', async () => {
    const id = await saidId(at, at.plant, slaughterFields(second, 3));
    expect(atPlant(lamb)?.available).toEqual(heads(5));
    await say(at, at.plant, undoFields(id));
    expect(atPlant(lamb)?.available).toEqual(heads(8));
    expect(atPlant(second)).toEqual({ available: {}, sold: {} });
    expect(lotAt(at, second)).toMatchObject({ reversed: true });
    expect(lotAt(at, carcass).reversed).toBeUndefined();
  });

  it('gives back as given back what customers had given back', async () => {
    await say(at, at.plant, { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: [line(heads(2))] });
    await say(at, at.plant, { act: 'takeBack', site: 'PLANT-1', lines: [line(heads(2))] });
    const inputs = [line(heads(2), { returned: true })];
    const id = await saidId(at, at.plant, { ...slaughterFields(second), inputs });
    await refuseUndo(at.plant, id);
    await say(at, at.regulator, releaseFields(id));
    await say(at, at.plant, undoFields(id));
    expect(atPlant(lamb)).toMatchObject({ available: heads(6), returned: heads(2) });
  });

  it('is refused as a whole where one of the outputs is in use', async () => {
    const third = `${gtin(2)}/C3`;
    const outputs = [second, third].map((lot) => ({ lot, amount: { count: 1, massG: 9 } }));
    const id = await saidId(at, at.plant, { ...slaughterFields(second), outputs });
    const lines = [{ lot: third, amount: { count: 0, massG: 1 } }];
    await say(at, at.plant, { act: 'sell', site: 'PLANT-1', to: 'consumer', lines });
    await refuseUndo(at.plant, id);
  });

  it('shakes off no hold that lay on the inputs', async () => {
    const hold = await saidId(at, at.county, holdingHold(at.plant, 'PLANT-1'));
    const id = await saidId(at, at.plant, slaughterFields(second, 8));
    expect(atPlant(lamb)?.holds).toBeUndefined();
    await say(at, at.regulator, releaseFields(id));
    await refuseUndo(at.plant, id);
    await say(at, at.regulator, releaseFields(hold));
    await say(at, at.plant, undoFields(id));
  });

  it('is refused where a hold or recall came down to an output by a spread', async () => {
    const { madeBy } = lotAt(at, carcass);
    await say(at, at.county, recallFields(at, { kind: 'ordered' }));
    await say(at, at.shop, spreadFields());
    await refuseUndo(at.plant, madeBy);
  });

  it('is refused where the quota has less in use than it would give back', async () => {
    const world = await claimWorld();
    const id = idOf(await say(world, world.herder, claimed(world)));
    rewrite(world, quotaKeyOf(world), { used: heads(19) });
    await expectRefusal('NOT_REVERSIBLE', () => say(world, world.herder, undoFields(id)));
  });

  it('an admission is undone like a commission', async () => {
    const lot = `${gtin(1)}/A1`;
    const fields = { act: 'admit', site: 'PASTURE-1', lot, amount: heads(2), source: 'opening' };
    const id = await saidId(at, at.herder, { ...fields, document: exampleDigest(5) });
    expect((at.world.state.at(keyOf.event(id)) as EventRecord).effect).toMatchObject({ did: 'made' });
    await say(at, at.herder, undoFields(id));
    expect(lotAt(at, lot)).toMatchObject({ reversed: true });
  });
});

it('what came back from customers does not make a lot whole again', async () => {
  const { madeBy } = lotAt(at);
  await giveBack(at, 3);
  await refuseUndo(at.herder, madeBy);
});
