import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { type DeviceKey, documentText, type Fields, makeDevice, signedEnvelope } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  dayMs,
  productFields,
  rewrite,
  say,
  suspend,
  type Trader,
  type TradeWorld,
  tradeWorld,
} from '../testing-trade.ts';
import { creditCode, gtin } from '../testing-world.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const paper = 'A'.repeat(43);

/** The herder's mandate for the plant, for 30 days from now. */
const mandate = (at: TradeWorld, more: Fields = {}): Fields => ({
  act: 'delegate',
  principal: at.herder.id,
  delegate: at.plant.id,
  acts: ['commission', 'dispatch'],
  gtins: [gtin(1)],
  until: iso(at.world.nowMs + 30 * dayMs),
  ...more,
});
const end = (at: TradeWorld, more: Fields = {}): Fields => ({
  act: 'endDelegation',
  principal: at.herder.id,
  delegate: at.plant.id,
  ...more,
});
const mandateAt = (at: TradeWorld) => at.world.state.at(keyOf.mandate(at.herder.id, at.plant.id));
const registrarOf = ({ network }: TradeWorld, name: keyof TradeWorld['network']): Trader => ({
  id: network[name].party,
  device: network[name].registrar,
});

describe('delegate', () => {
  it('writes what the party’s own operator trusts another with', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    expect(mandateAt(at)).toEqual({
      acts: ['commission', 'dispatch'],
      gtins: [gtin(1)],
      until: iso(at.world.nowMs + 30 * dayMs),
    });
  });

  it('replaces the mandate before, an ended one too', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    await say(at, at.herder, mandate(at, { acts: ['move'], gtins: [] }));
    expect(mandateAt(at)).toMatchObject({ acts: ['move'], gtins: [] });
    await say(at, at.herder, end(at));
    at.world.nowMs += 1;
    await say(at, at.herder, mandate(at));
    expect(mandateAt(at)).not.toHaveProperty('endedAt');
  });

  it('refuses a mandate that was said before the last one ended, and kept back', async () => {
    const at = await tradeWorld();
    const kept = await signedEnvelope(at.world.stamped({ party: at.herder.id, ...mandate(at) }), [
      at.herder.device,
    ]);
    at.world.nowMs += 1000;
    await say(at, at.herder, mandate(at, { acts: ['move'] }));
    await say(at, at.herder, end(at));
    await expectRefusal('SUBJECT_CLOSED', () => at.world.submit(documentText([kept])));
    // In the very millisecond of the end is not after it.
    await expectRefusal('SUBJECT_CLOSED', () => say(at, at.herder, mandate(at)));
    at.world.nowMs += 1;
    await say(at, at.herder, mandate(at));
  });

  it('is said by two registrars who have seen the paper', async () => {
    const at = await tradeWorld();
    const producers = registrarOf(at, 'ProducersMSP');
    const fields = mandate(at, { paper });
    await expectRefusal('COSIGNER_MISSING', () => say(at, producers, fields));
    await expectRefusal('COSIGNER_MISSING', () => say(at, producers, fields, at.regulator.device));
    await expectRefusal('COSIGNER_MISSING', () => say(at, producers, fields, at.network.ProducersMSP.log));
    await expectRefusal('EVENT_INVALID', () => say(at, producers, fields, producers.device));
    await expectRefusal('EVENT_INVALID', () =>
      say(at, producers, mandate(at), at.network.RegulatorMSP.registrar),
    );
    await say(at, producers, fields, at.network.TradeMSP.registrar);
    expect(mandateAt(at)).toMatchObject({ gtins: [gtin(1)] });
  });

  it('may be said by two registrars of the party’s own organisation', async () => {
    const at = await tradeWorld();
    const producers = registrarOf(at, 'ProducersMSP');
    const second = await makeDevice();
    const key = { act: 'enrolDevice', subject: producers.id, key: second.publicKey, role: 'registrar' };
    await say(at, producers, key, second);
    await say(at, producers, mandate(at, { paper }), second);
    expect(mandateAt(at)).toBeDefined();
  });

  it('refuses anyone else: the delegate, another organisation’s registrars, the party’s own registrar', async () => {
    const at = await tradeWorld();
    const { ProducersMSP } = at.network;
    const fields = mandate(at, { paper });
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, fields, ProducersMSP.registrar));
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, registrarOf(at, 'TradeMSP'), fields, ProducersMSP.registrar),
    );
    const own = mandate(at, { principal: ProducersMSP.party, gtins: [], paper });
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, registrarOf(at, 'ProducersMSP'), own, at.network.TradeMSP.registrar),
    );
  });

  it('refuses parties that nobody enrolled, before who says it', async () => {
    const at = await tradeWorld();
    const stranger = creditCode('91152502115000808');
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.herder, mandate(at, { delegate: stranger })));
    const other = mandate(at, { principal: stranger, paper });
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.shop, other));
  });

  it('refuses to lend the voice of those who mint trust, not their GTINs', async () => {
    const at = await tradeWorld();
    const fields = (more: Fields) =>
      mandate(at, { principal: at.certifier.id, gtins: [], acts: [], ...more });
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.certifier, fields({ acts: ['hold'] })));
    const raw = productFields(7, 'lamb-carcass');
    await say(at, at.certifier, raw, at.network.BrandMSP.registrar);
    await say(at, at.certifier, fields({ gtins: [gtin(7)] }));
  });

  it('refuses GTINs that are not registered, then those of another', async () => {
    const at = await tradeWorld();
    const gtins = [gtin(2), gtin(9)];
    await expectRefusal('PRODUCT_UNKNOWN', () => say(at, at.herder, mandate(at, { gtins })));
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.herder, mandate(at, { gtins: [gtin(2)] })));
  });

  it('refuses an end that is not ahead, last of all', async () => {
    const at = await tradeWorld();
    const until = iso(at.world.nowMs);
    await expectRefusal('LIMIT_EXCEEDED', () => say(at, at.herder, mandate(at, { until })));
    const both = mandate(at, { until, gtins: [gtin(2)] });
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.herder, both));
    await say(at, at.herder, mandate(at, { until: iso(at.world.nowMs + 1) }));
  });
});

