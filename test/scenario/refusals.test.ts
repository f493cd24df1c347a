import { eventIdOf, webCrypto } from '@mengsu/chaincode/model';
import { ApiProblem, type EventFields, makeDeviceKey, type Signer } from '@mengsu/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ActorName, actor } from '../../demo/src/story/cast.ts';
import { products } from '../../demo/src/story/catalogue.ts';
import { type RunningSystem, runSystem, tell } from '../system/running-system.ts';
import { StoryHand } from '../system/story-hand.ts';

const bag = `${products.bag.gtin}/D02`;
const pureBag = `${products.bag.gtin}/D01`;
const newLot = (name: string): string => `${products.lamb.gtin}/${name}`;

let system: RunningSystem;
let hand: StoryHand;

beforeAll(async () => {
  system = await runSystem();
  await tell(system);
  hand = await StoryHand.of(system);
});
afterAll(() => system?.remove());

/** What the API answers to an event that must be refused. */
async function refusalOf(
  by: ActorName,
  fields: EventFields,
  cosigners: readonly Signer[] = [],
): Promise<{ status: number; code: string }> {
  const error: unknown = await hand.say(by, fields, cosigners).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiProblem)) throw new Error(`expected a refusal, found ${error}`);
  return { status: error.status, code: error.code };
}

const amount = (count: number) => ({ count, massG: count * 500 });

