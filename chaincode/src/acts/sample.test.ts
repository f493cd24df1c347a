import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { type DeviceKey, exampleDigest, makeDevice } from '../model/testing.ts';
import { breachesOf, idOf, seed } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  heads,
  holdingAt,
  lamb,
  lambWorld,
  litres,
  rewrite,
  say,
  type Trader,
  type TradeWorld,
} from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await lambWorld();
});
const fields = (members: object = {}) => ({
  act: 'sample',
  holder: at.herder.id,
  site: 'PASTURE-1',
  lot: lamb,
  amount: { count: 1, massG: 500 },
  seal: exampleDigest(1),
  purpose: 'spotCheck',
  ...members,
});
const take = (who: Trader, members: object, ...cosigners: DeviceKey[]) =>
  say(at, who, fields(members), ...cosigners);

/** Another device of a party, of a person or of nobody who is named. */
async function deviceOf(party: string, person?: string): Promise<DeviceKey> {
  const device = await makeDevice();
  const { publicKey: key, kid } = device;
  const validFrom = new Date(startedAt).toISOString();
  seed(at, keyOf.device(kid), { party, key, role: 'operator', validFrom, person });
  return device;
}

describe('sample', () => {
  it('is written under the event’s id, and takes nothing from the holder: that is the holder’s to tell', async () => {
    const answer = await take(at.regulator, {}, at.herder.device);
    expect(breachesOf(answer)).toEqual([]);
    expect(at.world.state.at(keyOf.sample(idOf(answer)))).toEqual({
      lot: lamb,
      holder: at.herder.id,
      site: 'PASTURE-1',
    });
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)?.available).toEqual(heads(20));
  });

  it('is taken by a certifier too, before the holder’s eyes', async () => {
    await take(at.certifier, {}, at.herder.device);
  });

  it('refuses anybody else, the holder and a registrar of the regulator’s organisation included', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', () => take(at.plant, {}, at.herder.device));
    await expectRefusal('ROLE_NOT_ALLOWED', () => take(at.herder, {}, at.regulator.device));
    const { party: id, registrar: device } = at.network.RegulatorMSP;
    await expectRefusal('ROLE_NOT_ALLOWED', () => take({ id, device }, {}, at.herder.device));
  });

  it('refuses a regulator of another remit, or of another division than the site’s', async () => {
    const tell = () => take(at.regulator, {}, at.herder.device);
    rewrite(at, keyOf.party(at.regulator.id), { remits: ['market'] });
    await expectRefusal('OUT_OF_REMIT', tell);
    rewrite(at, keyOf.party(at.regulator.id), { remits: ['agriculture'], divisionPrefix: '11' });
    await expectRefusal('OUT_OF_REMIT', tell);
    rewrite(at, keyOf.site(at.herder.id, 'PASTURE-1'), { division: '110000' });
    await tell();
  });

  it('refuses an inspector alone, and one beside a stranger or the holder’s registrar', async () => {
    await expectRefusal('COSIGNER_MISSING', () => take(at.regulator, {}));
    await expectRefusal('COSIGNER_MISSING', () => take(at.regulator, {}, at.plant.device));
    const { registrar } = at.network.ProducersMSP;
    await expectRefusal('COSIGNER_MISSING', () => take(at.regulator, {}, registrar));
  });

  it('takes a second inspector for the holder only where both devices say whose they are, and these are two', async () => {
    const [one, two] = [exampleDigest(11), exampleDigest(12)];
    const regulator = at.regulator.id;
    const beside = async (cosigner: DeviceKey) => take(at.regulator, { seal: cosigner.kid }, cosigner);
    const second = await deviceOf(regulator, two);
    await expectRefusal('COSIGNER_MISSING', () => beside(second));
    rewrite(at, keyOf.device(at.regulator.device.kid), { person: one });
    await beside(second);
    await beside(await deviceOf(at.certifier.id, two));
    const ownSecond = await deviceOf(regulator, one);
    const nameless = await deviceOf(regulator);
    await expectRefusal('COSIGNER_MISSING', () => beside(ownSecond));
    await expectRefusal('COSIGNER_MISSING', () => beside(nameless));
    const trader = await deviceOf(at.plant.id, two);
    await expectRefusal('COSIGNER_MISSING', () => beside(trader));
  });

  it('refuses a second inspector out of remit beside a certifier', async () => {
    rewrite(at, keyOf.device(at.certifier.device.kid), { person: exampleDigest(11) });
    const second = await deviceOf(at.regulator.id, exampleDigest(12));
    rewrite(at, keyOf.party(at.regulator.id), { divisionPrefix: '11' });
    await expectRefusal('COSIGNER_MISSING', () => take(at.certifier, {}, second));
    rewrite(at, keyOf.party(at.regulator.id), { divisionPrefix: '15' });
    await take(at.certifier, {}, second);
  });

  it('answers the earliest of several faults', async () => {
    const lot = `${gtin(1)}/L9`;
    await expectRefusal('COSIGNER_MISSING', () => take(at.regulator, { lot, site: 'BARN-9' }));
    const tell = (members: object) => () => take(at.regulator, members, at.herder.device);
    await expectRefusal('SITE_UNKNOWN', tell({ lot, site: 'BARN-9', amount: litres(1) }));
    await expectRefusal('LOT_UNKNOWN', tell({ lot, amount: litres(1) }));
    await expectRefusal('MEASURE_MISMATCH', tell({ amount: litres(1) }));
    await expectRefusal('HOLDING_TOO_SMALL', tell({ site: 'BARN-1' }));
    await expectRefusal('HOLDING_TOO_SMALL', tell({ amount: { count: 0, massG: 800_001 } }));
    await tell({ amount: heads(20) })();
  });
});
