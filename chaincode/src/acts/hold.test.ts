import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { carcass, heads, holdingAt, lamb, rewrite, say, type Trader } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import { holdAt, later, line, partyAt } from './testing-custody.ts';
import {
  holdFields,
  holdingHold,
  lotAt,
  type OversightWorld,
  oversightWorld,
  partyHold,
  registrarOf,
  releaseFields,
  saidId,
  slaughterFields,
} from './testing-oversight.ts';

let at: OversightWorld;
beforeEach(async () => {
  at = await oversightWorld();
});
const tell = (who: Trader, fields: object) => () => say(at, who, fields as never);
const unknown = `${gtin(1)}/L9`;
/** The division prefix under which a regulator places. */
const officeOf = (name: string) =>
  ({ regulator: { office: '15' }, grain: { office: '15' }, county: { office: '1525' } })[name] ?? {};

describe('a hold on lots', () => {
  it.each(['regulator', 'county', 'certifier', 'herder'] as const)('is placed by the %s', async (name) => {
    const id = await saidId(at, at[name], holdFields());
    expect(lotAt(at).holds).toEqual([id]);
    const voluntary = name === 'herder' ? { voluntary: true } : {};
    const jurisdiction = { remits: ['agriculture'], division: '152502' };
    expect(holdAt(at, id)).toEqual({ by: at[name].id, ...jurisdiction, ...officeOf(name), ...voluntary });
  });

  it('is refused to a trader who holds the rival’s lot, and to a maker of another lot among them', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, holdFields()));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, holdFields([carcass, lamb])));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, holdFields()));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), holdFields()));
  });

  it('names the lot that is no matter of the party’s', async () => {
    const { detail } = await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, holdFields()));
    expect(detail).toBe(`${lamb} is no matter of ${at.shop.id}'s`);
  });

  it('says to anybody of a lot that was undone that it never was', async () => {
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', tell(at.shop, holdFields()));
  });

  it('is refused to a regulator of another city or of other goods', async () => {
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, holdFields()));
    await expectRefusal('OUT_OF_REMIT', tell(at.grain, holdFields()));
  });

  it('of lots that share no remit is refused to a regulator, and watched by either where their maker places it', async () => {
    rewrite(at, keyOf.category('lamb-carcass'), { remits: ['market'] });
    rewrite(at, keyOf.lot(lamb), { maker: at.plant.id, division: '152600' });
    await expectRefusal('OUT_OF_REMIT', tell(at.regulator, holdFields([lamb, carcass])));
    const id = await saidId(at, at.plant, holdFields([lamb, carcass]));
    expect(holdAt(at, id)).toMatchObject({ remits: ['agriculture', 'market'], division: '152' });
    await expectRefusal('OUT_OF_REMIT', tell(at.county, releaseFields(id)));
    await say(at, at.regulator, releaseFields(id));
  });

  it('is watched by the remits that its lots share', async () => {
    rewrite(at, keyOf.category('lamb-carcass'), { remits: ['agriculture', 'market'] });
    const id = await saidId(at, at.county, holdFields([lamb, carcass]));
    expect(holdAt(at, id)).toMatchObject({ remits: ['agriculture'], division: '152502' });
  });

  it('a mandate lends nobody the powers of an office', async () => {
    const mandate = { acts: ['hold'], gtins: [], until: '2027-01-01T00:00:00.000Z' };
    rewrite(at, keyOf.mandate(at.regulator.id, at.shop.id), mandate);
    rewrite(at, keyOf.mandate(at.herder.id, at.shop.id), mandate);
    await expectRefusal('MANDATE_MISSING', () =>
      at.world.say({ party: at.regulator.id, ...holdFields() }, at.shop.device),
    );
    await at.world.say({ party: at.herder.id, ...holdFields() }, at.shop.device);
  });

  it('answers remit before lot, and refuses a lot that was never made or was undone', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, holdFields([lamb, unknown])));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, holdFields([lamb, unknown])));
    await expectRefusal('LOT_UNKNOWN', tell(at.regulator, holdFields([lamb, unknown])));
    await expectRefusal('LOT_UNKNOWN', tell(at.regulator, holdFields([unknown])));
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', tell(at.herder, holdFields()));
  });

  it('forgets released ones, and says no more than the most', async () => {
    const first = await saidId(at, at.herder, holdFields());
    await say(at, at.herder, releaseFields(first));
    for (let count = 0; count < limits.marksMax; count += 1) await say(at, at.herder, holdFields());
    expect(lotAt(at).holds).toHaveLength(limits.marksMax);
    expect(lotAt(at).holds).not.toContain(first);
    await expectRefusal('LIMIT_EXCEEDED', tell(at.herder, holdFields()));
  });

  it('of a regulator finds room among the maker’s own, and none of the maker’s pushes it out', async () => {
    for (let count = 0; count < limits.marksMax; count += 1) await say(at, at.herder, holdFields());
    const id = await saidId(at, at.regulator, holdFields());
    expect(lotAt(at).holds).toContain(id);
    expect(lotAt(at).holds).toHaveLength(limits.marksMax);
    await expectRefusal('LIMIT_EXCEEDED', tell(at.herder, holdFields()));
    expect(lotAt(at).holds).toContain(id);
  });

  it('of an office does not push out another’s', async () => {
    for (let count = 0; count < limits.marksMax; count += 1) await say(at, at.certifier, holdFields());
    await expectRefusal('LIMIT_EXCEEDED', tell(at.regulator, holdFields()));
  });

  it('is a breach for whoever sends the lot, until it is released', async () => {
    const id = await saidId(at, at.regulator, holdFields());
    const sale = { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: [line(heads(1))] };
    expect((await say(at, at.plant, sale)).results).toMatchObject([{ breaches: ['ON_HOLD'] }]);
    await say(at, at.regulator, releaseFields(id));
    expect((await say(at, at.plant, sale)).results).toMatchObject([{ breaches: [] }]);
  });
});