describe('what the law refuses, through the public API', () => {
  it('refuses to sell more than is in hand', async () => {
    const fields: EventFields = {
      act: 'sell',
      site: 'STORE-1',
      lines: [{ lot: bag, amount: amount(900_000) }],
      to: 'consumer',
    };
    expect(await refusalOf('grocer', fields)).toEqual({ status: 409, code: 'HOLDING_TOO_SMALL' });
  });

  it('refuses to sell the same goods twice, in one document too', async () => {
    const { holdings } = await hand.client.lot(products.bag.gtin, 'D01');
    const all = holdings.find(({ site }) => site === 'STORE-1')?.available;
    if (!all) throw new Error('the grocer has no bags');
    const sell: EventFields = {
      act: 'sell',
      site: 'STORE-1',
      lines: [{ lot: pureBag, amount: all }],
      to: 'consumer',
    };
    const events = [await hand.sign('grocer', sell), await hand.sign('grocer', sell)];
    const { results } = await hand.client.postEvents({ mode: 'each', events });
    expect(results).toMatchObject([{ status: 'recorded' }, { status: 'refused', code: 'HOLDING_TOO_SMALL' }]);
  });

  it('refuses goods of somebody else', async () => {
    const fields: EventFields = {
      act: 'sell',
      site: 'STORE-1',
      lines: [{ lot: bag, amount: amount(1) }],
      to: 'consumer',
    };
    expect(await refusalOf('butcher', fields)).toEqual({ status: 409, code: 'HOLDING_TOO_SMALL' });
  });

  it('refuses a receipt by anyone but the addressee, and a second one', async () => {
    const lot = newLot('X1');
    const lines = [{ lot, amount: { count: 2, massG: 76_000 } }];
    await hand.say('herder', {
      act: 'commission',
      site: 'PASTURE-1',
      lot,
      amount: { count: 2, massG: 76_000 },
    });
    const departure = new Date(Date.now() + 3_600_000).toISOString();
    await hand.say('herder', {
      act: 'dispatch',
      number: 'X-1',
      site: 'PASTURE-1',
      to: actor('slaughterhouse').party,
      departure,
      lines,
    });
    const shipment = `${actor('herder').party}/X-1`;
    const receive = (site: string): EventFields => ({
      act: 'receive',
      shipment,
      site,
      lines: [{ lot, accepted: { count: 2, massG: 76_000 } }],
    });
    expect(await refusalOf('butcher', receive('STORE-1'))).toEqual({
      status: 403,
      code: 'SHIPMENT_NOT_YOURS',
    });
    await hand.say('slaughterhouse', receive('PLANT-1'));
    expect(await refusalOf('slaughterhouse', receive('PLANT-1'))).toEqual({
      status: 409,
      code: 'SHIPMENT_CLOSED',
    });
    expect(await refusalOf('herder', { act: 'cancelDispatch', shipment })).toEqual({
      status: 409,
      code: 'SHIPMENT_CLOSED',
    });
  });

  it('refuses a device that speaks for another party', async () => {
    const fields: EventFields = {
      act: 'commission',
      party: actor('ricefarm').party,
      site: 'FIELD-1',
      lot: `${products.paddy.gtin}/F1`,
      amount: { massG: 1 },
    };
    expect(await refusalOf('herder', fields)).toEqual({ status: 403, code: 'MANDATE_MISSING' });
  });

  it('refuses a product of another owner, and a lot number used before', async () => {
    const other: EventFields = {
      act: 'commission',
      site: 'PASTURE-1',
      lot: `${products.paddy.gtin}/H1`,
      amount: { massG: 1 },
    };
    expect(await refusalOf('herder', other)).toEqual({ status: 403, code: 'PRODUCT_NOT_YOURS' });
    const again: EventFields = {
      act: 'commission',
      site: 'PASTURE-1',
      lot: newLot('L0417'),
      amount: { count: 1, massG: 1 },
    };
    expect(await refusalOf('herder', again)).toEqual({ status: 409, code: 'LOT_EXISTS' });
  });

  it('refuses a shop that makes lots, and a trader that registers categories', async () => {
    const made: EventFields = {
      act: 'commission',
      site: 'STORE-1',
      lot: newLot('S1'),
      amount: { count: 1, massG: 1 },
    };
    expect(await refusalOf('butcher', made)).toEqual({ status: 403, code: 'ROLE_NOT_ALLOWED' });
    const category: EventFields = {
      act: 'registerCategory',
      category: 'gold',
      commodity: 'gold',
      names: { zh: '金' },
      measures: ['massG'],
      remits: ['market'],
    };
    expect(await refusalOf('butcher', category)).toEqual({ status: 403, code: 'ROLE_NOT_ALLOWED' });
    expect(await refusalOf('certifier', category)).toEqual({ status: 403, code: 'COSIGNER_MISSING' });
  });

  it('lets a signer withdraw an event that is not recorded, and then refuses it', async () => {
    const lot = newLot('W1');
    const event = await hand.sign('herder', {
      act: 'commission',
      site: 'PASTURE-1',
      lot,
      amount: { count: 1, massG: 38_000 },
    });
    await hand.say('herder', { act: 'withdraw', event: await eventIdOf(event.payload, webCrypto) });
    await expect(hand.client.postEvents({ mode: 'all', events: [event] })).rejects.toMatchObject({
      code: 'EVENT_WITHDRAWN',
    });
  });

  it('refuses a revoked device, and takes the next one of the same party', async () => {
    const party = actor('carrier').party;
    const next = await makeDeviceKey();
    await hand.say('carrier', { act: 'enrolDevice', subject: party, key: next.publicKey, role: 'operator' }, [
      next,
    ]);
    const old = await hand.keyring.key('carrier');
    await hand.say('carrier', { act: 'revokeDevice', subject: old.kid, reason: 'lost' });
    const fields: EventFields = { act: 'registerSite', site: 'TRUCK-1', kind: 'vehicle', division: '152502' };
    expect(await refusalOf('carrier', fields)).toEqual({ status: 403, code: 'DEVICE_REVOKED' });
  });

  it('answers an event that came twice with exists, and counts it once', async () => {
    const lot = newLot('T1');
    const event = await hand.sign('herder', {
      act: 'commission',
      site: 'PASTURE-1',
      lot,
      amount: { count: 1, massG: 38_000 },
    });
    const first = await hand.client.postEvents({ mode: 'all', events: [event] });
    const second = await hand.client.postEvents({ mode: 'each', events: [event] });
    expect([first.results[0]?.status, second.results[0]?.status]).toEqual(['recorded', 'exists']);
    const { amounts } = await hand.client.lot(products.lamb.gtin, 'T1');
    expect(amounts.available).toEqual({ count: 1, massG: 38_000 });
  });
});
