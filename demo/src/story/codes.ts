import type { ActorName } from './cast.ts';
import { actor } from './cast.ts';
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

/** A few codes more than pieces that get one. */
export const codesMadeFor = (pieces: number): number => Math.min(pieces, codedMax) + 20;

/** 赋码 of the first pieces of a lot: a few codes more than that are printed; the first is spoilt, the next are put on. */
export async function codeLines(
  stage: Stage,
  steps: Steps,
  { by, daysAgo, lot, pieces }: Coding,
): Promise<Line[]> {
  const coded = Math.min(pieces, codedMax);
  const count = codesMadeFor(pieces);
  const codes = await codesOf(stage, { by, lot }, count);
  return [
    steps.line({ by, daysAgo }, { act: 'issueCodes', lot, set: 1, count, root: merkleRootOf(codes) }),
    steps.line({ by, daysAgo: daysAgo - 0.1 }, { act: 'activateCodes', lot, set: 1, from: 1, to: coded }),
    steps.line(
      { by, daysAgo: daysAgo - 0.2 },
      { act: 'voidCodes', lot, set: 1, from: 0, to: 0, reason: 'spoilt' },
    ),
  ];
}

/** The lot whose codes the demonstration brings to the gateway, so that a piece of it can be looked up. */
export interface CodedLot {
  readonly by: ActorName;
  readonly lot: string;
  readonly count: number;
}

/** The codes of a lot are the same each time. */
async function codesOf(stage: Stage, { by, lot }: Pick<CodedLot, 'by' | 'lot'>, count: number) {
  const { keyring } = stage.parts;
  const secrets = { serials: await keyring.secret(`codes-${by}`), checks: await keyring.secret('code-key') };
  return itemCodes(secrets, lot, count);
}

/** Brings the set of a lot to the gateway, as its maker does after issuing it. Answers the path of a piece's page. */
export async function bringCodes(stage: Stage, coded: CodedLot, url: string): Promise<string> {
  const codes = await codesOf(stage, coded, coded.count);
  const [gtin = '', lot = ''] = [coded.lot.slice(0, 14), encodeURIComponent(coded.lot.slice(15))];
  const response = await fetch(`${url}/api/codes/${gtin}/${lot}/${actor(coded.by).party}/1`, {
    method: 'PUT',
    body: codes.map((code) => `${code}\n`).join(''),
    signal: AbortSignal.timeout(putTimeoutMs),
  });
  if (!response.ok)
    throw new Error(`the gateway did not take the codes of ${coded.lot}: ${await response.text()}`);
  return `/01/${gtin}/10/${lot}/21/${codes[shownIndex]}`;
}

const putTimeoutMs = 10_000;
/** An active one: the first is void. */
const shownIndex = 7;
