import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from '../model/index.ts';
import { exampleDigest, type Fields } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { carcass, heads, holdingAt, lamb, rewrite, say, type Trader } from '../testing-trade.ts';
import { gtin } from '../testing-world.ts';
import { giveBack, later } from './testing-custody.ts';
import {
  closeFields,
  type OversightWorld,
  oversightWorld,
  recallFields,
  registrarOf,
  saidId,
  spreadFields,
} from './testing-oversight.ts';

let at: OversightWorld;
let recall: string;
beforeEach(async () => {
  at = await oversightWorld();
  await giveBack(at, 3);
  recall = await saidId(at, at.herder, recallFields(at));
});
const report = (lines: readonly object[], more: Fields = {}): Fields => ({
  act: 'remedy',
  recall,
  site: 'PASTURE-1',
  lines,
  ...more,
});
const found = (count: number, remedied?: number) => ({
  lot: lamb,
  found: heads(count),
  ...(remedied === undefined ? {} : { remedied: heads(remedied) }),
});
const acknowledgeFields = (id: string): Fields => ({ act: 'acknowledge', recall: id });
const tell =
  (who: Trader, fields: Fields, ...cosigners: Trader[]) =>
  () =>
    say(at, who, fields, ...cosigners.map(({ device }) => device));
const responseOf = (who: Trader) => at.world.state.at(keyOf.recallResponse(recall, who.id));

describe('remedy', () => {
  it('keeps the time of the acknowledgement, and refuses other measures than the lot’s', async () => {
    const acknowledgedAt = new Date(at.world.nowMs).toISOString();
    await say(at, at.herder, acknowledgeFields(recall));
    const other = [{ lot: lamb, found: { volumeMl: 1 } }];
    await expectRefusal('MEASURE_MISMATCH', tell(at.herder, report(other)));
    await say(at, at.herder, report([found(3)]));
    const said = at.world.state.at(keyOf.recallResponse(recall, at.herder.id));
    expect(said).toMatchObject({ acknowledgedAt, remediedAt: expect.any(String) });
  });

  it('stays when the recall is acknowledged only afterwards', async () => {
    await say(at, at.herder, report([found(3)]));
    const key = keyOf.recallResponse(recall, at.herder.id);
    const reported = at.world.state.at(key) as object;
    expect(Object.keys(reported)).not.toEqual([]);
    const acknowledgedAt = new Date(at.world.nowMs).toISOString();
    await say(at, at.herder, acknowledgeFields(recall));
    expect(at.world.state.at(key)).toEqual({ ...reported, acknowledgedAt });
  });

  it('is a holder’s report, of what was found, whatever is left: the first time is kept', async () => {
    const first = new Date(at.world.nowMs).toISOString();
    await say(at, at.plant, report([found(10)], { site: 'PLANT-1' }));
    later(at, 1);
    await say(at, at.plant, report([found(9)], { site: 'PLANT-1' }));
    expect(responseOf(at.plant)).toEqual({ remediedAt: first });
    expect(holdingAt(at, at.plant, 'PLANT-1', lamb)?.available).toEqual(heads(8));
  });

  it('makes what customers gave back fit for sale only where a regulator in remit and division of the site signs', async () => {
    const fields = report([found(3, 2)]);
    for (const others of [[], [at.plant], [at.elsewhere], [at.grain], [at.certifier]])
      await expectRefusal('COSIGNER_MISSING', tell(at.herder, fields, ...others));
    const before = holdingAt(at, at.herder, 'PASTURE-1', lamb);
    expect(before).toMatchObject({ available: heads(7), returned: heads(3) });
    await say(at, at.herder, fields, at.county.device);
    expect(holdingAt(at, at.herder, 'PASTURE-1', lamb)).toMatchObject({
      available: heads(9),
      returned: heads(1),
    });
  });

  it('never makes more good than was given back or found', async () => {
    const signed = (line: object) => tell(at.herder, report([line]), at.regulator);
    await expectRefusal('MEASURE_MISMATCH', signed(found(3, 4)));
    await expectRefusal('HOLDING_TOO_SMALL', signed(found(4, 4)));
    await say(at, at.herder, report([found(3, 3)]), at.regulator.device);
    await expectRefusal('HOLDING_TOO_SMALL', signed(found(3, 1)));
  });

  it('knows the lots to which the recall came down, and no others', async () => {
    const cut = { lot: carcass, found: { count: 1, massG: 1 } };
    const fields = report([cut], { site: 'PLANT-1' });
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.plant, fields));
    await say(at, at.shop, spreadFields());
    await say(at, at.plant, fields);
    const other = { lot: `${gtin(1)}/L9`, found: heads(1) };
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.plant, report([cut, other], { site: 'PLANT-1' })));
  });

  it('in a drill reports, and makes nothing good', async () => {
    recall = await saidId(at, at.herder, recallFields(at, { drill: true }));
    await say(at, at.herder, report([found(3)]));
    await expectRefusal('LIMIT_EXCEEDED', tell(at.herder, report([found(3, 1)]), at.regulator));
    const cut = { lot: carcass, found: { count: 1, massG: 1 } };
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.plant, report([cut], { site: 'PLANT-1' })));
  });

  it('answers the earliest of several faults', async () => {
    const wrong = [{ lot: lamb, found: { count: 1 }, remedied: { count: 1 } }];
    const nowhere = { site: 'PLANT-1' };
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), report(wrong, nowhere)));
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, report(wrong)));
    await expectRefusal(
      'SUBJECT_UNKNOWN',
      tell(at.herder, report(wrong, { recall: exampleDigest(1), ...nowhere })),
    );
    await expectRefusal('SITE_UNKNOWN', tell(at.herder, report(wrong, nowhere)));
    await expectRefusal('MEASURE_MISMATCH', tell(at.herder, report(wrong), at.regulator));
    await expectRefusal(
      'MEASURE_MISMATCH',
      tell(at.herder, report([{ ...found(1), remedied: { count: 1 } }]), at.regulator),
    );
    rewrite(at, keyOf.lot(lamb), { reversed: true });
    await expectRefusal('LOT_UNKNOWN', tell(at.herder, report([found(1)])));
    await say(at, at.herder, closeFields(recall));
    await expectRefusal('SUBJECT_CLOSED', tell(at.herder, report(wrong, nowhere)));
  });
});
