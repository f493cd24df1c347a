import { beforeEach, describe, expect, it } from 'vitest';
import {
  type DeviceKey,
  documentText,
  type Fields,
  makeDevice,
  makeDevices,
  signedEnvelope,
} from './model/testing.ts';
import {
  carcass,
  categoryFields,
  commissionFields,
  dayMs,
  dispatchFields,
  heads,
  lamb,
  productFields,
  shippedWorld,
  siteFields,
  type Trader,
} from './testing-trade.ts';
import { gtin } from './testing-world.ts';

type Shipped = Awaited<ReturnType<typeof shippedWorld>>;
let at: Shipped;
beforeEach(async () => {
  at = await shippedWorld();
});

/** Messages to the peer, keys read and keys written of one document with these events. */
async function costOf(...said: readonly (readonly [Trader, Fields, ...DeviceKey[]])[]) {
  const { world } = at;
  const events = said.map(([who, fields, ...cosigners]) =>
    signedEnvelope(world.stamped({ party: who.id, ...fields }), [who.device, ...cosigners]),
  );
  const text = documentText(await Promise.all(events), 'each');
  const { state } = world;
  state.messages = state.reads = state.writes = 0;
  const { results } = await world.submit(text);
  expect(results.filter(({ status }) => status !== 'recorded')).toEqual([]);
  return { messages: state.messages, reads: state.reads, writes: state.writes };
}

const line = (count: number) => [{ lot: lamb, amount: heads(count) }];
const takeFromPasture: Fields = { act: 'sell', site: 'PASTURE-1', to: 'consumer', lines: line(1) };
const received = [{ lot: lamb, accepted: heads(6), refused: heads(3), missing: heads(1) }];
const receive = (): Fields => ({ act: 'receive', shipment: at.shipment, site: 'PLANT-1', lines: received });

/**
 * What each act costs: messages, keys read, keys written. Every event reads network, its id, party, device and withdrawal (5) and writes its id (1).
 * 2 messages: one multi-get, one batch. 3: the records that were read name further keys (the cosigners' parties, a shipment's lots).
 */