describe('a hold on what lies at a site', () => {
  it.each(['regulator', 'county', 'certifier', 'plant'] as const)('is placed by the %s', async (name) => {
    const id = await saidId(at, at[name], holdingHold(at.plant, 'PLANT-1'));
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)?.holds).toEqual([id]);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.holds).toBeUndefined();
    expect(lotAt(at).holds).toBeUndefined();
    expect(holdAt(at, id)?.voluntary).toBe(name === 'plant' ? true : undefined);
  });

  it('is refused to the lot’s maker and to a rival', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.herder, holdingHold(at.plant, 'PLANT-1')));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, holdingHold(at.plant, 'PLANT-1')));
  });

  it('is judged by the division of the site, not of the lot', async () => {
    rewrite(at, keyOf.site(at.plant.id, 'PLANT-1'), { division: '150100' });
    await expectRefusal('OUT_OF_REMIT', tell(at.county, holdingHold(at.plant, 'PLANT-1')));
    await expectRefusal('OUT_OF_REMIT', tell(at.grain, holdingHold(at.plant, 'PLANT-1')));
    const id = await saidId(at, at.elsewhere, holdingHold(at.plant, 'PLANT-1'));
    expect(holdAt(at, id)).toMatchObject({ division: '150100' });
  });

  it('refuses an unknown site, an unknown lot, and where nothing lies: in this order', async () => {
    const nowhere = holdingHold(at.plant, 'PLANT-9', [unknown]);
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, nowhere));
    await expectRefusal('SITE_UNKNOWN', tell(at.regulator, nowhere));
    await expectRefusal('SITE_UNKNOWN', tell(at.plant, nowhere));
    await expectRefusal('LOT_UNKNOWN', tell(at.regulator, holdingHold(at.plant, 'PLANT-1', [lamb, unknown])));
    await expectRefusal('HOLDING_TOO_SMALL', tell(at.shop, holdingHold(at.shop, 'SHOP-1')));
    await say(at, at.plant, { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: [line(heads(8))] });
    await expectRefusal('HOLDING_TOO_SMALL', tell(at.regulator, holdingHold(at.plant, 'PLANT-1')));
  });

  it('comes down to what is made of these goods', async () => {
    const id = await saidId(at, at.regulator, holdingHold(at.plant, 'PLANT-1'));
    await say(at, at.plant, slaughterFields(`${gtin(2)}/C2`));
    expect(lotAt(at, `${gtin(2)}/C2`).holds).toContain(id);
  });

  it('of the holder is bounded, and gives way to a regulator’s', async () => {
    const own = holdingHold(at.plant, 'PLANT-1');
    for (let count = 0; count < limits.marksMax; count += 1) await say(at, at.plant, own);
    await expectRefusal('LIMIT_EXCEEDED', tell(at.plant, own));
    const id = await saidId(at, at.county, own);
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)?.holds).toContain(id);
  });
});

