import { beforeEach, describe, expect, it } from 'vitest';
import { type CodesRecord, keyOf, limits } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import { breachesWhen, claimed, claimWorld, seed, seedHold, seedRecall } from '../testing-goods.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { commissionFields, dayMs, heads, lamb, rewrite, say, type TradeWorld } from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';

let at: TradeWorld;
beforeEach(async () => {
  at = await claimWorld();
  rewrite(at, keyOf.product(gtin(1)), { netContent: { massG: 40_000 } });
});
const iso = (ms: number) => new Date(ms).toISOString();
const issue = (set = 1, count = 100, lot = lamb): Fields => ({
  act: 'issueCodes',
  lot,
  set,
  count,
  root: exampleDigest(set),
});
const activate = (from: number, to: number, set = 1): Fields => ({
  act: 'activateCodes',
  lot: lamb,
  set,
  from,
  to,
});
const voided = (from: number, to: number, set = 1): Fields => ({
  ...activate(from, to, set),
  act: 'voidCodes',
  reason: 'spoilt',
});
const tell = (fields: Fields) => say(at, at.herder, fields);
const codesAt = (party = at.herder.id) => at.world.state.at(keyOf.codes(party, lamb)) as CodesRecord;
const setAt = (set = 1) => codesAt().sets.find((one) => one.set === set);

describe('issueCodes', () => {
  it('is recorded before the lot is there, and by its maker afterwards, sets in order', async () => {
    await tell(issue(2, 50));
    await tell(claimed(at));
    await tell(issue(1));
    const fresh = { activated: [], voided: [] };
    expect(codesAt()).toEqual({
      sets: [
        { set: 1, count: 100, root: exampleDigest(1), ...fresh },
        { set: 2, count: 50, root: exampleDigest(2), ...fresh },
      ],
    });
  });

  it('refuses a set that is issued, of whatever count', async () => {
    await tell(issue());
    await expectRefusal('ALREADY_REGISTERED', () => tell(issue(1, 5)));
  });

  it('refuses a registrar’s device, and a lot that another has made', async () => {
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, issue()));
    await tell(commissionFields(lamb, heads(1)));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, issue()));
  });

  it('refuses an unknown product, and another’s without its mandate; a licensee’s codes are its own', async () => {
    await expectRefusal('PRODUCT_UNKNOWN', () => tell(issue(1, 1, `${gtin(9)}/X`)));
    await expectRefusal('PRODUCT_NOT_YOURS', () => say(at, at.plant, issue()));
    seed(at, keyOf.mandate(at.herder.id, at.plant.id), {
      acts: [],
      gtins: [gtin(1)],
      until: iso(startedAt + dayMs),
    });
    await say(at, at.plant, issue());
    expect(codesAt()).toBeUndefined();
    expect(codesAt(at.plant.id).sets).toHaveLength(1);
  });

  it('refuses a lot that was undone', async () => {
    await tell(commissionFields(lamb, heads(1)));
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', () => tell(issue()));
    await expectRefusal('LOT_UNKNOWN', () => say(at, at.plant, issue()));
  });

  it('refuses what is not packed in pieces', async () => {
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(issue(1, 1, `${gtin(3)}/M1`)));
    rewrite(at, keyOf.product(gtin(1)), { netContent: undefined });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(issue()));
  });

  it('refuses more sets than the limit', async () => {
    for (let set = 1; set <= limits.codeSetsMax; set += 1) await tell(issue(set));
    await expectRefusal('LIMIT_EXCEEDED', () => tell(issue(limits.codeSetsMax + 1)));
  });
});

