import { beforeEach, describe, expect, it } from 'vitest';
import { keyOf, limits } from '../model/index.ts';
import { expectRefusal } from '../testing-refusals.ts';
import {
  carcass,
  commissionFields,
  dayMs,
  heads,
  lamb,
  rewrite,
  say,
  type Trader,
} from '../testing-trade.ts';
import { gtin, startedAt } from '../testing-world.ts';
import { holdAt, later } from './testing-custody.ts';
import {
  closeFields,
  holdFields,
  lotAt,
  type OversightWorld,
  oversightWorld,
  recallFields,
  releaseFields,
  saidId,
  slaughterFields,
  spreadFields,
  spreadSite,
} from './testing-oversight.ts';

let at: OversightWorld;
beforeEach(async () => {
  at = await oversightWorld();
});
const tell = (who: Trader, fields: object) => () => say(at, who, fields as never);
const iso = (days: number) => new Date(startedAt + days * dayMs).toISOString();
const carcassAt = () => lotAt(at, carcass);
const second = `${gtin(2)}/C2`;
/** Spreads, and answers how many records were written beside the event's own. */
async function writesOf(who: Trader, fields: object): Promise<number> {
  const before = at.world.state.writes;
  await say(at, who, fields as never);
  return at.world.state.writes - before - 1;
}

describe('spread of a lot', () => {
  it('carries standing holds and recalls one generation down, whoever says it', async () => {
    const hold = await saidId(at, at.county, holdFields());
    const recall = await saidId(at, at.herder, recallFields(at));
    expect(await writesOf(at.shop, spreadFields())).toBe(1);
    expect(carcassAt()).toMatchObject({ holds: [hold], recalls: [recall], maker: at.plant.id });
  });

  it('is said by a gateway’s service key too, by no registrar', async () => {
    const { party, service, registrar } = at.network.ProducersMSP;
    await at.world.say({ party, ...spreadFields() }, service);
    await expectRefusal('ROLE_NOT_ALLOWED', () => at.world.say({ party, ...spreadFields() }, registrar));
  });

  it('said again, or of nothing, writes nothing', async () => {
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
    await say(at, at.county, holdFields());
    await say(at, at.shop, spreadFields());
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
  });

  it('carries nothing that was released or closed, and no drill', async () => {
    await say(at, at.regulator, releaseFields(await saidId(at, at.county, holdFields())));
    await say(at, at.herder, closeFields(await saidId(at, at.herder, recallFields(at))));
    await say(at, at.herder, recallFields(at, { drill: true }));
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
  });

  it('carries the loss of claims', async () => {
    rewrite(at, keyOf.lot(lamb), { stripped: true });
    rewrite(at, keyOf.lot(carcass), { claims: ['mengzibiao'] });
    await say(at, at.shop, spreadFields());
    expect(carcassAt()).toMatchObject({ stripped: true });
    expect(carcassAt().claims).toBeUndefined();
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
  });

  it('refuses what is no child: strangers, parents, itself, unknown and undone lots', async () => {
    await say(at, at.herder, commissionFields(`${gtin(1)}/L2`, heads(1)));
    for (const child of [`${gtin(1)}/L2`, lamb, `${gtin(2)}/C9`])
      await expectRefusal('SUBJECT_UNKNOWN', tell(at.regulator, spreadFields([carcass, child])));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.regulator, spreadFields([lamb], carcass)));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.regulator, spreadFields([carcass], `${gtin(1)}/L9`)));
    rewrite(at, keyOf.lot(carcass), { reversed: true });
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.regulator, spreadFields()));
  });

  it('pushes out no hold of a regulator’s on the child', async () => {
    const ids: string[] = [];
    for (let count = 0; count < limits.marksMax; count += 1)
      ids.push(await saidId(at, at.regulator, holdFields([carcass])));
    await say(at, at.county, holdFields());
    await say(at, at.shop, spreadFields());
    expect(carcassAt().holds).toEqual([...ids].sort());
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
  });

  it('carries a regulator’s hold past the maker’s own', async () => {
    for (let count = 0; count < limits.marksMax; count += 1) await say(at, at.plant, holdFields([carcass]));
    const id = await saidId(at, at.county, holdFields());
    await say(at, at.shop, spreadFields());
    expect(carcassAt().holds).toContain(id);
  });
});

