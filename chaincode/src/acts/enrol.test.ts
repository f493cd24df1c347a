import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { type DeviceKey, type Fields, makeDevice } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { rewrite, say, siteFields, tradeWorld } from '../testing-trade.ts';
import { creditCode } from '../testing-world.ts';

const subject = creditCode('91152502115000909');
const stranger = creditCode('91152502115000808');

const partyFields = (organisation: string, roles: readonly string[], more: Fields = {}): Fields => ({
  act: 'enrolParty',
  subject,
  names: { zh: '主体' },
  roles,
  organisation,
  division: '152502',
  ...(roles.includes('regulator') ? { remits: ['market'], divisionPrefix: '1525' } : {}),
  ...more,
});

async function registrars() {
  const at = await tradeWorld();
  const of = (name: keyof typeof at.network) => ({
    id: at.network[name].party,
    device: at.network[name].registrar,
  });
  return {
    at,
    trade: of('TradeMSP'),
    brand: of('BrandMSP'),
    law: of('RegulatorMSP'),
    producers: of('ProducersMSP'),
  };
}

describe('enrolParty', () => {
  it('writes a party of the registrar’s organisation', async () => {
    const { at, trade } = await registrars();
    await say(at, trade, partyFields('TradeMSP', ['trader', 'carrier']));
    expect(at.world.state.at(keyOf.party(subject))).toEqual({
      names: { zh: '主体' },
      roles: ['trader', 'carrier'],
      organisation: 'TradeMSP',
      division: '152502',
      state: 'active',
      enrolledAt: new Date(at.world.nowMs).toISOString(),
    });
  });

  it('enrols a natural person without a name, and refuses one with a name', async () => {
    const { at, producers } = await registrars();
    const person = { subject: `P${'A'.repeat(43)}` };
    await expectRefusal('EVENT_INVALID', () =>
      say(at, producers, partyFields('ProducersMSP', ['producer'], person)),
    );
    await say(at, producers, partyFields('ProducersMSP', ['producer'], { ...person, names: undefined }));
    expect(at.world.state.at(keyOf.party(person.subject))).not.toHaveProperty('names');
  });

  it('refuses an operator, another organisation’s registrar, and a role in the wrong organisation', async () => {
    const { at, trade } = await registrars();
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, partyFields('TradeMSP', ['trader'])));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, trade, partyFields('BrandMSP', ['trader'])));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, trade, partyFields('TradeMSP', ['certifier'])));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, trade, partyFields('TradeMSP', ['regulator'])));
  });

  it.each([
    ['certifier', 'BrandMSP'],
    ['regulator', 'RegulatorMSP'],
  ] as const)('wants the registrars of BrandMSP and RegulatorMSP for a %s', async (role, home) => {
    const { at, brand, law, trade } = await registrars();
    const [own, other] = home === 'BrandMSP' ? [brand, law] : [law, brand];
    const fields = partyFields(home, [role]);
    await expectRefusal('COSIGNER_MISSING', () => say(at, own, fields));
    await expectRefusal('COSIGNER_MISSING', () => say(at, own, fields, trade.device));
    await expectRefusal('COSIGNER_MISSING', () =>
      say(at, own, fields, at.regulator.device, at.certifier.device),
    );
    await say(at, own, fields, other.device);
    expect(at.world.state.at(keyOf.party(subject))).toMatchObject({ roles: [role], organisation: home });
  });

  it('refuses a party that is enrolled, after a missing signature', async () => {
    const { at, brand, law } = await registrars();
    const fields = partyFields('BrandMSP', ['certifier'], { subject: at.shop.id });
    await expectRefusal('COSIGNER_MISSING', () => say(at, brand, fields));
    await expectRefusal('ALREADY_REGISTERED', () => say(at, brand, fields, law.device));
  });
});

const deviceFields = (of: string, key: DeviceKey, more: Fields = {}): Fields => ({
  act: 'enrolDevice',
  subject: of,
  key: key.publicKey,
  role: 'operator',
  ...more,
});

