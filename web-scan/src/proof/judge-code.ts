import type { Verdict } from '../verify/index.ts';
import { catalogues, type Language } from '../words/index.ts';

/** What a piece's page says of its code, as read from it. */
export interface ShownCode {
  /** What was scanned. */
  readonly serial: string;
  /** The serial wherever the page states it. */
  readonly shownSerials: readonly string[];
  readonly sentences: readonly string[];
}

/** What is proven of the code. `issued`: it is in a set that was issued, and that it was put on a piece is not proven. */
export type CodeFinding = 'activated' | 'issued' | 'void' | 'unproven';

export interface CodeJudgement {
  readonly finding: CodeFinding;
  /** The page says otherwise. */
  readonly differs: boolean;
}

const findingOfState = { active: 'activated', inactive: 'issued', void: 'void' } as const;
/** A code goes this way only. */
const order: readonly CodeFinding[] = ['unproven', 'issued', 'activated', 'void'];

/**
 * What the proof says of a piece's code beside what its page says. What may have come after an old witness, or stands among records that are not all
 * here, is no difference: it is not proven. Pure.
 */
export function judgeCode(shown: ShownCode, verdict: Verdict, language: Language): CodeJudgement {
  const { code } = verdict;
  const isOther = shown.shownSerials.some((serial) => serial !== shown.serial);
  if (!code) return { finding: 'unproven', differs: isOther };
  if (isOther || code.serial !== shown.serial) return { finding: 'unproven', differs: true };
  const claimed = claimOf(shown, language);
  if (claimed === code.state) return { finding: code.state, differs: false };
  const isKnownWhole =
    verdict.checkpoint.age === 'fresh' &&
    verdict.checkpoint.older !== true &&
    verdict.lots.get(verdict.lot)?.complete === true;
  const isLater = claimed !== undefined && order.indexOf(claimed) > order.indexOf(code.state);
  return { finding: code.state, differs: isKnownWhole || !isLater };
}

/** Undefined where no known sentence, or more than one of them, is there. */
function claimOf({ sentences }: ShownCode, language: Language): CodeFinding | undefined {
  const { states, tooMany } = catalogues[language].codes;
  const claims = (['active', 'inactive', 'void'] as const).filter((state) =>
    sentences.includes(states[state]),
  );
  const [claim, ...others] = claims;
  if (others.length > 0) return undefined;
  // Scans that are too many are said in place of the state of an active code.
  if (claim === undefined) return sentences.includes(tooMany) ? 'activated' : undefined;
  return findingOfState[claim];
}
