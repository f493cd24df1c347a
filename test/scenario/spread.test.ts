import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  handedOver,
  line,
  making,
  meatPapers,
  newLot,
  packs,
  recalling,
  selling,
  slicesInPlant,
} from '../system/attack-goods.ts';
import { AttackWorld, instant } from '../system/attack-world.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { untilAudited } from '../system/season/season-reckoning.ts';

let system: RunningSystem;
let world: AttackWorld;
beforeAll(async () => {
  system = await runSystem();
  world = await AttackWorld.on(system);
});
afterAll(() => system?.remove());

const patience = { timeout: 20_000, interval: 500 };

/** Packs of which others were made, and others of these; some of the last are in the shop. */
async function twoGenerations() {
  const first = await slicesInPlant(world, 20);
  const [second, third] = [newLot(world, 'slices'), newLot(world, 'slices')];
  await world.done(
    'slaughterhouse',
    making([line(first, packs(12))], [line(second, packs(12))], { operation: 'split' }),
  );
  await world.done(
    'slaughterhouse',
    making([line(second, packs(8))], [line(third, packs(8))], { operation: 'split' }),
  );
  const plant = { by: 'slaughterhouse', site: 'PLANT-1' };
  await handedOver(world, plant, { by: 'butcher', site: 'STORE-1' }, line(third, packs(6)));
  return { first, second, third };
}

describe('what is told late', () => {
  it('reaches every descendant by the law itself: a recall of the first lot', async () => {
    const { first, second, third } = await twoGenerations();
    expect(await world.tried('butcher', selling(third, packs(1)))).not.toContain('RECALLED');
    await world.done('regulator', recalling([first], 'ordered'));
    await vi.waitFor(async () => {
      expect(await world.tried('butcher', selling(third, packs(1)))).toContain('RECALLED');
    }, patience);
    const fromPlant = selling(second, packs(1), 'PLANT-1', { papers: meatPapers });
    expect(await world.tried('slaughterhouse', fromPlant)).toContain('RECALLED');
  });

  it('reaches what was made within an interval, and what was made of it: a treatment', async () => {
    const [harvest, part, rest] = [newLot(world, 'wheat'), newLot(world, 'wheat'), newLot(world, 'wheat')];
    const grams = (massG: number) => ({ massG });
    await world.done('wheatfarm', {
      act: 'commission',
      site: 'FIELD-1',
      lot: harvest,
      amount: grams(90_000),
    });
    const split = { operation: 'split', site: 'FIELD-1' } as const;
    await world.done('wheatfarm', making([line(harvest, grams(60_000))], [line(part, grams(60_000))], split));
    await world.done('wheatfarm', making([line(part, grams(30_000))], [line(rest, grams(30_000))], split));
    const soldOf = (lot: string) => world.tried('wheatfarm', selling(lot, grams(1_000), 'FIELD-1'));
    for (const lot of [harvest, part, rest]) expect(await soldOf(lot)).not.toContain('ON_HOLD');
    await world.done('wheatfarm', {
      act: 'treat',
      site: 'FIELD-1',
      input: 'DEMO-P01',
      dose: { milli: 1000, unit: 'mL' },
      from: instant(-2),
      to: instant(-1),
    });
    for (const lot of [rest, part, harvest])
      await vi.waitFor(async () => expect(await soldOf(lot)).toContain('ON_HOLD'), patience);
  });

  it('is counted, and the audit agrees with all of it', async () => {
    await untilAudited(system);
    const metrics = await (await fetch(`${system.url}/metrics`)).text();
    expect(Number(/^mengsu_spreads_total\{status="recorded"\} (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(
      3,
    );
    expect(metrics).not.toMatch(/^mengsu_spreads_total\{status="refused"\}/m);
    expect(metrics).toMatch(/^mengsu_law_alarms 0$/m);
  });
});
