import { describe, expect, it } from 'vitest';
import { type Amount, keyOf, limits } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  commissionFields,
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  milk,
  rewrite,
  say,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import {
  categoryWith,
  closeOf,
  giveBack,
  holdOn,
  idOf,
  lotWith,
  partyHold,
  recallOf,
  releaseOf,
} from './testing-custody.ts';

const fields = (lines: readonly object[], site = 'PASTURE-1') => ({
  act: 'recount',
  site,
  lines,
  reason: 'stocktaking',
});
const of = (counted: Amount) => [{ lot: lamb, counted }];
const count = (at: TradeWorld, counted: Amount) => say(at, at.herder, fields(of(counted)));
const vouched = (at: TradeWorld, counted: Amount) =>
  say(at, at.herder, fields(of(counted)), at.network.ProducersMSP.registrar);
const atPasture = (at: TradeWorld) => holdingAt(at, at.herder, 'PASTURE-1', lamb);

/** Twenty head and 800 kg; of a thousand, `permille` may be counted away within a period. */
async function tolerant(permille: number) {
  const at = await lambWorld();
  categoryWith(at, { recountPermille: permille });
  return at;
}

describe('recount', () => {
  it('states what was counted, remembers what it moved, and what was there before', async () => {
    const at = await tolerant(100);
    const receipt = await count(at, { count: 19, massG: 790_000 });
    const counted = { count: 19, massG: 790_000 };
    expect(atPasture(at)).toEqual({
      available: counted,
      sold: {},
      recounted: {
        since: new Date(at.world.nowMs).toISOString(),
        base: heads(20),
        moved: { count: 1, massG: 10_000 },
      },
    });
    expect(at.world.state.at(keyOf.event(idOf(receipt)))).toMatchObject({
      effect: { did: 'recounted', site: 'PASTURE-1', lines: [{ lot: lamb, before: heads(20), counted }] },
    });
  });

  it('is taken to the last gram of the tolerance, and not beyond', async () => {
    const at = await tolerant(100);
    await expectRefusal('COSIGNER_MISSING', () => count(at, { count: 20, massG: 719_999 }));
    await expectRefusal('COSIGNER_MISSING', () => count(at, { count: 17, massG: 800_000 }));
    await count(at, { count: 18, massG: 720_000 });
  });

  it('has no tolerance where the category names none', async () => {
    const at = await lambWorld();
    await count(at, heads(20));
    await expectRefusal('COSIGNER_MISSING', () => count(at, { count: 20, massG: 799_999 }));
  });

  it('adds up over a period what went up and what went down: there is no creeping away', async () => {
    const at = await tolerant(100);
    await count(at, { count: 20, massG: 760_000 });
    at.world.nowMs += limits.recountPeriodMs - 1;
    await count(at, { count: 20, massG: 770_000 });
    await expectRefusal('COSIGNER_MISSING', () => count(at, { count: 20, massG: 739_999 }));
    await count(at, { count: 20, massG: 740_000 });
    expect(atPasture(at)?.recounted).toMatchObject({ base: heads(20), moved: { count: 0, massG: 80_000 } });
    at.world.nowMs += 1;
    await count(at, { count: 20, massG: 740_000 });
    expect(atPasture(at)?.recounted).toEqual({
      since: new Date(at.world.nowMs).toISOString(),
      base: { count: 20, massG: 740_000 },
      moved: { count: 0, massG: 0 },
    });
  });

  it('measures periods by recorded time: nobody says oneself into a new one', async () => {
    const at = await tolerant(100);
    await count(at, { count: 20, massG: 720_000 });
    at.world.nowMs += limits.recountPeriodMs - 1;
    const said = { eventTime: new Date(at.world.nowMs + 60_000).toISOString() };
    const again = { ...fields(of({ count: 20, massG: 719_999 })), ...said };
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.herder, again));
  });

  it('is exact where floating point is not', async () => {
    const at = await tolerant(1);
    rewrite(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb), {
      available: { count: 20, massG: 999_999_999_999 },
    });
    await expectRefusal('COSIGNER_MISSING', () => count(at, { count: 20, massG: 999_000_000_000 - 1 }));
    await expectRefusal('COSIGNER_MISSING', () => count(at, { count: 20, massG: 998_999_999_999 }));
    await count(at, { count: 20, massG: 999_000_000_000 });
  });

  it('beyond tolerance wants a registrar of the party’s own organisation', async () => {
    const at = await lambWorld();
    const less = fields(of({ count: 1, massG: 1 }));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.herder, less, at.network.TradeMSP.registrar));
    await expectRefusal('COSIGNER_MISSING', () =>
      say(at, at.herder, less, at.plant.device, at.regulator.device),
    );
    await vouched(at, { count: 1, massG: 1 });
    expect(atPasture(at)?.available).toEqual({ count: 1, massG: 1 });
    await vouched(at, heads(25));
    expect(atPasture(at)).toMatchObject({
      available: heads(25),
      recounted: { moved: { count: 43, massG: 799_999 + 999_999 } },
    });
  });

  it('answers the earliest of several faults, over all lines', async () => {
    const at = await lambWorld();
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    const unknown = { lot: `${gtin(1)}/L9`, counted: litres(1) };
    const wrong = { lot: lamb, counted: litres(1) };
    const [beyond] = of(heads(1));
    const tell = (lines: readonly (object | undefined)[], site?: string) => () =>
      say(at, at.herder, fields(lines as object[], site));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, fields([unknown])));
    await expectRefusal('COSIGNER_MISSING', tell([unknown, beyond]));
    await expectRefusal('SITE_UNKNOWN', tell([unknown], 'PLANT-1'));
    await expectRefusal('LOT_UNKNOWN', tell([wrong, unknown]));
    await expectRefusal('MEASURE_MISMATCH', tell([wrong]));
    await expectRefusal('MEASURE_MISMATCH', tell(of({ count: 20 })));
    await expectRefusal('EVENT_INVALID', tell([beyond, beyond]));
  });

  it('finds nothing where the lot never lay, whoever signs', async () => {
    const at = await lambWorld();
    const more = fields(of(heads(1)), 'BARN-1');
    await expectRefusal('HOLDING_TOO_SMALL', () =>
      say(at, at.herder, more, at.network.ProducersMSP.registrar),
    );
    const none = fields(of({ count: 0, massG: 0 }), 'SHOP-1');
    await expectRefusal('HOLDING_TOO_SMALL', () => say(at, at.shop, none));
  });

  it('counts what is in hand alone: goods given back and loaded stay as they are', async () => {
    const at = await lambWorld();
    await giveBack(at, 5);
    await vouched(at, { count: 0, massG: 0 });
    expect(atPasture(at)).toMatchObject({ available: { count: 0, massG: 0 }, returned: heads(5) });
    await expectRefusal('LOT_UNKNOWN', () => {
      lotWith(at, { reversed: true });
      return vouched(at, heads(1));
    });
  });

  it('lets one measure rise while another falls, where nothing is claimed', async () => {
    const at = await tolerant(100);
    await count(at, { count: 21, massG: 780_000 });
    expect(atPasture(at)?.available).toEqual({ count: 21, massG: 780_000 });
  });
});