describe('activateCodes', () => {
  beforeEach(async () => {
    await tell(issue(1));
    await tell(issue(2, 30));
    await tell(claimed(at));
  });

  it('joins ranges; what is active stays so, however often it is said', async () => {
    await tell(activate(5, 9));
    await tell(activate(0, 2));
    await tell(activate(0, 2));
    expect(setAt()?.activated).toEqual([
      [0, 2],
      [5, 9],
    ]);
    await tell(activate(1, 6));
    expect(setAt()?.activated).toEqual([[0, 9]]);
    expect(setAt(2)?.activated).toEqual([]);
  });

  it('never puts more codes on than pieces were made, over all sets; void ones are on none', async () => {
    await tell(activate(0, 11));
    await tell(activate(0, 7, 2));
    await expectRefusal('CODES_EXCEED_PIECES', () => tell(activate(12, 12)));
    await expectRefusal('CODES_EXCEED_PIECES', () => tell(activate(7, 8, 2)));
    await tell(activate(3, 11));
    await tell(voided(11, 12));
    await expectRefusal('CODES_EXCEED_PIECES', () => tell(activate(13, 14)));
    await tell(activate(13, 13));
    expect(setAt()).toMatchObject({
      activated: [
        [0, 11],
        [13, 13],
      ],
      voided: [[11, 12]],
    });
  });

  it('refuses void codes, one in the range is enough', async () => {
    await tell(voided(5, 5));
    await expectRefusal('SUBJECT_CLOSED', () => tell(activate(0, 5)));
    await expectRefusal('SUBJECT_CLOSED', () => tell(activate(5, 9)));
    await tell(activate(0, 4));
  });

  it('refuses a set that was not issued, and codes beyond its count', async () => {
    await expectRefusal('SUBJECT_UNKNOWN', () => tell(activate(0, 0, 3)));
    await expectRefusal('LIMIT_EXCEEDED', () => tell(activate(100, 100)));
    await expectRefusal('LIMIT_EXCEEDED', () => tell(activate(30, 30, 2)));
    await tell(activate(99, 99));
  });

  it('refuses who has not made the lot, codes of a lot that is not there, and of one that was undone', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, activate(0, 0)));
    const lot = `${gtin(1)}/L9`;
    await tell(issue(1, 10, lot));
    await expectRefusal('LOT_UNKNOWN', () => tell({ ...activate(0, 0), lot }));
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', () => tell(activate(0, 0)));
  });

  it('refuses a lot that claims nothing; one from outside when a laboratory has passed it is not refused', async () => {
    rewrite(at, keyOf.lot(lamb), { claims: undefined });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
    rewrite(at, keyOf.lot(lamb), { inspected: true, test: 'passed' });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
    rewrite(at, keyOf.lot(lamb), { admitted: true, inspected: undefined });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
    rewrite(at, keyOf.lot(lamb), { inspected: true });
    await tell(activate(0, 0));
    rewrite(at, keyOf.lot(lamb), { test: 'failed' });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(1, 1)));
  });

  it('refuses a lot that was stripped, or failed a test, or is recalled', async () => {
    rewrite(at, keyOf.lot(lamb), { stripped: true });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
    rewrite(at, keyOf.lot(lamb), { stripped: undefined, test: 'failed' });
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
    rewrite(at, keyOf.lot(lamb), { test: undefined });
    const recall = seedRecall(at, 94, lamb);
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
    rewrite(at, keyOf.recall(recall), { closedAt: iso(startedAt) });
    await tell(activate(0, 0));
  });

  it('refuses while a hold stands: of the lot, of what its maker has of it, of all that its maker has', async () => {
    const places = [
      keyOf.lot(lamb),
      keyOf.holding(at.herder.id, 'PASTURE-1', lamb),
      keyOf.party(at.herder.id),
    ];
    for (const [index, place] of places.entries()) {
      const hold = seedHold(at, 91 + index, place);
      await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(0, 0)));
      rewrite(at, keyOf.hold(hold), { releasedAt: iso(startedAt) });
    }
    await tell(activate(0, 0));
  });

  it('answers too many codes before a hold, and a hold before codes beyond the set', async () => {
    seedHold(at, 91, keyOf.lot(lamb));
    await expectRefusal('CODES_EXCEED_PIECES', () => tell(activate(0, 20)));
    await expectRefusal('LOT_NOT_CLAIMABLE', () => tell(activate(100, 100)));
  });

  it('refuses more ranges than can be kept, and takes what joins two', async () => {
    rewrite(at, keyOf.lot(lamb), { created: { count: 1000, massG: 1 } });
    await tell(issue(3, 1000));
    const activated = Array.from({ length: limits.codeRangesMax }, (_, index) => [index * 2, index * 2]);
    const sets = codesAt().sets.map((one) => (one.set === 3 ? { ...one, activated } : one));
    rewrite(at, keyOf.codes(at.herder.id, lamb), { sets });
    await expectRefusal('LIMIT_EXCEEDED', () => tell(activate(500, 500, 3)));
    await tell(activate(1, 1, 3));
    expect(setAt(3)?.activated).toHaveLength(limits.codeRangesMax - 1);
    await tell(activate(500, 500, 3));
    expect(setAt(3)?.activated).toHaveLength(limits.codeRangesMax);
  });

  it('late it is LATE', async () => {
    at.world.nowMs += 15 * dayMs;
    expect(await breachesWhen(at, at.herder, { ...activate(0, 0), eventTime: iso(startedAt) })).toEqual([
      'LATE',
    ]);
  });
});

describe('voidCodes', () => {
  it('is for codes on pieces and for those that never were, before the lot is there too, and joins', async () => {
    await tell(issue());
    await tell(voided(0, 1));
    await tell(claimed(at));
    await tell(activate(2, 4));
    await tell(voided(2, 2));
    await tell(voided(2, 2));
    expect(setAt()).toMatchObject({ activated: [[2, 4]], voided: [[0, 2]] });
  });

  it('is possible on hold', async () => {
    await tell(issue());
    await tell(claimed(at));
    seedHold(at, 91, keyOf.lot(lamb));
    await tell(voided(0, 99));
    expect(setAt()?.voided).toEqual([[0, 99]]);
  });

  it('refuses a registrar’s device, who has not made the lot, an unknown set, and codes beyond its count', async () => {
    await tell(issue());
    const registrar = { id: at.network.ProducersMSP.party, device: at.network.ProducersMSP.registrar };
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, registrar, voided(0, 0)));
    await expectRefusal('SUBJECT_UNKNOWN', () => say(at, at.plant, voided(0, 0)));
    await tell(claimed(at));
    await expectRefusal('ROLE_NOT_ALLOWED', () => say(at, at.plant, voided(0, 0)));
    await expectRefusal('SUBJECT_UNKNOWN', () => tell(voided(0, 0, 2)));
    await expectRefusal('LIMIT_EXCEEDED', () => tell(voided(0, 100)));
  });
});
