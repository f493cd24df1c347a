import { describe, expect, it } from 'vitest';
import { keyOf, type Organisation } from '../model/index.ts';
import { type DeviceKey, documentText, type Fields, makeDevices, signedEnvelope } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { foundAll, foundOne, organisationParty, World } from '../testing-world.ts';

const foundFields = (organisation: Organisation, keys: readonly DeviceKey[], more: Fields = {}): Fields => ({
  act: 'found',
  party: organisationParty[organisation],
  organisation,
  names: { zh: '登记处' },
  division: '150000',
  registrarKey: keys[0]?.publicKey,
  logKey: keys[1]?.publicKey,
  serviceKey: keys[2]?.publicKey,
  ...more,
});

/** A founding by its organisation's admin. */
async function tell(world: World, fields: Fields, signers: readonly DeviceKey[], submitter?: object) {
  const text = documentText([await signedEnvelope(world.stamped(fields), signers)]);
  const own = { mspId: String(fields.organisation), isAdmin: true };
  return world.submit(text, { ...own, ...submitter });
}

const signedBy = (keys: readonly DeviceKey[]): DeviceKey[] => keys.slice(0, 1);

describe('found', () => {
  it('stores the network, the organisation, its party and its three devices', async () => {
    const world = new World();
    const keys = await makeDevices(3);
    const [registrar, log, service] = keys.map(({ kid }) => kid);
    await tell(world, foundFields('BrandMSP', keys), signedBy(keys));
    const party = organisationParty.BrandMSP;
    expect(world.state.at(keyOf.network)).toEqual({ network: 'mengsu-test' });
    expect(world.state.at(keyOf.organisation('BrandMSP'))).toEqual({ party, registrar, log, service });
    expect(world.state.at(keyOf.party(party))).toEqual({
      organisation: 'BrandMSP',
      roles: [],
      division: '150000',
      names: { zh: '登记处' },
      state: 'active',
      enrolledAt: new Date(world.nowMs).toISOString(),
    });
    for (const [index, role] of ['registrar', 'log', 'service'].entries()) {
      expect(world.state.at(keyOf.device(keys[index]?.kid ?? ''))).toEqual({
        party,
        key: keys[index]?.publicKey,
        role,
        validFrom: new Date(world.nowMs).toISOString(),
      });
    }
  });

  it('refuses anyone but the organisation’s own admin', async () => {
    const world = new World();
    const keys = await makeDevices(3);
    const by = (submitter: object) => () =>
      tell(world, foundFields('BrandMSP', keys), signedBy(keys), submitter);
    await expectRefusal('ROLE_NOT_ALLOWED', by({ isAdmin: false }));
    await expectRefusal('ROLE_NOT_ALLOWED', by({ mspId: 'RegulatorMSP' }));
    expect(world.state.values.size).toBe(0);
  });

  it('refuses another network’s id from the second founding on', async () => {
    const world = new World();
    await foundOne(world, 'BrandMSP');
    const keys = await makeDevices(3);
    const fields = foundFields('TradeMSP', keys, { network: 'another-net' });
    await expectRefusal('NETWORK_MISMATCH', () => tell(world, fields, signedBy(keys)));
  });

  it('refuses every other act before the first founding', async () => {
    const world = new World();
    const [device] = await makeDevices(1);
    const site = {
      act: 'registerSite',
      party: organisationParty.BrandMSP,
      site: 'S-1',
      kind: 'store',
      division: '150000',
    };
    await expectRefusal('NETWORK_MISMATCH', () => world.say(site, device as DeviceKey));
  });

  it('refuses to be signed by any key but the registrar’s', async () => {
    const world = new World();
    const keys = await makeDevices(4);
    const fields = foundFields('BrandMSP', keys);
    const log = keys.slice(1, 2);
    await expectRefusal('ROLE_NOT_ALLOWED', () => tell(world, fields, log));
    await expectRefusal('DEVICE_UNKNOWN', () => tell(world, fields, keys.slice(3)));
    const trade = await foundOne(world, 'TradeMSP');
    await expectRefusal('ROLE_NOT_ALLOWED', () => tell(world, fields, [trade.registrar]));
  });

  it('refuses keys that are enrolled already, one key twice, and a party that is enrolled', async () => {
    const world = new World();
    const trade = await foundOne(world, 'TradeMSP');
    const keys = await makeDevices(3);
    const [registrar, log] = keys as [DeviceKey, DeviceKey];
    const used = foundFields('BrandMSP', [registrar, log, trade.log]);
    await expectRefusal('ALREADY_REGISTERED', () => tell(world, used, [registrar]));
    const twice = foundFields('BrandMSP', [registrar, log, log]);
    await expectRefusal('EVENT_INVALID', () => tell(world, twice, [registrar]));
    const theirParty = foundFields('BrandMSP', keys, { party: trade.party });
    await expectRefusal('ALREADY_REGISTERED', () => tell(world, theirParty, [registrar]));
  });
});

