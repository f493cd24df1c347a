import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { type Fields, makeDevice } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { rewrite, say, type TradeWorld, tradeWorld } from '../testing-trade.ts';
import { creditCode } from '../testing-world.ts';

const retell = (
  subject: string,
  organisation: string,
  roles: readonly string[],
  more: Fields = {},
): Fields => ({
  act: 'changeParty',
  subject,
  names: { zh: '新名称' },
  roles,
  organisation,
  division: '152526',
  ...(roles.includes('regulator') ? { remits: ['grain'], divisionPrefix: '1525' } : {}),
  ...more,
});

const registrarOf = ({ network }: TradeWorld, name: keyof TradeWorld['network']) => ({
  id: network[name].party,
  device: network[name].registrar,
});

describe('changeParty', () => {
  it('tells a party anew, and keeps its organisation, state, holds and enrolment', async () => {
    const at = await tradeWorld();
    const kept = {
      state: 'suspended',
      holds: ['A'.repeat(43)],
      enrolledAt: new Date(at.world.nowMs).toISOString(),
    };
    rewrite(at, keyOf.party(at.shop.id), kept);
    at.world.nowMs += 1000;
    await say(at, registrarOf(at, 'TradeMSP'), retell(at.shop.id, 'TradeMSP', ['trader', 'carrier']));
    expect(at.world.state.at(keyOf.party(at.shop.id))).toEqual({
      names: { zh: '新名称' },
      roles: ['trader', 'carrier'],
      organisation: 'TradeMSP',
      division: '152526',
      ...kept,
    });
  });

  it('takes remits away with the role that had them', async () => {
    const at = await tradeWorld();
    const fields = retell(at.regulator.id, 'RegulatorMSP', ['laboratory']);
    await say(at, registrarOf(at, 'RegulatorMSP'), fields, at.network.BrandMSP.registrar);
    const party = at.world.state.at(keyOf.party(at.regulator.id));
    expect(party).not.toHaveProperty('remits');
    expect(party).not.toHaveProperty('divisionPrefix');
  });

  it('refuses a party that nobody enrolled, before all else', async () => {
    const at = await tradeWorld();
    const stranger = creditCode('91152502115000808');
    await expectRefusal('PARTY_UNKNOWN', () => say(at, at.shop, retell(stranger, 'TradeMSP', ['regulator'])));
  });

  it('refuses an operator, and another organisation’s registrar', async () => {
    const at = await tradeWorld();
    const fields = retell(at.shop.id, 'TradeMSP', ['trader']);
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.shop, fields));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrarOf(at, 'BrandMSP'), fields));
  });

  it('refuses to move a party into another organisation', async () => {
    const at = await tradeWorld();
    const fields = retell(at.shop.id, 'BrandMSP', ['certifier']);
    const { registrar } = at.network.RegulatorMSP;
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrarOf(at, 'BrandMSP'), fields, registrar));
  });

  it('refuses a role in the wrong organisation', async () => {
    const at = await tradeWorld();
    const { BrandMSP, RegulatorMSP } = at.network;
    for (const role of ['certifier', 'regulator']) {
      const fields = retell(at.shop.id, 'TradeMSP', [role]);
      await expectRefusal('ROLE_NOT_ALLOWED', () =>
        say(at, registrarOf(at, 'TradeMSP'), fields, BrandMSP.registrar, RegulatorMSP.registrar),
      );
    }
  });

  it.each([
    ['to give trust', 'laboratory', 'certifier'],
    ['to take trust away', 'certifier', 'laboratory'],
    ['to tell a certifier', 'certifier', 'certifier'],
  ] as const)('wants the registrars of BrandMSP and RegulatorMSP %s', async (_, before, after) => {
    const at = await tradeWorld();
    rewrite(at, keyOf.party(at.certifier.id), { roles: [before] });
    const fields = retell(at.certifier.id, 'BrandMSP', [after]);
    const brand = registrarOf(at, 'BrandMSP');
    await expectRefusal('COSIGNER_MISSING', () => say(at, brand, fields));
    await expectRefusal('COSIGNER_MISSING', () => say(at, brand, fields, at.network.TradeMSP.registrar));
    await expectRefusal('COSIGNER_MISSING', () => say(at, brand, fields, at.regulator.device));
    await say(at, brand, fields, at.network.RegulatorMSP.registrar);
    expect(at.world.state.at(keyOf.party(at.certifier.id))).toMatchObject({ roles: [after] });
  });

  it('refuses to give an organisation’s own party a role', async () => {
    const at = await tradeWorld();
    const { BrandMSP, RegulatorMSP } = at.network;
    const fields = retell(BrandMSP.party, 'BrandMSP', ['certifier']);
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, registrarOf(at, 'BrandMSP'), fields, RegulatorMSP.registrar),
    );
  });

  it('lets no operator of an organisation’s own party say it', async () => {
    const at = await tradeWorld();
    const { TradeMSP } = at.network;
    const device = await makeDevice();
    const key = { act: 'enrolDevice', subject: TradeMSP.party, key: device.publicKey, role: 'operator' };
    await say(at, registrarOf(at, 'TradeMSP'), key, device);
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, { id: TradeMSP.party, device }, retell(at.shop.id, 'TradeMSP', ['trader'])),
    );
  });
});
