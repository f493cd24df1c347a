import { beforeEach, describe, expect, it } from 'vitest';
import { actNames } from '../model/event/index.ts';
import { deviceRoles } from '../model/event/registry.ts';
import { type ActName, keyOf } from '../model/index.ts';
import { documentText, signedEnvelope } from '../model/testing.ts';
import { type BudgetWorld, budgetWorld } from '../testing-budget.ts';
import { budgetRows } from '../testing-budget-rows.ts';
import { rewrite } from '../testing-trade.ts';

/** Who says what is not said by a party's operator. */
const mayAlso: Partial<Record<ActName, readonly string[]>> = {
  enrolParty: ['registrar'],
  changeParty: ['registrar'],
  enrolDevice: ['registrar', 'operator'],
  revokeDevice: ['registrar', 'operator'],
  delegate: ['registrar', 'operator'],
  endDelegation: ['registrar', 'operator'],
  spread: ['operator', 'service'],
  cosign: ['log'],
};

let at: BudgetWorld;
beforeEach(async () => {
  at = await budgetWorld();
});

/** `found` enrols who signs it; any signer may withdraw what it signed. */
const asked: readonly ActName[] = actNames.filter((act) => act !== 'found' && act !== 'withdraw');

const cases = budgetRows
  .filter(({ act }) => asked.includes(act))
  .map((row) => ({ ...row, row, roles: mayAlso[row.act] ?? ['operator'] }));

/** What is whole from a device of the right role is refused from each other one, before anything else is looked at. */
describe('the role of a device', () => {
  it('is asked by every act but founding and withdrawing', () => {
    expect([...new Set(cases.map(({ act }) => act))]).toEqual(asked);
  });

  it.each(cases)('$act, $of: for $roles', async ({ row, roles }) => {
    await row.before?.(at);
    const [who, fields, ...cosigners] = await row.said(at);
    const text = documentText(
      [await signedEnvelope(at.world.stamped({ party: who.id, ...fields }), [who.device, ...cosigners])],
      'each',
    );
    for (const role of deviceRoles.filter((one) => !roles.includes(one))) {
      rewrite(at, keyOf.device(who.device.kid), { role });
      const { results } = await at.world.submit(text, row.submitter);
      expect(results).toMatchObject([{ status: 'refused', code: 'ROLE_NOT_ALLOWED' }]);
    }
  });
});
