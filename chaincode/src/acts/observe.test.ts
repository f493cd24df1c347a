import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import { breachesWhen, seedHolding } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { lamb, rewrite, say, shippedWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

let at: Awaited<ReturnType<typeof shippedWorld>>;
beforeEach(async () => {
  at = await shippedWorld();
});
const reading = (subject: Fields): Fields => ({
  act: 'observe',
  quantity: 'temperature',
  minMilli: -1000,
  maxMilli: 4000,
  meanMilli: 2000,
  count: 10,
  from: '2026-08-31T00:00:00.000Z',
  to: '2026-09-01T00:00:00.000Z',
  series: exampleDigest(1),
  ...subject,
});

describe('observe', () => {
  it('is recorded of an own site, with a lot that lies or lay there, and changes nothing', async () => {
    expect(await breachesWhen(at, at.herder, reading({ site: 'BARN-1' }))).toEqual([]);
    expect(await breachesWhen(at, at.herder, reading({ site: 'PASTURE-1', lot: lamb }))).toEqual([]);
    seedHolding(at, [at.herder.id, 'PASTURE-1', lamb], { count: 0, massG: 0 });
    const before = at.world.state.values.size;
    expect(await breachesWhen(at, at.herder, reading({ site: 'PASTURE-1', lot: lamb }))).toEqual([]);
    expect(at.world.state.values.size).toBe(before + 1);
  });

  it('refuses another’s site, an unknown lot, and a lot that never lay there', async () => {
    const at9 = (site: string, lot: string) => () => say(at, at.herder, reading({ site, lot }));
    await expectRefusal('SITE_UNKNOWN', at9('PLANT-1', `${gtin(1)}/L9`));
    await expectRefusal('LOT_UNKNOWN', at9('BARN-1', `${gtin(1)}/L9`));
    await expectRefusal('HOLDING_TOO_SMALL', at9('BARN-1', lamb));
  });

  it('is recorded of a shipment by its sender, its carrier and its addressee, and by nobody else', async () => {
    const { shipment } = at;
    for (const who of [at.herder, at.plant])
      expect(await breachesWhen(at, who, reading({ shipment }))).toEqual([]);
    await expectRefusal('SHIPMENT_NOT_YOURS', () => say(at, at.shop, reading({ shipment })));
    rewrite(at, keyOf.shipment(shipment), { carrier: at.shop.id });
    expect(await breachesWhen(at, at.shop, reading({ shipment }))).toEqual([]);
  });

  it('refuses a shipment that was never dispatched, and a device that is no operator’s', async () => {
    const shipment = `${at.herder.id}/S9`;
    await expectRefusal('SHIPMENT_UNKNOWN', () => say(at, at.herder, reading({ shipment })));
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, reading({ shipment })));
  });
});
