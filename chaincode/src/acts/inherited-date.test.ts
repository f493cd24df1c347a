import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { lotAt } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, lamb, lambWorld, rewrite, say, type TradeWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

const anew = `${gtin(1)}/L2`;

/** Ten lambs of one kind go into a lot of the same kind. */
const mixed = (bestBefore?: string) => ({
  act: 'transform',
  site: 'PASTURE-1',
  operation: 'mix',
  inputs: [{ lot: lamb, amount: heads(1) }],
  outputs: [{ lot: anew, amount: heads(1), ...(bestBefore === undefined ? {} : { bestBefore }) }],
});

async function datedWorld(): Promise<TradeWorld> {
  const at = await lambWorld();
  rewrite(at, keyOf.lot(lamb), { bestBefore: '2026-10-01' });
  return at;
}

describe('goods made of others of their kind', () => {
  it('are refused a later date than what they were made of', async () => {
    const at = await datedWorld();
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, mixed('2026-10-02')));
    await say(at, at.herder, mixed('2026-10-01'));
    expect(lotAt(at, anew).bestBefore).toBe('2026-10-01');
  });

  it('may have an earlier one, and have the earliest of theirs where none is said', async () => {
    const [earlier, unsaid] = [await datedWorld(), await datedWorld()];
    await say(earlier, earlier.herder, mixed('2026-09-20'));
    expect(lotAt(earlier, anew).bestBefore).toBe('2026-09-20');
    await say(unsaid, unsaid.herder, mixed());
    expect(lotAt(unsaid, anew).bestBefore).toBe('2026-10-01');
  });

  it('of another kind begin a shelf life of their own', async () => {
    const at = await datedWorld();
    const { category } = lotAt(at, lamb);
    rewrite(at, keyOf.category('other'), at.world.state.at(keyOf.category(category)) ?? {});
    rewrite(at, keyOf.lot(lamb), { category: 'other' });
    await say(at, at.herder, mixed('2026-10-02'));
    expect(lotAt(at, anew).bestBefore).toBe('2026-10-02');
  });
});
