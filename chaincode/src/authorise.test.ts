import { describe, expect, it } from 'vitest';
import { keyOf, limits } from './model/index.ts';
import { documentText, type Fields, makeDevice, signedEnvelope } from './model/testing.ts';
import { expectRefusal } from './testing-refusals.ts';
import {
  categoryFields,
  commissionFields,
  dayMs,
  heads,
  lamb,
  lambWorld,
  rewrite,
  say,
  shippedWorld,
  siteFields,
  suspend,
  type TradeWorld,
  tradeWorld,
} from './testing-trade.ts';

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
const site: Fields = siteFields('SHOP-2');
const revoke = (kid: string): Fields => ({ act: 'revokeDevice', subject: kid, reason: 'lost' });

describe('times', () => {
  it('takes an event until its notAfter and not a millisecond longer', async () => {
    const at = await tradeWorld();
    const event = { ...site, eventTime: iso(at.world.nowMs), notAfter: iso(at.world.nowMs + 1000) };
    at.world.nowMs += 1001;
    await expectRefusal('EVENT_EXPIRED', () => say(at, at.shop, event));
    at.world.nowMs -= 1;
    await say(at, at.shop, event);
  });

  it('takes a notAfter of at most 30 days and an eventTime of at most 5 minutes ahead', async () => {
    const at = await tradeWorld();
    const { nowMs } = at.world;
    const last = {
      eventTime: iso(nowMs + limits.clockAheadMs),
      notAfter: iso(nowMs + limits.notAfterAheadMs),
    };
    const late = { eventTime: iso(nowMs + limits.clockAheadMs + 1) };
    const long = { notAfter: iso(nowMs + limits.notAfterAheadMs + 1) };
    await expectRefusal('EVENT_IN_FUTURE', () => say(at, at.shop, { ...site, ...last, ...late }));
    await expectRefusal('EVENT_IN_FUTURE', () => say(at, at.shop, { ...site, ...last, ...long }));
    await say(at, at.shop, { ...site, ...last });
  });

  it('says expired before in future', async () => {
    const at = await tradeWorld();
    const { nowMs } = at.world;
    const both = { eventTime: iso(nowMs + dayMs), notAfter: iso(nowMs - 1) };
    await expectRefusal('EVENT_EXPIRED', () => say(at, at.shop, { ...site, ...both }));
  });
});

describe('a device', () => {
  /** The shop's second device, valid for one hour from now. */
  async function hourDevice() {
    const at = await tradeWorld();
    const device = await makeDevice();
    const from = at.world.nowMs;
    const until = from + 3_600_000;
    const fields = { act: 'enrolDevice', subject: at.shop.id, key: device.publicKey, role: 'operator' };
    await say(at, at.shop, { ...fields, validUntil: iso(until) }, device);
    return { at, from, until, holder: { id: at.shop.id, device } };
  }

  it('speaks of times from its enrolment to its end, both included', async () => {
    const { at, from, until, holder } = await hourDevice();
    at.world.nowMs = until + dayMs;
    const saidAt = (code: string, milliseconds: number) => () =>
      say(at, holder, { ...siteFields(code), eventTime: iso(milliseconds) });
    await expectRefusal('DEVICE_NOT_VALID_THEN', saidAt('S-1', from - 1));
    await expectRefusal('DEVICE_NOT_VALID_THEN', saidAt('S-1', until + 1));
    await saidAt('S-1', from)();
    await saidAt('S-2', until)();
  });

  it('is heard for as long as a relay may hand its events in, and then no more', async () => {
    const { at, until, holder } = await hourDevice();
    const saidInTime = (code: string) => () =>
      say(at, holder, { ...siteFields(code), eventTime: iso(until) });
    at.world.nowMs = until + limits.notAfterAheadMs;
    await saidInTime('S-1')();
    at.world.nowMs += 1;
    await expectRefusal('DEVICE_NOT_VALID_THEN', saidInTime('S-2'));
  });

  it('is refused once revoked, whatever time its event states', async () => {
    const at = await tradeWorld();
    at.world.nowMs += dayMs;
    await say(at, at.shop, revoke(at.shop.device.kid));
    await expectRefusal('DEVICE_REVOKED', () =>
      say(at, at.shop, { ...site, eventTime: iso(at.world.nowMs - 1) }),
    );
  });

  it('is refused as a cosigner as well, revoked before not valid, over all signers', async () => {
    const { at, until, holder } = await hourDevice();
    await say(at, at.plant, revoke(at.plant.device.kid));
    at.world.nowMs = until + 1;
    await expectRefusal('DEVICE_REVOKED', () => say(at, holder, site, at.plant.device));
    await expectRefusal('DEVICE_NOT_VALID_THEN', () => say(at, holder, site, at.herder.device));
    await expectRefusal('DEVICE_NOT_VALID_THEN', () => say(at, at.herder, site, holder.device));
  });

  it('that nobody knows fails the event, as device and as cosigner', async () => {
    const at = await tradeWorld();
    const device = await makeDevice();
    await expectRefusal('DEVICE_UNKNOWN', () => say(at, { id: at.shop.id, device }, site));
    await expectRefusal('DEVICE_UNKNOWN', () => say(at, at.shop, site, device));
  });
});

