import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { exampleDigest, exampleEvents } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { rewrite, say, suspend, type Trader } from '../testing-trade.ts';
import { type OversightWorld, oversightWorld, registrarOf, saidId } from './testing-oversight.ts';

let at: OversightWorld;
beforeEach(async () => {
  at = await oversightWorld();
});
const due = '2026-12-01T00:00:00.000Z';
const order = (subject: string) => ({
  act: 'order',
  subject,
  matter: 'records',
  due,
  document: exampleDigest(4),
});
const answer = (id: string) => ({ act: 'answerOrder', order: id, answer: exampleDigest(5) });
const tell = (who: Trader, fields: object) => () => say(at, who, fields as never);

describe('order', () => {
  it('is given by any regulator whose division holds the party', async () => {
    for (const who of [at.regulator, at.county, at.grain]) {
      const id = await saidId(at, who, order(at.shop.id));
      expect(at.world.state.at(keyOf.order(id))).toEqual({ by: who.id, subject: at.shop.id, due });
    }
  });

  it('is refused to a regulator of another city, to a certifier, to rivals, and for nobody', async () => {
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, order(at.shop.id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.certifier, order(at.shop.id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, order(at.shop.id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), order(at.shop.id)));
    await expectRefusal('PARTY_UNKNOWN', tell(at.regulator, order(`P${exampleDigest(3)}`)));
  });
});

describe('answerOrder', () => {
  it('is said by the party that was ordered, once, suspended or not', async () => {
    const id = await saidId(at, at.county, order(at.shop.id));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, answer(id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.county, answer(id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), answer(id)));
    suspend(at, at.shop.id);
    await say(at, at.shop, answer(id));
    const answeredAt = new Date(at.world.nowMs).toISOString();
    expect(at.world.state.at(keyOf.order(id))).toMatchObject({ by: at.county.id, answeredAt });
    await expectRefusal('SUBJECT_CLOSED', tell(at.shop, answer(id)));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, answer(exampleDigest(1))));
  });

  it('may be said by who has a mandate for it', async () => {
    const id = await saidId(at, at.county, order(at.shop.id));
    const mandate = { acts: ['answerOrder'], gtins: [], until: due };
    rewrite(at, keyOf.mandate(at.shop.id, at.plant.id), mandate);
    await at.world.say({ party: at.shop.id, ...answer(id) }, at.plant.device);
  });
});

describe('cosign', () => {
  const { note, signature } = exampleEvents.cosign;
  const fields = { act: 'cosign', note, signature };

  it('is said with an organisation’s log key, and changes nothing', async () => {
    const { party, log } = at.network.BrandMSP;
    const size = at.world.state.values.size;
    await at.world.say({ party, ...fields }, log);
    expect(at.world.state.values.size).toBe(size + 1);
  });

  it('is refused with every other key, and for another party', async () => {
    const { party, registrar, service, log } = at.network.BrandMSP;
    for (const device of [registrar, service])
      await expectRefusal('ROLE_NOT_ALLOWED', () => at.world.say({ party, ...fields }, device));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.certifier, fields));
    await expectRefusal('MANDATE_MISSING', () => at.world.say({ party: at.shop.id, ...fields }, log));
  });
});
