import { describe, expect, it } from 'vitest';
import { carcass, heads, holdingAt, lamb, say, shipmentAt, shippedWorld } from './testing-trade.ts';

describe('record', () => {
  it('takes a lamb from the pasture into carcasses, each measure adding up', async () => {
    const at = await shippedWorld();
    const { herder, plant, shipment } = at;
    const accepted = { count: 9, massG: 358_000 };
    const received = [{ lot: lamb, accepted, missing: { count: 1, massG: 42_000 } }];
    await say(at, plant, { act: 'receive', shipment, site: 'PLANT-1', lines: received });
    const inputs = [{ lot: lamb, amount: accepted }];
    const outputs = [{ lot: carcass, amount: { count: 9, massG: 172_000 } }];
    const slaughter = { act: 'transform', site: 'PLANT-1', operation: 'slaughter', inputs, outputs };
    const answer = await say(at, plant, slaughter);
    expect(answer.results[0]).toMatchObject({ status: 'recorded', breaches: [] });
    expect(holdingAt(at, herder, 'PASTURE-1', lamb)).toEqual({ available: heads(10), sold: {} });
    expect(holdingAt(at, plant, 'PLANT-1', lamb)).toEqual({ available: { count: 0, massG: 0 }, sold: {} });
    const made = { available: { count: 9, massG: 172_000 }, sold: {} };
    expect(holdingAt(at, plant, 'PLANT-1', carcass)).toEqual(made);
    expect(shipmentAt(at, shipment)).toMatchObject({ state: 'disputed' });
  });
});