describe('a recount that finds more', () => {
  it.each([
    ['every measure', { count: 21, massG: 840_000 }],
    ['one of them, less of the other', { count: 19, massG: 800_001 }],
  ])('is refused for a claimed lot in %s, cosigned or not', async (_, more) => {
    const at = await tolerant(200);
    lotWith(at, { claims: ['mengzibiao'] });
    await expectRefusal('LIMIT_EXCEEDED', () => count(at, more));
    await expectRefusal('LIMIT_EXCEEDED', () => vouched(at, more));
    await count(at, { count: 19, massG: 790_000 });
    await expectRefusal('LIMIT_EXCEEDED', () => count(at, heads(20)));
  });

  it('is refused while a hold stands on the lot, the holding or the party', async () => {
    for (const which of ['lot', 'holding', 'party'] as const) {
      const at = await tolerant(200);
      const keys = { lot: keyOf.lot(lamb), holding: keyOf.holding(at.herder.id, 'PASTURE-1', lamb) };
      const hold = which === 'party' ? partyHold(at, at.herder) : holdOn(at, keys[which]);
      await expectRefusal('LIMIT_EXCEEDED', () => vouched(at, heads(21)));
      await count(at, { count: 20, massG: 799_000 });
      releaseOf(at, hold);
      await count(at, heads(20));
    }
  });

  it('is refused while a recall is open', async () => {
    const at = await tolerant(200);
    const recall = recallOf(at, lamb);
    await expectRefusal('LIMIT_EXCEEDED', () => vouched(at, heads(21)));
    closeOf(at, recall);
    await count(at, heads(21));
  });

  it('is refused after held goods were counted away: the hold waits where they lay', async () => {
    const at = await lambWorld();
    const hold = holdOn(at, keyOf.holding(at.herder.id, 'PASTURE-1', lamb));
    await vouched(at, { count: 0, massG: 0 });
    expect(atPasture(at)?.holds).toEqual([hold]);
    await expectRefusal('LIMIT_EXCEEDED', () => vouched(at, heads(20)));
    releaseOf(at, hold);
    await vouched(at, heads(20));
  });

  it('refuses all lines for one of them', async () => {
    const at = await tolerant(200);
    await say(at, at.herder, commissionFields(milk, litres(1000)));
    lotWith(at, { claims: ['mengzibiao'] }, milk);
    const lines = [...of(heads(21)), { lot: milk, counted: litres(1001) }];
    const { registrar } = at.network.ProducersMSP;
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, fields(lines), registrar));
    expect(atPasture(at)?.available).toEqual(heads(20));
  });
});
