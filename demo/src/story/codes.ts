import type { ActorName } from './cast.ts';
import { itemCodes, merkleRootOf } from './digest.ts';
import type { Line, Stage } from './stage.ts';
import type { Steps } from './steps.ts';

interface Coding {
  readonly by: ActorName;
  readonly daysAgo: number;
  readonly lot: string;
  readonly pieces: number;
}

/** Pieces that leave the packing line with a code, so that a start takes seconds: the line goes on. */
const codedMax = 500;

/** 赋码 of the first pieces of a lot: a few codes more than that are printed; the first is spoilt, the next are put on. */
export async function codeLines(
  stage: Stage,
  steps: Steps,
  { by, daysAgo, lot, pieces }: Coding,
): Promise<Line[]> {
  const coded = Math.min(pieces, codedMax);
  const count = coded + 20;
  const codes = itemCodes(await stage.parts.keyring.secret(`codes-${by}`), lot, count);
  return [
    steps.line({ by, daysAgo }, { act: 'issueCodes', lot, set: 1, count, root: merkleRootOf(codes) }),
    steps.line({ by, daysAgo: daysAgo - 0.1 }, { act: 'activateCodes', lot, set: 1, from: 1, to: coded }),
    steps.line(
      { by, daysAgo: daysAgo - 0.2 },
      { act: 'voidCodes', lot, set: 1, from: 0, to: 0, reason: 'spoilt' },
    ),
  ];
}
