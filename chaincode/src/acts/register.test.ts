import { describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import type { Fields } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { categoryFields, productFields, say, siteFields, tradeWorld } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';

describe('registerSite', () => {
  it('writes a site of the party, and the same code for another party', async () => {
    const at = await tradeWorld();
    await say(at, at.plant, { ...siteFields('SHOP-1', 'plant'), gln: '6901234000009' });
    expect(at.world.state.at(keyOf.site(at.plant.id, 'SHOP-1'))).toEqual({
      kind: 'plant',
      division: '152502',
      gln: '6901234000009',
    });
    expect(at.world.state.at(keyOf.site(at.shop.id, 'SHOP-1'))).toEqual({
      kind: 'store',
      division: '152502',
    });
  });

  it('refuses a registrar’s device, then a site that is registered', async () => {
    const at = await tradeWorld();
    const registrar = { id: at.network.TradeMSP.party, device: at.network.TradeMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, siteFields('SHOP-1')));
    await expectRefusal('ALREADY_REGISTERED', () => say(at, at.shop, siteFields('SHOP-1', 'vehicle')));
  });
});

describe('registerCategory', () => {
  it('says how a kind of goods is counted', async () => {
    const at = await tradeWorld();
    await say(at, at.certifier, categoryFields('wine', ['count', 'volumeMl']), at.regulator.device);
    expect(at.world.state.at(keyOf.category('wine'))).toEqual({
      commodity: 'food',
      names: { zh: 'wine' },
      measures: ['count', 'volumeMl'],
      remits: ['agriculture'],
      stage: 0,
    });
  });

  it('says what is asked of it, where anything is', async () => {
    const at = await tradeWorld();
    const asked: Fields = {
      stage: 7,
      use: 'crop',
      declared: true,
      papers: { dispatch: ['quarantine'] },
      tests: ['sell'],
      recountPermille: 20,
      ceilings: [{ class: 'irrigated', unit: 'areaM2', perThousand: { massG: 1_149_000 } }],
    };
    const fields = { ...categoryFields('paddy', ['massG']), ...asked };
    await say(at, at.certifier, fields, at.regulator.device);
    expect(at.world.state.at(keyOf.category('paddy'))).toMatchObject({ commodity: 'food', ...asked });
  });

  it('refuses anyone but a certifier with a regulator', async () => {
    const at = await tradeWorld();
    const fields = categoryFields('wine', ['volumeMl']);
    const { BrandMSP, RegulatorMSP } = at.network;
    const registrar = { id: BrandMSP.party, device: BrandMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, fields, at.regulator.device));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, fields, at.regulator.device));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.regulator, fields, at.certifier.device));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, fields));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, fields, RegulatorMSP.registrar));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, fields, at.plant.device));
  });

  it('refuses a category that is registered, after a missing signature', async () => {
    const at = await tradeWorld();
    const fields = categoryFields('raw-milk', ['massG']);
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.certifier, fields));
    await expectRefusal('ALREADY_REGISTERED', () => say(at, at.certifier, fields, at.regulator.device));
  });
});

describe('registerProduct', () => {
  const more: Fields = {
    netContent: { massG: 500 },
    netContentPermille: 15,
    shelfLifeDays: 365,
    standard: 'GB/T 9961',
  };

  it('takes its measures from its category', async () => {
    const at = await tradeWorld();
    await say(at, at.plant, { ...productFields(7, 'lamb-carcass'), ...more }, at.network.TradeMSP.registrar);
    expect(at.world.state.at(keyOf.product(gtin(7)))).toEqual({
      owner: at.plant.id,
      category: 'lamb-carcass',
      commodity: 'food',
      names: { zh: 'lamb-carcass' },
      measures: ['count', 'massG'],
      ...more,
    });
  });

  it('may be a case of another product of the same owner, and of nobody else’s', async () => {
    const at = await tradeWorld();
    const { TradeMSP } = at.network;
    const caseOf = (item: number): Fields => ({
      ...productFields(7, 'lamb-carcass'),
      contains: { gtin: gtin(item), count: 12 },
    });
    await expectRefusal('PRODUCT_UNKNOWN', () => say(at, at.plant, caseOf(9), TradeMSP.registrar));
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.plant, caseOf(1), TradeMSP.registrar));
    await say(at, at.plant, caseOf(2), TradeMSP.registrar);
    expect(at.world.state.at(keyOf.product(gtin(7)))).toMatchObject({
      contains: { gtin: gtin(2), count: 12 },
    });
  });

  it('answers the earliest of several faults', async () => {
    const at = await tradeWorld();
    const { TradeMSP, BrandMSP } = at.network;
    const registrar = { id: TradeMSP.party, device: TradeMSP.registrar };
    const taken = productFields(1, 'no-such');
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, taken));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.plant, taken));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.plant, taken, BrandMSP.registrar));
    await expectRefusal('COSIGNER_MISSING', () => say(at, at.plant, taken, TradeMSP.log, at.shop.device));
    await expectRefusal('ALREADY_REGISTERED', () => say(at, at.plant, taken, TradeMSP.registrar));
    const unknown = { ...productFields(8, 'no-such'), netContent: { volumeMl: 1 } };
    await expectRefusal('CATEGORY_UNKNOWN', () => say(at, at.plant, unknown, TradeMSP.registrar));
  });

  it.each([
    ['lamb-carcass', { volumeMl: 1000 }],
    ['lamb-carcass', { count: 2 }],
    ['lamb-carcass', { count: 1, massG: 500 }],
    ['raw-milk', { volumeMl: 1000 }],
  ])('refuses a piece of %s that holds %j: it does not fit the category', async (category, netContent) => {
    const at = await tradeWorld();
    const fields = { ...productFields(8, category), netContent };
    await expectRefusal('MEASURE_MISMATCH', () => say(at, at.plant, fields, at.network.TradeMSP.registrar));
  });
});