describe('endDelegation', () => {
  it.each(['operator', 'registrar'] as const)('ends a mandate by the principal’s %s', async (who) => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    at.world.nowMs += 1000;
    await say(at, who === 'operator' ? at.herder : registrarOf(at, 'ProducersMSP'), end(at));
    expect(mandateAt(at)).toMatchObject({ acts: ['commission', 'dispatch'], endedAt: iso(at.world.nowMs) });
  });

  it('refuses the delegate, and another organisation’s registrar', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, end(at)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrarOf(at, 'TradeMSP'), end(at)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, end(at, { delegate: at.shop.id })));
  });

  it('refuses a mandate that was never given, and one that was ended', async () => {
    const at = await tradeWorld();
    await expectRefusal('SUBJECT_UNKNOWN', () => say(at, at.herder, end(at)));
    await say(at, at.herder, mandate(at));
    await say(at, at.herder, end(at));
    await expectRefusal('SUBJECT_CLOSED', () => say(at, at.herder, end(at)));
    const stranger = creditCode('91152502115000808');
    const unknown = end(at, { principal: stranger });
    await expectRefusal('PARTY_UNKNOWN', () => say(at, registrarOf(at, 'ProducersMSP'), unknown));
  });
});

/** The plant's device speaks for the herder. */
const speak = (at: TradeWorld, fields: Fields, device: DeviceKey = at.plant.device) =>
  say(at, { id: at.herder.id, device }, fields);
const birth = (item: number, lot: string, more: Fields = {}): Fields => ({
  act: 'commission',
  site: 'PASTURE-1',
  lot: `${gtin(item)}/${lot}`,
  amount: item === 1 ? { count: 2, massG: 80_000 } : { volumeMl: 1000 },
  ...more,
});

