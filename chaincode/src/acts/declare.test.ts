import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import {
  breachesOf,
  breachesWhen,
  eventAt,
  idOf,
  rewriteCategory,
  seedHold,
  seedHolding,
  seedRecall,
} from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  dayMs,
  heads,
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
const person = { person: exampleDigest(70) };
const iso = (ms: number) => new Date(ms).toISOString();
beforeEach(async () => {
  at = await lambWorld();
  rewriteCategory(at, 'lamb-live', { declared: true });
  rewriteCategory(at, 'lamb-carcass', { declared: true });
  for (const { device } of [at.herder, at.plant, at.shop]) rewrite(at, keyOf.device(device.kid), person);
  seedHolding(at, [at.plant.id, 'PLANT-1', lamb], heads(5));
});

const declaration = (members: Fields = {}): Fields => ({
  act: 'declare',
  site: 'PASTURE-1',
  lot: lamb,
  amount: heads(5),
  form: 1,
  basis: 'qualityControl',
  statements: ['noBannedInputs', 'residuesWithinLimits'],
  ...members,
});
const collected = (members: Fields = {}): Fields =>
  declaration({
    site: 'PLANT-1',
    form: 2,
    statements: ['certificateCollected', 'noForbiddenAdditives'],
    ...members,
  });
const own = (members: Fields = {}) => say(at, at.herder, declaration(members));
const rolesOf = (who: Trader, ...roles: string[]) => rewrite(at, keyOf.party(who.id), { roles });

describe('a 合格证', () => {
  it('of own produce is written under the event’s id, and takes nothing from the goods', async () => {
    const answer = await own();
    const id = idOf(answer);
    expect(breachesOf(answer)).toEqual([]);
    expect(at.world.state.at(keyOf.declaration(id))).toEqual({ party: at.herder.id, lot: lamb, form: 1 });
    expect(eventAt(at, id).effect).toEqual({ did: 'declared' });
    await own({ amount: heads(20) });
  });

  it('of what was collected is written by who holds part of it', async () => {
    const answer = await say(at, at.plant, collected());
    expect(at.world.state.at(keyOf.declaration(idOf(answer)))).toEqual({
      party: at.plant.id,
      lot: lamb,
      form: 2,
    });
  });

  it('of what was mixed or split is written by who did it', async () => {
    const lot = `${gtin(2)}/C1`;
    await say(at, at.plant, {
      act: 'transform',
      site: 'PLANT-1',
      operation: 'split',
      inputs: [{ lot: lamb, amount: heads(2) }],
      outputs: [{ lot, amount: heads(2) }],
    });
    await say(at, at.plant, collected({ lot, amount: heads(1) }));
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, at.plant, declaration({ site: 'PLANT-1', lot, amount: heads(1) })),
    );
    // A producer that packs its own harvest made the packed lot as well.
    rolesOf(at.plant, 'producer');
    await say(at, at.plant, declaration({ site: 'PLANT-1', lot, amount: heads(1) }));
    await expectRefusal('ROLE_NOT_ALLOWED', () =>
      say(at, at.plant, declaration({ site: 'PLANT-1', lot: lamb, amount: heads(1) })),
    );
  });

  it('needs no claim', async () => {
    expect(at.world.state.at(keyOf.lot(lamb))).not.toHaveProperty('claims');
    expect(breachesOf(await own())).toEqual([]);
  });
});

describe('who may sign a 合格证', () => {
  it('an operator, of a producer or an association for form 1, of a trader, processor or association for form 2', async () => {
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, declaration()));
    for (const role of ['processor', 'trader', 'carrier']) {
      rolesOf(at.herder, role);
      await expectRefusal('ROLE_NOT_ALLOWED', () => own());
    }
    for (const role of ['producer', 'laboratory']) {
      rolesOf(at.plant, role);
      await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, collected()));
    }
    rolesOf(at.herder, 'association');
    await own();
    for (const role of ['processor', 'trader', 'association']) {
      rolesOf(at.plant, role);
      await say(at, at.plant, collected());
    }
  });

  it('nobody signs form 1 for what another brought forth, or form 2 for own produce', async () => {
    rolesOf(at.plant, 'producer', 'trader');
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, declaration({ site: 'PLANT-1' })));
    rolesOf(at.herder, 'producer', 'trader');
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.herder, collected({ site: 'PASTURE-1' })));
  });

  it('not a device that is nobody’s', async () => {
    rewrite(at, keyOf.device(at.herder.device.kid), { person: undefined });
    await expectRefusal('ROLE_NOT_ALLOWED', () => own());
  });

  it('a party that is a person signs by whatever device it has', async () => {
    const id = `P${exampleDigest(71)}`;
    rewrite(at, keyOf.device(at.shop.device.kid), { party: id, person: undefined });
    for (const [copy, original] of [
      [keyOf.party(id), keyOf.party(at.shop.id)],
      [keyOf.site(id, 'SHOP-1'), keyOf.site(at.shop.id, 'SHOP-1')],
    ] as const)
      rewrite(at, copy, at.world.state.at(original) as object);
    seedHolding(at, [id, 'SHOP-1', lamb], heads(5));
    await say(at, { id, device: at.shop.device }, collected({ site: 'SHOP-1' }));
  });
});

