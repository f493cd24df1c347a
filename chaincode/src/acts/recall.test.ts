import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { carcass, heads, lamb, rewrite, say, suspend, type Trader } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import { later, line } from './testing-custody.ts';
import {
  closeFields,
  lotAt,
  type OversightWorld,
  oversightWorld,
  recallAt,
  recallFields,
  registrarOf,
  saidId,
} from './testing-oversight.ts';

let at: OversightWorld;
beforeEach(async () => {
  at = await oversightWorld();
});
const tell =
  (who: Trader, fields: object, ...cosigners: Trader[]) =>
  () =>
    say(at, who, fields as never, ...cosigners.map(({ device }) => device));
const both = { lots: [lamb, carcass] };
const unknown = { lots: [lamb, `${gtin(1)}/L9`] };
const acknowledge = (recall: string) => ({ act: 'acknowledge', recall });

describe('recall', () => {
  it('by a regulator marks every lot', async () => {
    const id = await saidId(at, at.county, recallFields(at, { ...both, kind: 'ordered' }));
    expect(lotAt(at).recalls).toEqual([id]);
    expect(lotAt(at, carcass).recalls).toEqual([id]);
    expect(recallAt(at, id)).toEqual({
      by: at.county.id,
      level: 1,
      lots: [lamb, carcass],
      remits: ['agriculture'],
      division: '152502',
      office: '1525',
    });
    const sale = { act: 'sell', site: 'PLANT-1', to: 'consumer', lines: [line(heads(1))] };
    expect((await say(at, at.plant, sale)).results).toMatchObject([{ breaches: ['RECALLED'] }]);
  });

  it('by the maker of every lot is voluntary', async () => {
    const id = await saidId(at, at.herder, recallFields(at));
    expect(recallAt(at, id)).toMatchObject({ by: at.herder.id, voluntary: true });
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.herder, recallFields(at, { kind: 'ordered' })));
  });

  it('by a trader needs every maker’s hand, or a regulator’s who watches over every lot', async () => {
    const fields = recallFields(at, both);
    await expectRefusal('COSIGNER_MISSING', tell(at.shop, fields));
    await expectRefusal('COSIGNER_MISSING', tell(at.shop, fields, at.herder));
    await expectRefusal('COSIGNER_MISSING', tell(at.shop, fields, at.elsewhere));
    await expectRefusal('COSIGNER_MISSING', tell(at.shop, fields, at.grain));
    await expectRefusal('COSIGNER_MISSING', tell(at.certifier, fields));
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, fields));
    await expectRefusal('COSIGNER_MISSING', tell(at.plant, recallFields(at)));
    expect(lotAt(at).recalls).toBeUndefined();
    const byMakers = await say(at, at.shop, fields, at.herder.device, at.plant.device);
    expect(recallAt(at, byMakers.results[0]?.id ?? '')).toMatchObject({ voluntary: true });
    await say(at, at.herder, fields, at.plant.device);
    const watched = await say(at, at.shop, fields, at.county.device);
    expect(recallAt(at, watched.results[0]?.id ?? '').voluntary).toBeUndefined();
  });

  it('is ordered by a regulator in remit and division, nobody else', async () => {
    const ordered = recallFields(at, { kind: 'ordered' });
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, ordered, at.regulator));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, ordered));
    await expectRefusal('OUT_OF_REMIT', tell(at.grain, ordered));
    rewrite(at, keyOf.lot(carcass), { division: '150102' });
    await expectRefusal('OUT_OF_REMIT', tell(at.county, { ...ordered, ...both }));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), ordered));
    await say(at, at.regulator, { ...ordered, ...both });
  });

  it('as a drill touches no lot', async () => {
    const before = lotAt(at);
    const id = await saidId(at, at.herder, recallFields(at, { drill: true }));
    expect(lotAt(at)).toEqual(before);
    expect(recallAt(at, id)).toMatchObject({ drill: true, lots: [lamb] });
    await expectRefusal('COSIGNER_MISSING', tell(at.shop, recallFields(at, { drill: true })));
  });

  it('refuses unknown and undone lots, after who and whose hand', async () => {
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, recallFields(at, unknown)));
    await expectRefusal('COSIGNER_MISSING', tell(at.shop, recallFields(at, unknown)));
    await expectRefusal('LOT_UNKNOWN', tell(at.herder, recallFields(at, unknown)));
    await expectRefusal('LOT_UNKNOWN', tell(at.regulator, recallFields(at, { ...unknown, drill: true })));
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', tell(at.regulator, recallFields(at)));
  });

  it('of the maker pushes out no regulator’s, however many', async () => {
    const id = await saidId(at, at.county, recallFields(at, { kind: 'ordered' }));
    for (let count = 1; count < limits.marksMax; count += 1) await say(at, at.herder, recallFields(at));
    await expectRefusal('LIMIT_EXCEEDED', tell(at.herder, recallFields(at)));
    const second = await saidId(at, at.regulator, recallFields(at, { kind: 'ordered' }));
    expect(lotAt(at).recalls).toEqual(expect.arrayContaining([id, second]));
    expect(lotAt(at).recalls).toHaveLength(limits.marksMax);
  });

  it('gives its place back when it is closed', async () => {
    const first = await saidId(at, at.herder, recallFields(at));
    await say(at, at.herder, closeFields(first));
    const second = await saidId(at, at.herder, recallFields(at));
    expect(lotAt(at).recalls).toEqual([second]);
  });
});