describe('found again', () => {
  async function twice() {
    const world = new World();
    const network = await foundAll(world);
    const keys = (await makeDevices(3)) as [DeviceKey, DeviceKey, DeviceKey];
    return { world, network, keys };
  }

  it('replaces registrar, log and service keys with another organisation’s registrar', async () => {
    const { world, network, keys } = await twice();
    world.nowMs += 1000;
    await tell(world, foundFields('BrandMSP', keys), [keys[0], network.TradeMSP.registrar]);
    const { registrar, log, service } = network.BrandMSP;
    for (const { kid } of [registrar, log, service]) {
      const revokedAt = new Date(world.nowMs).toISOString();
      expect(world.state.at(keyOf.device(kid))).toMatchObject({ revokedAt });
    }
    expect(world.state.at(keyOf.organisation('BrandMSP'))).toMatchObject({ registrar: keys[0].kid });
    const enrolment = {
      act: 'enrolParty',
      party: network.BrandMSP.party,
      subject: `P${'A'.repeat(43)}`,
      roles: ['trader'],
      organisation: 'BrandMSP',
      division: '150000',
    };
    await expectRefusal('DEVICE_REVOKED', () => world.say(enrolment, registrar));
    await world.say(enrolment, keys[0]);
  });

  it('leaves a key that was revoked before revoked since then', async () => {
    const { world, network, keys } = await twice();
    const { log } = network.BrandMSP;
    const revokedAt = new Date(world.nowMs).toISOString();
    const revoke = { act: 'revokeDevice', party: network.BrandMSP.party, subject: log.kid, reason: 'left' };
    await world.say(revoke, network.BrandMSP.registrar);
    world.nowMs += 1000;
    await tell(world, foundFields('BrandMSP', keys), [keys[0], network.TradeMSP.registrar]);
    expect(world.state.at(keyOf.device(log.kid))).toMatchObject({ revokedAt });
  });

  it('refuses without it: alone, with its own old registrar, or with another’s log key', async () => {
    const { world, network, keys } = await twice();
    const by =
      (...cosigners: DeviceKey[]) =>
      () =>
        tell(world, foundFields('BrandMSP', keys), [keys[0], ...cosigners]);
    await expectRefusal('COSIGNER_MISSING', by());
    await expectRefusal('COSIGNER_MISSING', by(network.BrandMSP.registrar));
    await expectRefusal('COSIGNER_MISSING', by(network.TradeMSP.log, network.RegulatorMSP.service));
    await expectRefusal('DEVICE_UNKNOWN', by(...(await makeDevices(1))));
  });

  it('refuses another party, after the missing signature, and keys of before', async () => {
    const { world, network, keys } = await twice();
    const other = network.TradeMSP.registrar;
    const moved = foundFields('BrandMSP', keys, { party: network.ProducersMSP.party });
    await expectRefusal('COSIGNER_MISSING', () => tell(world, moved, [keys[0]]));
    await expectRefusal('ALREADY_REGISTERED', () => tell(world, moved, [keys[0], other]));
    const old = foundFields('BrandMSP', [keys[0], keys[1], network.BrandMSP.service]);
    await expectRefusal('ALREADY_REGISTERED', () => tell(world, old, [keys[0], other]));
    const sameRegistrar = foundFields('BrandMSP', [network.BrandMSP.registrar, keys[1], keys[2]]);
    await expectRefusal('ALREADY_REGISTERED', () =>
      tell(world, sameRegistrar, [network.BrandMSP.registrar, other]),
    );
  });

  it('is the same event once: the recorded founding exists whoever submits it again', async () => {
    const world = new World();
    const keys = await makeDevices(3);
    const text = documentText([
      await signedEnvelope(world.stamped(foundFields('BrandMSP', keys)), signedBy(keys)),
    ]);
    await world.submit(text, { mspId: 'BrandMSP', isAdmin: true });
    const again = await world.submit(text, { mspId: 'TradeMSP', isAdmin: false });
    expect(again.results[0]?.status).toBe('exists');
  });
});
