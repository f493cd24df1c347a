import { describe, expect, it } from 'vitest';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, holdingAt, lamb, lambWorld, litres, say, type TradeWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

/** The acts that take lines from one holding of the party: each is told with its own fields. */
const acts = [
  ['sell', { act: 'sell', site: 'PASTURE-1', to: 'consumer' }, { available: heads(15), sold: heads(5) }],
  ['dispose', { act: 'dispose', site: 'PASTURE-1', reason: 'loss' }, { available: heads(15), sold: {} }],
  ['move', { act: 'move', from: 'PASTURE-1', to: 'BARN-1' }, { available: heads(15), sold: {} }],
] as const;

describe.each(acts)('%s', (act, fields, after) => {
  const take = (at: TradeWorld, lines: readonly object[], more: object = {}) =>
    say(at, at.herder, { ...fields, lines, ...more });
  const wrongSite = act === 'move' ? { from: 'FIELD-9' } : { site: 'FIELD-9' };

  it('takes exactly the lines from the holding', async () => {
    const at = await lambWorld();
    await take(at, [{ lot: lamb, amount: heads(5) }]);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual(after);
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)).toEqual(
      act === 'move' ? { available: heads(5), sold: {} } : undefined,
    );
  });

  it('takes the last gram and then nothing more', async () => {
    const at = await lambWorld();
    await take(at, [{ lot: lamb, amount: heads(20) }]);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.available).toEqual({ count: 0, massG: 0 });
    await expectRefusal('HOLDING_TOO_SMALL', () => take(at, [{ lot: lamb, amount: { count: 0, massG: 1 } }]));
  });

  it('refuses a registrar’s device', async () => {
    const at = await lambWorld();
    const { party, registrar } = at.network.ProducersMSP;
    const lines = [{ lot: lamb, amount: heads(1) }];
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, { id: party, device: registrar }, { ...fields, lines, ...wrongSite }),
    );
  });

  it('answers the earliest of several faults, over all lines', async () => {
    const at = await lambWorld();
    const unknown = { lot: `${gtin(1)}/L9`, amount: heads(1) };
    const mismatch = { lot: lamb, amount: litres(1) };
    const tooMuch = { lot: lamb, amount: heads(21) };
    await expectRefusal('SITE_UNKNOWN', () => take(at, [mismatch, unknown], wrongSite));
    await expectRefusal('LOT_UNKNOWN', () => take(at, [mismatch, unknown]));
    await expectRefusal('MEASURE_MISMATCH', () => take(at, [mismatch]));
    await expectRefusal('MEASURE_MISMATCH', () => take(at, [{ lot: lamb, amount: { count: 21 } }]));
    await expectRefusal('HOLDING_TOO_SMALL', () => take(at, [tooMuch]));
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(20), sold: {} });
  });

  it('refuses what another holds, and a site that is another’s', async () => {
    const at = await lambWorld();
    const lines = [{ lot: lamb, amount: heads(1) }];
    const place = act === 'move' ? { from: 'SHOP-1', to: 'SHOP-2' } : { site: 'SHOP-1' };
    await say(at, at.shop, { act: 'registerSite', site: 'SHOP-2', kind: 'store', division: '152502' });
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.shop, { ...fields, ...place, lines }));
    await expectRefusal('SITE_UNKNOWN', () => say(at, at.shop, { ...fields, lines }));
  });

  it('refuses no lines, a lot twice, and lines of nothing', async () => {
    const at = await lambWorld();
    const line = { lot: lamb, amount: heads(1) };
    await expectRefusal('EVENT_INVALID', () => take(at, []));
    await expectRefusal('EVENT_INVALID', () => take(at, [line, line]));
    await expectRefusal('EVENT_INVALID', () => take(at, [{ lot: lamb, amount: { count: 0, massG: 0 } }]));
  });
});

describe('move', () => {
  it('refuses an unknown target, and the same site', async () => {
    const at = await lambWorld();
    const to = (site: string) => () =>
      say(at, at.herder, {
        act: 'move',
        from: 'PASTURE-1',
        to: site,
        lines: [{ lot: lamb, amount: heads(1) }],
      });
    await expectRefusal('SITE_UNKNOWN', to('PLANT-1'));
    await expectRefusal('EVENT_INVALID', to('PASTURE-1'));
  });

  it('adds to what lies at the target, and brings it back', async () => {
    const at = await lambWorld();
    const go = (from: string, to: string, count: number) =>
      say(at, at.herder, { act: 'move', from, to, lines: [{ lot: lamb, amount: heads(count) }] });
    await go('PASTURE-1', 'BARN-1', 3);
    await go('PASTURE-1', 'BARN-1', 4);
    expect(holdingAt(at, at.herder, 'BARN-1', lamb)?.available).toEqual(heads(7));
    await go('BARN-1', 'PASTURE-1', 7);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.available).toEqual(heads(20));
  });
});

describe('sell', () => {
  it('adds up what was sold from a holding, and refuses a buyer of the wrong kind', async () => {
    const at = await lambWorld();
    const sell = (more: object) =>
      say(at, at.herder, {
        act: 'sell',
        site: 'PASTURE-1',
        lines: [{ lot: lamb, amount: heads(2) }],
        ...more,
      });
    await sell({ to: 'consumer' });
    await sell({ to: 'business', buyer: 'A'.repeat(43), division: '110000' });
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toEqual({ available: heads(16), sold: heads(4) });
    await expectRefusal('EVENT_INVALID', () => sell({ to: 'business' }));
    await expectRefusal('EVENT_INVALID', () => sell({ to: 'consumer', buyer: 'A'.repeat(43) }));
  });
});
