import { afterAll, describe, expect, it } from 'vitest';
import { pageRows, writePageRows } from './attack-page.ts';
import type { AttackWorld } from './attack-world.ts';
import { devnetOnly, testLedger } from './ground.ts';

/** An attack as its test tries it, and as its row of docs/attacks.md tells it. */
export interface Attack {
  /** What the attacker did: the test's name. */
  readonly did: string;
  /** With which rights. */
  readonly by: string;
  /** Why it ends so. */
  readonly why: string;
  /** Only devnet can be made to do it: on another ledger the test is skipped, with this reason. */
  readonly isDevnetOnly?: true;
  /** Answers what happened, in words that are taken from the system's answers. */
  run(world: AttackWorld): Promise<string>;
}

const isWriting = process.env.WRITE_ATTACKS === '1';

const rowOf = ({ did, by, why }: Attack, outcome: string): string =>
  `| ${did} | ${by} | ${outcome} | ${why} |`;

/**
 * A test for each attack of a group, each compared with its row of docs/attacks.md, and one that the page has no other row.
 * With WRITE_ATTACKS=1 the rows are written instead.
 */
export function attackGroup(title: string, world: () => AttackWorld, attacks: readonly Attack[]): void {
  describe(title, () => {
    const told: string[] = [];
    for (const attack of attacks) {
      const isSkipped = attack.isDevnetOnly === true && testLedger !== 'devnet';
      it.skipIf(isSkipped)(`${attack.did}${isSkipped ? devnetOnly : ''}`, async () => {
        const row = rowOf(attack, await attack.run(world()));
        told.push(row);
        if (!isWriting) expect(pageRows(title)).toContain(row);
      });
    }
    it('has a row on the page for each attack, and no other', () => {
      const skipped = attacks.filter((attack) => attack.isDevnetOnly && testLedger !== 'devnet');
      if (isWriting) return;
      expect(
        pageRows(title).filter((row) => !skipped.some(({ did }) => row.startsWith(`| ${did} |`))),
      ).toEqual(told);
    });
    afterAll(() => {
      if (isWriting) writePageRows(title, told);
    });
  });
}
