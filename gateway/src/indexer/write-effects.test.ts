import type { BreachCode } from '@mengsu/chaincode/model';
import { exampleEvents } from '@mengsu/chaincode/model/testing';
import { describe, expect, it } from 'vitest';
import { decodeBlock } from './decode.ts';
import { project } from './project.ts';
import { lawFacts } from './testing-facts.ts';
import { eventIdOf, filledEnvelope, recordTransaction, TestLedger, testChaincode } from './testing-ledger.ts';
import type { LedgerWrite } from './write-set.ts';

const spread = filledEnvelope(exampleEvents.spread);
const id = eventIdOf(spread);
const [child = '', ...others] = exampleEvents.spread.children;
const write = (key: string, value: object): LedgerWrite => ({
  key,
  value: new TextEncoder().encode(JSON.stringify(value)),
});
const hold = write(`hold/${id}`, { by: 'law', division: '152502', remits: ['market'] });

async function rowsOf(...writes: LedgerWrite[]) {
  const block = await decodeBlock(
    new TestLedger().append(recordTransaction([spread], { writes })),
    testChaincode,
  );
  const { added, changes } = project([block], lawFacts);
  return {
    holds: added.holds,
    lots: added.hold_lots,
    cases: added.cases,
    changes: [...changes.values()],
  };
}

describe('a transform of goods on hold', () => {
  const transform = filledEnvelope(exampleEvents.transform);
  const own = eventIdOf(transform);
  const [output] = exampleEvents.transform.outputs;
  const rows = async (breaches: BreachCode[], holds: string[]) => {
    const made = write(`lot/${output?.lot}`, { holds });
    const results = [{ id: own, status: 'recorded' as const, breaches }];
    const block = new TestLedger().append(recordTransaction([transform], { writes: [made], results }));
    return project([await decodeBlock(block, testChaincode)], lawFacts).added.carried_holds;
  };

  it('tells the holds that its outputs were born with beside its own', async () => {
    expect(await rows(['ON_HOLD'], ['other', own])).toEqual([{ hold: 'other', lot: output?.lot }]);
  });

  it('tells none where no goods were on hold', async () => {
    expect(await rows([], ['other'])).toEqual([]);
  });
});

describe('a spread that finds goods made within an interval', () => {
  it('has a hold of the law’s under its own id, on the children whose records name it', async () => {
    const { holds, lots, cases } = await rowsOf(hold, write(`lot/${child}`, { holds: ['other', id] }));
    expect(holds).toMatchObject([
      { id, scope: 'lots', placed_by: 'law', reason: 'interval', released_at: null },
    ]);
    expect(lots).toEqual([{ hold: id, lot: child }]);
    // Who spreads has broken no rule.
    expect(cases).toEqual([]);
  });

  it('takes the claims of children whose records have lost them, and of no other', async () => {
    const { changes, holds } = await rowsOf(write(`lot/${child}`, { stripped: true }));
    expect(changes).toEqual([{ table: 'lot_claims', key: { lot: child }, set: { lost: 1 } }]);
    expect(holds).toEqual([]);
    expect((await rowsOf(write(`lot/${child}`, { claims: ['organic'] }))).changes).toEqual([]);
  });

  it('holds no child that only takes what its source carries', async () => {
    const { holds, lots } = await rowsOf(write(`lot/${child}`, { holds: ['other'] }));
    expect([holds, lots]).toEqual([[], []]);
  });

  it('holds no lot that the transaction writes and the spread does not name', async () => {
    const { lots } = await rowsOf(hold, write('lot/09521500099998/X', { holds: [id] }));
    expect([lots, others.includes('09521500099998/X')]).toEqual([[], false]);
  });

  it('refuses a block whose lot records cannot be read', async () => {
    const broken = { key: `lot/${child}`, value: new TextEncoder().encode('{') };
    await expect(rowsOf(hold, broken)).rejects.toMatchObject({ code: 'UNDECODABLE' });
  });
});