describe('acknowledge', () => {
  it('keeps the first time, of whoever says it, suspended or not', async () => {
    const id = await saidId(at, at.herder, recallFields(at));
    suspend(at, at.shop.id);
    const first = new Date(at.world.nowMs).toISOString();
    await say(at, at.shop, acknowledge(id));
    later(at, 1);
    await say(at, at.shop, acknowledge(id));
    expect(at.world.state.at(keyOf.recallResponse(id, at.shop.id))).toEqual({ acknowledgedAt: first });
    expect(at.world.state.at(keyOf.recallResponse(id, at.plant.id))).toBeUndefined();
  });

  it('refuses a registrar’s device, an unknown recall and a closed one', async () => {
    const id = await saidId(at, at.herder, recallFields(at));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), acknowledge(id)));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, acknowledge(exampleDigest(1))));
    await say(at, at.herder, closeFields(id));
    await expectRefusal('SUBJECT_CLOSED', tell(at.shop, acknowledge(id)));
  });
});

describe('closeRecall', () => {
  it('of what a higher office ordered, or signed, is no matter of a lower one', async () => {
    const close = (recall: string) => ({
      act: 'closeRecall',
      recall,
      outcome: 'complete',
      report: exampleDigest(9),
    });
    const ordered = await saidId(at, at.regulator, recallFields(at, { kind: 'ordered' }));
    const signed = await saidId(at, at.plant, recallFields(at), at.regulator.device);
    for (const id of [ordered, signed]) {
      expect(recallAt(at, id)).toMatchObject({ office: '15' });
      await expectRefusal('OUT_OF_REMIT', tell(at.county, close(id)));
      await say(at, at.regulator, close(id));
    }
  });

  it('of a voluntary recall is said by who opened it or a regulator in remit', async () => {
    for (const who of [at.herder, at.county]) {
      const id = await saidId(at, at.herder, recallFields(at));
      await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, closeFields(id)));
      await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, closeFields(id)));
      await expectRefusal('OUT_OF_REMIT', tell(at.grain, closeFields(id)));
      await say(at, who, closeFields(id));
      expect(recallAt(at, id).closedAt).toBe(new Date(at.world.nowMs).toISOString());
    }
  });

  it('of a regulator’s recall is said by regulators in remit alone, not by the maker nor by the trader who asked for it', async () => {
    const ordered = await saidId(at, at.county, recallFields(at, { kind: 'ordered' }));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.herder, closeFields(ordered)));
    await say(at, at.regulator, closeFields(ordered));
    const watched = await saidId(at, at.shop, recallFields(at), at.county.device);
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, closeFields(watched)));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, closeFields(watched)));
    await say(at, at.county, closeFields(watched));
  });

  it('refuses an unknown recall, and a closed one', async () => {
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.regulator, closeFields(exampleDigest(1))));
    const id = await saidId(at, at.herder, recallFields(at));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), closeFields(id)));
    await say(at, at.herder, closeFields(id));
    await expectRefusal('SUBJECT_CLOSED', tell(at.herder, closeFields(id)));
  });
});
