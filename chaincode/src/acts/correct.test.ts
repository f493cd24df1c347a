import { beforeEach, describe, expect, it } from 'vitest';
import { type DeclarationRecord, type EventRecord, keyOf } from '../model/index.ts';
import { exampleDigest } from '../model/testing.ts';
import { expectRefusal } from '../testing-refusals.ts';
import { heads, lamb, rewrite, say, type Trader } from '../testing-trade.ts';
import { idOf, line, send } from './testing-custody.ts';
import {
  correctFields,
  holdFields,
  lotAt,
  type OversightWorld,
  oversightWorld,
  registrarOf,
  saidId,
  undoFields,
} from './testing-oversight.ts';

let at: OversightWorld;
let sale: string;
beforeEach(async () => {
  at = await oversightWorld();
  const lines = [line(heads(1))];
  sale = await saidId(at, at.plant, { act: 'sell', site: 'PLANT-1', to: 'consumer', lines });
});
const tell =
  (who: Trader, fields: object, ...cosigners: Trader[]) =>
  () =>
    say(at, who, fields as never, ...cosigners.map(({ device }) => device));
const eventAt = (id: string) => at.world.state.at(keyOf.event(id)) as EventRecord;

describe('correct', () => {
  it('tells of an event that it is wrong, and leaves it as it is', async () => {
    const before = eventAt(sale);
    const id = await saidId(at, at.plant, correctFields(sale));
    expect(eventAt(sale)).toEqual({ ...before, correctedBy: id });
    expect(eventAt(id)).toMatchObject({ act: 'correct', breaches: [] });
  });

  it('is said by the event’s own party, or a regulator whose division holds that party', async () => {
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, correctFields(sale)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.certifier, correctFields(sale)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(registrarOf(at), correctFields(sale)));
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, correctFields(sale)));
    await say(at, at.grain, correctFields(sale));
  });

  it('may be said under a mandate', async () => {
    const mandate = { acts: ['correct'], gtins: [], until: '2027-01-01T00:00:00.000Z' };
    rewrite(at, keyOf.mandate(at.plant.id, at.shop.id), mandate);
    await at.world.say({ party: at.plant.id, ...correctFields(sale) }, at.shop.device);
  });

  it('is said once, and of an event that is there', async () => {
    await expectRefusal('SUBJECT_UNKNOWN', tell(at.shop, correctFields(exampleDigest(1))));
    await say(at, at.plant, correctFields(sale));
    await expectRefusal('ALREADY_CORRECTED', tell(at.plant, correctFields(sale)));
    await expectRefusal('ALREADY_CORRECTED', tell(at.regulator, correctFields(sale)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, correctFields(sale)));
  });

  it('frees nothing: a hold that is told to be wrong stands', async () => {
    const hold = await saidId(at, at.county, holdFields());
    await say(at, at.county, correctFields(hold));
    const answer = await say(at, at.plant, {
      act: 'sell',
      site: 'PLANT-1',
      to: 'consumer',
      lines: [line(heads(1))],
    });
    expect(answer.results).toMatchObject([{ breaches: ['ON_HOLD'] }]);
    await expectRefusal('NOT_REVERSIBLE', tell(at.county, undoFields(hold)));
  });
});

describe('correct, to undo', () => {
  it('is the event’s own party’s alone, not a regulator’s', async () => {
    const move = { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [line(heads(1))] };
    const id = await saidId(at, at.herder, move);
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.regulator, undoFields(id)));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.plant, undoFields(id)));
    await say(at, at.herder, undoFields(id));
  });

  it('is refused for what is mended by an act of its own', async () => {
    await expectRefusal('NOT_REVERSIBLE', tell(at.plant, undoFields(sale)));
    expect(eventAt(sale).correctedBy).toBeUndefined();
  });

  it('is refused for what was told to be wrong already, and for what was undone', async () => {
    const move = { act: 'move', from: 'PASTURE-1', to: 'BARN-1', lines: [line(heads(1))] };
    const told = await saidId(at, at.herder, move);
    await say(at, at.regulator, correctFields(told));
    await expectRefusal('ALREADY_CORRECTED', tell(at.herder, undoFields(told)));
    const undone = await saidId(at, at.herder, move);
    await say(at, at.herder, undoFields(undone));
    await expectRefusal('ALREADY_CORRECTED', tell(at.herder, undoFields(undone)));
  });

  it('asks for the other hand before it looks whether there is anything to undo', async () => {
    const id = idOf(await send(at, 'S2', [line(heads(1))]));
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, undoFields(id)));
    await expectRefusal('COSIGNER_MISSING', tell(at.herder, undoFields(id), at.shop));
  });
});

describe('correct, of a 合格证', () => {
  const declarationAt = (id: string) => at.world.state.at(keyOf.declaration(id)) as DeclarationRecord;
  async function declared(): Promise<string> {
    rewrite(at, keyOf.category('lamb-live'), { declared: true });
    rewrite(at, keyOf.device(at.herder.device.kid), { person: exampleDigest(7) });
    return saidId(at, at.herder, {
      act: 'declare',
      site: 'PASTURE-1',
      lot: lamb,
      amount: heads(10),
      form: 1,
      basis: 'qualityControl',
      statements: ['noBannedInputs', 'residuesWithinLimits'],
    });
  }

  it.each(['herder', 'county'] as const)('by the %s revokes it', async (name) => {
    const id = await declared();
    expect(declarationAt(id).revokedAt).toBeUndefined();
    await say(at, at[name], correctFields(id, { reason: 'revoked' }));
    const revokedAt = new Date(at.world.nowMs).toISOString();
    expect(declarationAt(id)).toEqual({ party: at.herder.id, lot: lamb, form: 1, revokedAt });
  });

  it('by anyone else does not, and nobody undoes it', async () => {
    const id = await declared();
    await expectRefusal('OUT_OF_REMIT', tell(at.elsewhere, correctFields(id, { reason: 'revoked' })));
    await expectRefusal('ROLE_NOT_ALLOWED', tell(at.shop, correctFields(id, { reason: 'revoked' })));
    await expectRefusal('NOT_REVERSIBLE', tell(at.herder, undoFields(id)));
    expect(declarationAt(id).revokedAt).toBeUndefined();
    expect(lotAt(at).fixed).toBe(true);
  });
});