describe('spread of an interval', () => {
  const meatUntil = (days: number) => ({ meat: iso(days) });
  beforeEach(() => {
    rewrite(at, keyOf.category('lamb-carcass'), { use: 'meat' });
  });

  it('holds what was made too early under its own id, for good without claims, once', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(9) });
    rewrite(at, keyOf.lot(carcass), { claims: ['mengzibiao'] });
    later(at, 1);
    await say(at, at.plant, slaughterFields(second));
    const id = await saidId(at, at.shop, spreadFields());
    expect(carcassAt()).toMatchObject({ holds: [id], earliest: meatUntil(9), stripped: true });
    expect(carcassAt().claims).toBeUndefined();
    expect(holdAt(at, id)).toEqual({ by: 'law', remits: ['agriculture'], division: '152502' });
    expect(await writesOf(at.shop, spreadFields([carcass, second]))).toBe(0);
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, releaseFields(id)));
  });

  it('stays released where a regulator has released it', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(9) });
    await say(at, at.county, releaseFields(await saidId(at, at.shop, spreadFields())));
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
  });

  it('holds again where it has become longer', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(9) });
    const first = await saidId(at, at.shop, spreadFields());
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(10) });
    const next = await saidId(at, at.shop, spreadFields());
    expect(carcassAt().holds).toEqual([first, next].sort());
  });

  it('leaves alone what was made after its end, and of goods for another use holds nothing', async () => {
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(0) });
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
    rewrite(at, keyOf.lot(lamb), { earliest: { milk: iso(9) } });
    const id = await saidId(at, at.shop, spreadFields());
    expect(carcassAt()).toMatchObject({ earliest: { milk: iso(9) } });
    expect([carcassAt().holds, carcassAt().stripped, holdAt(at, id)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('of a treatment of the rest of the lot does not touch what was made of it before', async () => {
    const spans = [{ from: iso(1), earliest: meatUntil(29) }];
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(29), treated: { spans } });
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
    rewrite(at, keyOf.lot(lamb), { treated: { inherited: meatUntil(2), spans } });
    await say(at, at.shop, spreadFields());
    expect(carcassAt()).toMatchObject({ earliest: meatUntil(2), stripped: true });
  });

  it('is not hidden by a later treatment of the child itself', async () => {
    const spans = [{ from: iso(5), earliest: meatUntil(40) }];
    rewrite(at, keyOf.lot(carcass), { earliest: meatUntil(40), treated: { spans } });
    rewrite(at, keyOf.lot(lamb), { earliest: meatUntil(9) });
    const id = await saidId(at, at.shop, spreadFields());
    expect(carcassAt()).toMatchObject({
      holds: [id],
      earliest: meatUntil(40),
      treated: { inherited: meatUntil(9), spans },
    });
    expect(await writesOf(at.shop, spreadFields())).toBe(0);
  });
});

describe('spread of a site', () => {
  const treatedPasture = (spans: readonly object[]) =>
    rewrite(at, keyOf.treatment(at.herder.id, 'PASTURE-1'), { earliest: { meat: iso(28) }, spans });
  const fields = (children: readonly string[] = [lamb]) => spreadSite(at.herder, 'PASTURE-1', children);
  const span = (from: number, until: number) => ({ from: iso(from), earliest: { meat: iso(until) } });
  beforeEach(() => {
    rewrite(at, keyOf.category('lamb-live'), { use: 'meat' });
  });

  it('reaches what was made there during an interval that was told late', async () => {
    treatedPasture([span(-1, 28)]);
    const id = await saidId(at, at.shop, fields());
    expect(lotAt(at)).toMatchObject({ earliest: { meat: iso(28) }, holds: [id], stripped: true });
    expect(await writesOf(at.shop, fields())).toBe(0);
  });

  it('reaches nothing that was made before the treatment began, or after its interval', async () => {
    treatedPasture([span(-30, 0), span(1, 28)]);
    expect(await writesOf(at.shop, fields())).toBe(0);
  });

  it('refuses what another made, was made elsewhere, or was not brought forth there', async () => {
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, spreadSite(at.herder, 'BARN-1', [lamb])));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, spreadSite(at.plant, 'PASTURE-1', [lamb])));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, spreadSite(at.plant, 'PLANT-1', [carcass])));
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, fields([lamb, `${gtin(1)}/L9`])));
  });
});

it('a treatment that is told late reaches lamb and carcass, step by step', async () => {
  rewrite(at, keyOf.category('lamb-carcass'), { use: 'meat' });
  const intervals = { meat: 28 };
  rewrite(at, keyOf.input('VD1'), { kind: 'veterinaryDrug', names: { zh: '兽药' }, intervals });
  const dose = { milli: 1, unit: 'mL' };
  const span = { from: iso(-2), to: iso(-1) };
  await say(at, at.herder, { act: 'treat', site: 'PASTURE-1', input: 'VD1', dose, ...span });
  await say(at, at.shop, spreadSite(at.herder, 'PASTURE-1', [lamb]));
  expect(lotAt(at)).toMatchObject({ earliest: { meat: iso(27) } });
  expect(lotAt(at).holds).toBeUndefined();
  const id = await saidId(at, at.shop, spreadFields());
  expect(carcassAt()).toMatchObject({ holds: [id], stripped: true });
});