describe('the budget of an act', () => {
  const alone: readonly (readonly [name: string, messages: number, reads: number, writes: number, Fields])[] =
    [
      ['registerSite', 2, 6, 2, siteFields('BARN-2', 'barn')],
      ['commission', 2, 8, 3, commissionFields(`${gtin(1)}/L2`, heads(1))],
      ['sell', 2, 8, 2, takeFromPasture],
      ['dispose', 2, 8, 2, { act: 'dispose', site: 'PASTURE-1', reason: 'loss', lines: line(1) }],
      ['move', 2, 10, 3, { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: line(1) }],
      ['withdraw', 2, 6, 2, { act: 'withdraw', event: 'A'.repeat(43) }],
    ];
  it.each(alone)('%s: %i messages, %i reads, %i writes', async (_, messages, reads, writes, fields) => {
    expect(await costOf([at.herder, fields])).toEqual({ messages, reads, writes });
  });

  it('dispatch: 2 messages; receive 2; settle 2; transform 2', async () => {
    const dispatch = { ...dispatchFields(at.plant.id, line(1), at.world), number: 'S2' };
    expect(await costOf([at.herder, dispatch])).toEqual({ messages: 2, reads: 10, writes: 3 });
    expect(await costOf([at.plant, receive()])).toEqual({ messages: 2, reads: 8, writes: 3 });
    const settled = [{ lot: lamb, takenBack: heads(3), writtenOff: heads(1) }];
    const settle = { act: 'settle', shipment: at.shipment, site: 'PASTURE-1', lines: settled };
    expect(await costOf([at.herder, settle])).toEqual({ messages: 2, reads: 8, writes: 3 });
    const outputs = [{ lot: carcass, amount: heads(1) }];
    const slaughter = { act: 'transform', site: 'PLANT-1', operation: 'slaughter', inputs: line(1), outputs };
    expect(await costOf([at.plant, slaughter])).toEqual({ messages: 2, reads: 10, writes: 4 });
  });

  it('an act that is cosigned: 3 messages, however many cosigners', async () => {
    const category = categoryFields('wine', ['volumeMl']);
    expect(await costOf([at.certifier, category, at.regulator.device])).toEqual({
      messages: 3,
      reads: 9,
      writes: 2,
    });
    const product = productFields(8, 'raw-milk');
    const signers = [at.network.ProducersMSP.registrar, at.plant.device, at.shop.device];
    expect(await costOf([at.herder, product, ...signers])).toEqual({ messages: 3, reads: 16, writes: 2 });
  });

  it('enrolParty and enrolDevice by a registrar: 2 messages; revokeDevice 3', async () => {
    const home = { id: at.network.TradeMSP.party, device: at.network.TradeMSP.registrar };
    const person = `P${'A'.repeat(43)}`;
    const enrolment = {
      act: 'enrolParty',
      subject: person,
      roles: ['trader'],
      organisation: 'TradeMSP',
      division: '150000',
    };
    expect(await costOf([home, enrolment])).toEqual({ messages: 2, reads: 6, writes: 2 });
    const device = await makeDevice();
    const fields = { act: 'enrolDevice', subject: person, key: device.publicKey, role: 'operator' };
    expect(await costOf([home, fields, device])).toEqual({ messages: 2, reads: 8, writes: 2 });
    const revocation = { act: 'revokeDevice', subject: device.kid, reason: 'left' };
    expect(await costOf([home, revocation])).toEqual({ messages: 3, reads: 7, writes: 2 });
  });

  it('cancelDispatch: 3 messages for a shipment of any number of lots', async () => {
    const lots = Array.from({ length: 40 }, (_, index) => `${gtin(1)}/N${index}`);
    for (const lot of lots) await costOf([at.herder, commissionFields(lot, heads(1))]);
    const lines = lots.map((lot) => ({ lot, amount: heads(1) }));
    await costOf([at.herder, { ...dispatchFields(at.plant.id, lines, at.world), number: 'S2' }]);
    const cancel = { act: 'cancelDispatch', shipment: `${at.herder.id}/S2` };
    expect(await costOf([at.herder, cancel])).toEqual({ messages: 3, reads: 46, writes: 42 });
  });

  it('found again: 3 messages, the keys that end among them', async () => {
    const { world, network } = at;
    const keys = await makeDevices(3);
    const fields = {
      act: 'found',
      party: network.BrandMSP.party,
      organisation: 'BrandMSP',
      names: { zh: '登记处' },
      division: '150000',
      registrarKey: keys[0]?.publicKey,
      logKey: keys[1]?.publicKey,
      serviceKey: keys[2]?.publicKey,
    };
    const signers = [...keys.slice(0, 1), network.TradeMSP.registrar];
    const text = documentText([await signedEnvelope(world.stamped(fields), signers)]);
    world.state.messages = 0;
    await world.submit(text, { mspId: 'BrandMSP', isAdmin: true });
    expect(world.state.messages).toBe(3);
  });
});

describe('the budget of a document', () => {
  it('of 50 sales from one holding: 2 messages, each key read once and written once', async () => {
    const events = Array.from({ length: 50 }, (_, index) => {
      const lines = [{ lot: lamb, amount: { count: 0, massG: index + 1 } }];
      return [at.herder, { ...takeFromPasture, lines }] as const;
    });
    // network, party, device, site, lot, holding; and of each event its id and its withdrawal.
    expect(await costOf(...events)).toEqual({ messages: 2, reads: 6 + 2 * 50, writes: 1 + 50 });
  });

  it('of 50 new lots: 2 messages, and lot, holding and id written for each', async () => {
    const events = Array.from({ length: 50 }, (_, index) => {
      return [at.herder, commissionFields(`${gtin(1)}/N${index}`, heads(1))] as const;
    });
    expect(await costOf(...events)).toEqual({ messages: 2, reads: 5 + 3 * 50, writes: 3 * 50 });
  });

  it('of events that exist already: 1 message, nothing to write', async () => {
    const text = documentText([
      await signedEnvelope(at.world.stamped({ party: at.herder.id, ...takeFromPasture }), [at.herder.device]),
    ]);
    await at.world.submit(text);
    at.world.state.messages = at.world.state.writes = 0;
    at.world.nowMs += dayMs;
    await at.world.submit(text);
    expect(at.world.state).toMatchObject({ messages: 1, writes: 0 });
  });
});