describe('enrolDevice', () => {
  it('gives a party of the organisation a device, valid from the said time', async () => {
    const { at, trade } = await registrars();
    const key = await makeDevice();
    const more = { person: 'A'.repeat(43), validUntil: '2027-09-01T00:00:00.000Z' };
    await say(at, trade, deviceFields(at.shop.id, key, more), key);
    expect(at.world.state.at(keyOf.device(key.kid))).toEqual({
      party: at.shop.id,
      key: key.publicKey,
      role: 'operator',
      validFrom: new Date(at.world.nowMs).toISOString(),
      ...more,
    });
    await say(at, { id: at.shop.id, device: key }, siteFields('SHOP-2'));
  });

  it('lets a party’s device enrol another operator of the party, and nobody else', async () => {
    const { at } = await registrars();
    const key = await makeDevice();
    await say(at, at.shop, deviceFields(at.shop.id, key), key);
    const other = await makeDevice();
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, deviceFields(at.plant.id, other), other));
    const registrar = deviceFields(at.shop.id, other, { role: 'registrar' });
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, registrar, other));
  });

  it('lets a registrar enrol a second registrar of the organisation’s own party only', async () => {
    const { at, trade } = await registrars();
    const key = await makeDevice();
    const registrarOf = (party: string) => deviceFields(party, key, { role: 'registrar' });
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, trade, registrarOf(at.shop.id), key));
    await say(at, trade, registrarOf(trade.id), key);
    await say(at, { id: trade.id, device: key }, partyFields('TradeMSP', ['trader']));
  });

  it('refuses log and service keys, which come by founding alone', async () => {
    const { at, trade } = await registrars();
    const key = await makeDevice();
    for (const role of ['log', 'service']) {
      await expectRefusal('EVENT_INVALID', () => say(at, trade, deviceFields(trade.id, key, { role }), key));
    }
    const service = { id: trade.id, device: at.network.TradeMSP.service };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, service, deviceFields(at.shop.id, key), key));
  });

  it('answers the earliest of several faults', async () => {
    const { at, trade } = await registrars();
    const key = await makeDevice();
    const used = at.plant.device;
    const log = { id: trade.id, device: at.network.TradeMSP.log };
    await expectRefusal('PARTY_UNKNOWN', () => say(at, log, deviceFields(stranger, key)));
    const registrar = deviceFields(stranger, key, { role: 'registrar' });
    await expectRefusal('PARTY_UNKNOWN', () => say(at, trade, registrar, key));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, trade, deviceFields(at.herder.id, used)));
    await expectRefusal('COSIGNER_MISSING', () => say(at, trade, deviceFields(at.shop.id, used)));
    await expectRefusal('COSIGNER_MISSING', () =>
      say(at, trade, deviceFields(at.shop.id, key), at.shop.device),
    );
    await expectRefusal('ALREADY_REGISTERED', () => say(at, trade, deviceFields(at.shop.id, used), used));
  });

  it('refuses a new key that signs as the device itself, and one that is not on the curve', async () => {
    const { at, trade } = await registrars();
    const key = await makeDevice();
    const self = { id: at.shop.id, device: key };
    await expectRefusal('DEVICE_UNKNOWN', () => say(at, self, deviceFields(at.shop.id, key)));
    const bent = { ...key, publicKey: { ...key.publicKey, y: key.publicKey.x } };
    await expectRefusal('DEVICE_UNKNOWN', () => say(at, trade, deviceFields(at.shop.id, bent), key));
  });
});

describe('revokeDevice', () => {
  const revoke = (kid: string): Fields => ({ act: 'revokeDevice', subject: kid, reason: 'lost' });

  it('ends a key by the party itself and by a registrar of its organisation; the first time stands', async () => {
    const { at, trade } = await registrars();
    const { kid } = at.shop.device;
    await say(at, at.shop, revoke(kid));
    const first = at.world.state.at(keyOf.device(kid));
    expect(first).toMatchObject({ party: at.shop.id, revokedAt: new Date(at.world.nowMs).toISOString() });
    at.world.nowMs += 1000;
    await say(at, trade, revoke(kid));
    expect(at.world.state.at(keyOf.device(kid))).toEqual(first);
    await expectRefusal('DEVICE_REVOKED', () => say(at, at.shop, siteFields('SHOP-2')));
  });

  it('refuses another party, another organisation’s registrar, and a service key', async () => {
    const { at, brand } = await registrars();
    const { kid } = at.shop.device;
    const service = { id: at.network.TradeMSP.party, device: at.network.TradeMSP.service };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, revoke(kid)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, brand, revoke(kid)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, service, revoke(kid)));
  });

  it('refuses an operator of the organisation’s own party that ends its registrar, log or service key', async () => {
    const { at, trade } = await registrars();
    const operator = { id: trade.id, device: await makeDevice() };
    await say(at, trade, deviceFields(trade.id, operator.device), operator.device);
    const { registrar, log, service } = at.network.TradeMSP;
    for (const { kid } of [registrar, log, service])
      await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, operator, revoke(kid)));
  });

  it('refuses a device that nobody enrolled', async () => {
    const { at } = await registrars();
    await expectRefusal('SUBJECT_UNKNOWN', () => say(at, at.shop, revoke('A'.repeat(43))));
  });
});

describe('withdraw', () => {
  it('writes the id under the device that withdraws it', async () => {
    const { at } = await registrars();
    const event = 'A'.repeat(43);
    await say(at, at.shop, { act: 'withdraw', event });
    expect(at.world.state.at(keyOf.withdrawal(at.shop.device.kid, event))).toEqual({
      recordedAt: new Date(at.world.nowMs).toISOString(),
    });
  });

  it('refuses an event that is recorded, whoever signed it', async () => {
    const { at } = await registrars();
    const { results } = await say(at, at.plant, siteFields('PLANT-2'));
    const event = results[0]?.id;
    await expectRefusal('EVENT_RECORDED', () => say(at, at.plant, { act: 'withdraw', event }));
    await expectRefusal('EVENT_RECORDED', () => say(at, at.shop, { act: 'withdraw', event }));
  });

  it('is open to registrars and service keys, for what they signed', async () => {
    const { at, trade } = await registrars();
    const event = 'A'.repeat(43);
    await say(at, trade, { act: 'withdraw', event });
    await say(at, { id: trade.id, device: at.network.TradeMSP.service }, { act: 'withdraw', event });
    rewrite(at, keyOf.party(at.shop.id), { state: 'suspended' });
    await expectRefusal('PARTY_SUSPENDED', () => say(at, at.shop, { act: 'withdraw', event }));
  });
});