describe('a party', () => {
  it('that is suspended says nothing but what it must be able to say', async () => {
    const at = await shippedWorld();
    suspend(at, at.plant.id);
    const lines = [{ lot: lamb, accepted: heads(10) }];
    await say(at, at.plant, { act: 'receive', shipment: at.shipment, site: 'PLANT-1', lines });
    const some = [{ lot: lamb, amount: heads(1) }];
    await say(at, at.plant, { act: 'dispose', site: 'PLANT-1', lines: some, reason: 'destruction' });
    await expectRefusal('PARTY_SUSPENDED', () => say(at, at.plant, siteFields('PLANT-2')));
    const sale = { act: 'sell', site: 'PLANT-1', lines: some, to: 'consumer' };
    await expectRefusal('PARTY_SUSPENDED', () => say(at, at.plant, sale));
  });

  it('that is suspended mints nothing as a cosigner either', async () => {
    const at = await tradeWorld();
    const category = categoryFields('wine', ['volumeMl']);
    suspend(at, at.regulator.id);
    await expectRefusal('PARTY_SUSPENDED', () => say(at, at.certifier, category, at.regulator.device));
  });

  it('is unknown where nobody enrolled it, its own or a cosigner’s', async () => {
    const at = await tradeWorld();
    at.world.state.values.delete(keyOf.party(at.shop.id));
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.shop, site));
    suspend(at, at.plant.id);
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.plant, site, at.shop.device));
  });

  it('speaks by its own devices alone', async () => {
    const at = await tradeWorld();
    await expectRefusal('MANDATE_MISSING', () => say(at, at.plant, { ...site, party: at.shop.id }));
    suspend(at, at.shop.id);
    await expectRefusal('PARTY_SUSPENDED', () => say(at, at.plant, { ...site, party: at.shop.id }));
  });
});

describe('a withdrawn event', () => {
  /** A category said by the certifier and the regulator, not yet recorded. */
  async function unrecorded() {
    const at = await tradeWorld();
    const fields = { party: at.certifier.id, ...categoryFields('wine', ['volumeMl']) };
    const signers = [at.certifier.device, at.regulator.device];
    const envelope = await signedEnvelope(at.world.stamped(fields), signers);
    const { createHash } = await import('node:crypto');
    const event = createHash('sha256').update(envelope.payload).digest('base64url');
    return { at, event, submit: () => at.world.submit(documentText([envelope])) };
  }

  it.each(['certifier', 'regulator'] as const)(
    'is refused when the %s, a signer, withdrew it',
    async (who) => {
      const { at, event, submit } = await unrecorded();
      await say(at, at[who], { act: 'withdraw', event });
      await expectRefusal('EVENT_WITHDRAWN', submit);
      at.world.nowMs += 40 * dayMs;
      await expectRefusal('EVENT_WITHDRAWN', submit);
    },
  );

  it('is not touched by anyone who did not sign it', async () => {
    const { at, event, submit } = await unrecorded();
    await say(at, at.shop, { act: 'withdraw', event });
    expect((await submit()).results[0]?.status).toBe('recorded');
  });
});

describe('the order of the checks', () => {
  /** Each step adds a fault that is checked earlier than all before it. */
  it('answers the earliest of all faults at once', async () => {
    const at: TradeWorld = await lambWorld();
    const { world, shop } = at;
    const fields = { ...commissionFields(lamb, {}), amount: { volumeMl: 1 }, site: 'NONE' };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, shop, fields));
    const forOther = { ...fields, party: at.plant.id };
    await expectRefusal('MANDATE_MISSING', () => say(at, shop, forOther));
    suspend(at, at.plant.id);
    await expectRefusal('PARTY_SUSPENDED', () => say(at, shop, forOther));
    world.state.values.delete(keyOf.party(at.plant.id));
    await expectRefusal('PARTY_UNKNOWN', () => say(at, shop, forOther));
    const early = { ...forOther, eventTime: iso(world.nowMs + dayMs) };
    await expectRefusal('EVENT_IN_FUTURE', () => say(at, shop, early));
    const expired = { ...early, notAfter: iso(world.nowMs - 1) };
    await expectRefusal('EVENT_EXPIRED', () => say(at, shop, expired));
    rewrite(at, keyOf.device(shop.device.kid), { validUntil: iso(world.nowMs - 1) });
    await expectRefusal('DEVICE_NOT_VALID_THEN', () => say(at, shop, expired));
    rewrite(at, keyOf.device(shop.device.kid), { revokedAt: iso(world.nowMs) });
    await expectRefusal('DEVICE_REVOKED', () => say(at, shop, expired));
    const liar = { id: shop.id, device: { ...shop.device, privateKey: at.herder.device.privateKey } };
    await expectRefusal('SIGNATURE_INVALID', () => say(at, liar, expired));
    const stranger = { id: shop.id, device: await makeDevice() };
    await expectRefusal('DEVICE_UNKNOWN', () => say(at, stranger, expired));
    const elsewhere = { ...expired, network: 'another-net' };
    await expectRefusal('NETWORK_MISMATCH', () => say(at, stranger, elsewhere));
    await expectRefusal('EVENT_INVALID', () => say(at, stranger, { ...elsewhere, version: 2 }));
  });
});