describe('a hold on a party', () => {
  it.each(['regulator', 'county', 'grain', 'certifier'] as const)('is placed by the %s', async (name) => {
    const id = await saidId(at, at[name], partyHold(at.shop.id));
    expect(partyAt(at, at.shop)).toMatchObject({ holds: [id], roles: ['trader'], state: 'active' });
    const office = officeOf(name);
    expect(holdAt(at, id)).toEqual({ by: at[name].id, remits: [], division: '152502', ...office });
  });

  it('is refused to rivals, to the party itself, and to a regulator of another city', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, partyHold(at.shop.id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, partyHold(at.shop.id)));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, partyHold(at.shop.id)));
  });

  it('is refused on an unknown party, on who mints trust, and on an organisation’s own', async () => {
    await expectRefusal('PARTY_UNKNOWN', tell(at.regulator, partyHold(`P${exampleDigest(3)}`)));
    await expectRefusal('PARTY_UNKNOWN', tell(at.shop, partyHold(`P${exampleDigest(3)}`)));
    for (const party of [at.certifier.id, at.county.id, at.network.TradeMSP.party])
      await expectRefusal('ROLE_NOT_ALLOWED', tell(at.regulator, partyHold(party)));
  });

  it('says no more than the most, and forgets released ones', async () => {
    const first = await saidId(at, at.regulator, partyHold(at.shop.id));
    for (let count = 1; count < limits.marksMax; count += 1)
      await say(at, at.certifier, partyHold(at.shop.id));
    await expectRefusal('LIMIT_EXCEEDED', tell(at.certifier, partyHold(at.shop.id)));
    await say(at, at.regulator, releaseFields(first));
    await say(at, at.certifier, partyHold(at.shop.id));
    expect(partyAt(at, at.shop)?.holds).not.toContain(first);
  });
});

describe('release', () => {
  it('is said by who placed the hold or a regulator who watches over it, and frees all that names it', async () => {
    for (const who of [at.herder, at.regulator, at.county]) {
      const id = await saidId(at, at.herder, holdFields());
      later(at, 1);
      await say(at, who, releaseFields(id));
      expect(holdAt(at, id)).toMatchObject({ releasedAt: new Date(at.world.nowMs).toISOString() });
    }
    const id = await saidId(at, at.certifier, holdFields());
    await say(at, at.certifier, releaseFields(id));
  });

  it('is refused to others: the maker, a certifier, a regulator of another city or of other goods', async () => {
    const id = await saidId(at, at.county, holdFields());
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.herder, releaseFields(id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.certifier, releaseFields(id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), releaseFields(id)));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, releaseFields(id)));
    await expectRefusal('OUT_OF_REMIT', tell(at.grain, releaseFields(id)));
  });

  it('of what a higher office placed is no matter of a lower one', async () => {
    const id = await saidId(at, at.regulator, holdFields());
    await expectRefusal('OUT_OF_REMIT', tell(at.county, releaseFields(id)));
    const party = await saidId(at, at.regulator, partyHold(at.shop.id));
    await expectRefusal('OUT_OF_REMIT', tell(at.county, releaseFields(party)));
    const own = await saidId(at, at.county, holdFields());
    await say(at, at.regulator, releaseFields(own));
    await say(at, at.regulator, releaseFields(id));
  });

  it('of a party’s hold asks for the division alone', async () => {
    const id = await saidId(at, at.certifier, partyHold(at.shop.id));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, releaseFields(id)));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, releaseFields(id)));
    await say(at, at.grain, releaseFields(id));
  });

  it.each([
    ['the law', { by: 'law' }],
    ['a failed test', { failedTest: true }],
  ])('of what %s placed is a regulator’s alone', async (_, members) => {
    const id = await saidId(at, at.herder, holdFields());
    rewrite(at, keyOf.hold(id), members);
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.herder, releaseFields(id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.certifier, releaseFields(id)));
    await say(at, at.county, releaseFields(id));
  });

  it('a maker who says that a test failed cannot take it back', async () => {
    const id = await saidId(at, at.herder, holdFields([lamb], { reason: 'failedTest' }));
    expect(holdAt(at, id)).toMatchObject({ failedTest: true, voluntary: true });
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.herder, releaseFields(id)));
  });

  it('over two provinces is said by the highest regulator of either, or nobody could', async () => {
    const id = await saidId(at, at.herder, holdFields([lamb], { reason: 'failedTest' }));
    rewrite(at, keyOf.hold(id), { division: '1' });
    await expectRefusal('OUT_OF_REMIT', tell(at.county, releaseFields(id)));
    await expectRefusal('OUT_OF_REMIT', tell(at.grain, releaseFields(id)));
    rewrite(at, keyOf.hold(id), { division: '' });
    await say(at, at.regulator, releaseFields(id));
    const other = await saidId(at, at.herder, holdFields([lamb], { reason: 'failedTest' }));
    rewrite(at, keyOf.hold(other), { division: '2' });
    await expectRefusal('OUT_OF_REMIT', tell(at.regulator, releaseFields(other)));
  });

  it('refuses an unknown hold, and one that was released', async () => {
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, releaseFields(exampleDigest(1))));
    const id = await saidId(at, at.herder, holdFields());
    await say(at, at.herder, releaseFields(id));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, releaseFields(id)));
    await expectRefusal('SUBJECT_CLOSED', tell(at.herder, releaseFields(id)));
  });
});