describe('a mandate', () => {
  it('lets the delegate’s device speak for the party in the acts that it names', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    await speak(at, birth(1, 'A'));
    expect(at.world.state.at(keyOf.lot(`${gtin(1)}/A`))).toMatchObject({ maker: at.herder.id });
    const move = {
      act: 'move',
      from: 'PASTURE-1',
      to: 'BARN-1',
      lines: [{ lot: `${gtin(1)}/A`, amount: { count: 1, massG: 40_000 } }],
    };
    await expectRefusal('MANDATE_MISSING', () => speak(at, move));
  });

  it('is of one party for one other: not for the shop, not of the shop', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    await expectRefusal('MANDATE_MISSING', () => speak(at, birth(1, 'A'), at.shop.device));
    await expectRefusal('MANDATE_MISSING', () =>
      say(at, { id: at.shop.id, device: at.plant.device }, birth(1, 'A')),
    );
    await expectRefusal('MANDATE_MISSING', () =>
      say(at, { id: at.plant.id, device: at.herder.device }, birth(1, 'A')),
    );
  });

  it('does not reach whom the delegate trusts in turn', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    const onward = { principal: at.plant.id, delegate: at.shop.id, gtins: [] };
    await say(at, at.plant, mandate(at, onward));
    await expectRefusal('MANDATE_MISSING', () => speak(at, birth(1, 'A'), at.shop.device));
  });

  it('gives no right to give or end mandates', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    await expectRefusal('MANDATE_MISSING', () => speak(at, mandate(at, { delegate: at.shop.id })));
    await expectRefusal('MANDATE_MISSING', () => speak(at, end(at)));
    await expectRefusal('EVENT_INVALID', () => say(at, at.herder, mandate(at, { acts: ['delegate'] })));
  });

  it('stops at its end what was said before and is recorded after', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    const said = { eventTime: iso(at.world.nowMs) };
    at.world.nowMs += 1000;
    await say(at, at.herder, end(at));
    await expectRefusal('MANDATE_MISSING', () => speak(at, birth(1, 'A', said)));
  });

  it('holds for what is said and recorded until its last instant', async () => {
    const at = await tradeWorld();
    const until = at.world.nowMs + 10_000;
    await say(at, at.herder, mandate(at, { until: iso(until) }));
    at.world.nowMs = until;
    const after = birth(1, 'A', { eventTime: iso(until + 1) });
    await expectRefusal('MANDATE_MISSING', () => speak(at, after));
    await speak(at, birth(1, 'A'));
    at.world.nowMs += 1;
    const before = birth(1, 'B', { eventTime: iso(until) });
    await expectRefusal('MANDATE_MISSING', () => speak(at, before));
  });

  it('is worth nothing while the party or the delegate is suspended', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    suspend(at, at.plant.id);
    await expectRefusal('PARTY_SUSPENDED', () => speak(at, birth(1, 'A')));
    rewrite(at, keyOf.party(at.plant.id), { state: 'active' });
    suspend(at, at.herder.id);
    await expectRefusal('PARTY_SUSPENDED', () => speak(at, birth(1, 'A')));
  });

  it('ends where the party becomes one that mints trust', async () => {
    const at = await tradeWorld();
    await say(at, at.herder, mandate(at));
    rewrite(at, keyOf.party(at.herder.id), { roles: ['producer', 'certifier'] });
    await expectRefusal('MANDATE_MISSING', () => speak(at, birth(1, 'A')));
  });

  it('licenses the GTINs that it names to the delegate, and no others', async () => {
    const at = await tradeWorld();
    rewrite(at, keyOf.party(at.plant.id), { roles: ['producer'] });
    await say(at, at.plant, { act: 'registerSite', site: 'PASTURE-1', kind: 'pasture', division: '152502' });
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.plant, birth(1, 'A')));
    await say(at, at.herder, mandate(at));
    await say(at, at.plant, birth(1, 'A'));
    expect(at.world.state.at(keyOf.lot(`${gtin(1)}/A`))).toMatchObject({ maker: at.plant.id });
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.plant, birth(3, 'A')));
    await say(at, at.herder, end(at));
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.plant, birth(1, 'B')));
  });
});