describe('what a 合格证 may be about', () => {
  it('answers the earliest of several faults', async () => {
    const lot = `${gtin(1)}/L9`;
    rewriteCategory(at, 'lamb-live', { declared: undefined });
    await expectRefusal('SITE_UNKNOWN', () => own({ site: 'PLANT-1', lot }));
    await expectRefusal('LOT_UNKNOWN', () => own({ lot, amount: litres(1) }));
    await expectRefusal('MEASURE_MISMATCH', () => own({ amount: litres(1) }));
    await expectRefusal('HOLDING_TOO_SMALL', () => own({ site: 'BARN-1' }));
    await expectRefusal('HOLDING_TOO_SMALL', () => own({ amount: { count: 0, massG: 800_001 } }));
    await expectRefusal('LOT_NOT_CLAIMABLE', () => own());
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', () => own());
  });

  it('refuses goods on hold: the lot, the part in hand, all that the party has', async () => {
    const places = [
      keyOf.lot(lamb),
      keyOf.holding(at.herder.id, 'PASTURE-1', lamb),
      keyOf.party(at.herder.id),
    ];
    for (const [index, place] of places.entries()) {
      const hold = seedHold(at, 91 + index, place);
      await expectRefusal('LOT_NOT_CLAIMABLE', () => own());
      rewrite(at, keyOf.hold(hold), { releasedAt: iso(startedAt) });
    }
    await own();
  });

  it('refuses goods that are recalled, were stripped, or failed a test', async () => {
    const recall = seedRecall(at, 94, lamb);
    await expectRefusal('LOT_NOT_CLAIMABLE', () => own());
    rewrite(at, keyOf.recall(recall), { closedAt: iso(startedAt) });
    rewrite(at, keyOf.lot(lamb), { stripped: true });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => own());
    rewrite(at, keyOf.lot(lamb), { stripped: undefined, test: 'failed' });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => own());
    rewrite(at, keyOf.lot(lamb), { test: undefined });
    await own();
  });

  it('refuses goods from outside until a laboratory has passed them; then form 2 is theirs', async () => {
    const lot = `${gtin(2)}/A1`;
    const document = exampleDigest(1);
    await say(at, at.plant, {
      act: 'admit',
      site: 'PLANT-1',
      lot,
      amount: heads(5),
      source: 'outside',
      supplier: document,
      document,
    });
    const tell = () => say(at, at.plant, collected({ lot }));
    await expectRefusal('LOT_NOT_CLAIMABLE', tell);
    await say(at, at.plant, { act: 'selfTest', site: 'PLANT-1', lot, verdict: 'passed', report: document });
    await expectRefusal('LOT_NOT_CLAIMABLE', tell);
    rewrite(at, keyOf.lot(lot), { inspected: true });
    await tell();
    rolesOf(at.plant, 'producer');
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, declaration({ site: 'PLANT-1', lot })));
  });
});

describe('what is wrong with a 合格证 and recorded all the same', () => {
  const paper = (kind: string, members: object = {}) => ({
    kind,
    number: exampleDigest(2),
    digest: exampleDigest(3),
    ...members,
  });
  const expired = { validUntil: '2026-08-31' };
  const breaches = (members: Fields) => breachesWhen(at, at.herder, declaration(members));

  it.each(['ownTest', 'commissionedTest'])(
    'the report of its test (%s) is missing or expired',
    async (basis) => {
      expect(await breaches({ basis })).toEqual(['PAPER_MISSING']);
      expect(await breaches({ basis, papers: [paper('invoice')] })).toEqual(['PAPER_MISSING']);
      expect(await breaches({ basis, papers: [paper('testReport')] })).toEqual([]);
      expect(await breaches({ basis, papers: [paper('testReport', expired)] })).toEqual(['PAPER_EXPIRED']);
    },
  );

  it('any paper that it shows does not hold', async () => {
    expect(await breaches({ papers: [paper('quarantine', expired)] })).toEqual(['PAPER_EXPIRED']);
    expect(await breaches({ papers: [paper('quarantine')] })).toEqual([]);
  });

  it('what was used is not out of the goods yet', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: { meat: iso(startedAt + 1) } });
    expect(await breaches({})).toEqual([]);
    rewriteCategory(at, 'lamb-live', { use: 'meat' });
    expect(await breaches({})).toEqual(['INTERVAL_NOT_OVER']);
  });

  it('it is told too late', async () => {
    at.world.nowMs += 14 * dayMs + 1;
    expect(await breaches({ eventTime: iso(startedAt) })).toEqual(['LATE']);
  });
});
