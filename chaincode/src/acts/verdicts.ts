import { type CategoryRecord, type HoldRecord, keyOf, type LotRecord } from '../model/index.ts';
import { type Change, put, type Read, type Scene } from './act.ts';
import { gatherHolds, joinMarks, type Standings } from './placing.ts';
import { jurisdictionOf } from './remit.ts';
import { requireCategory } from './require.ts';

interface Verdict {
  readonly lot: string;
  readonly verdict: 'passed' | 'failed';
  readonly act: 'inspect' | 'selfTest';
}

/** A failed test asks for the lot's category, which says whose regulator releases the hold, and for the holds that lie there; a passed one for neither. */
export async function verdictKeysThatFollow({ lot: lotId, verdict }: Verdict, read: Read): Promise<string[]> {
  const lot = await read(keyOf.lot(lotId));
  if (!lot || verdict === 'passed') return [];
  return [keyOf.category(lot.category), ...(lot.holds ?? []).map(keyOf.hold)];
}

export async function gatherVerdict({ lot: lotId, verdict }: Verdict, read: Read) {
  const lot = await read(keyOf.lot(lotId));
  const isFailed = lot !== undefined && verdict === 'failed';
  return {
    lot,
    category: isFailed ? await read(keyOf.category(lot.category)) : undefined,
    standing: await gatherHolds(isFailed ? (lot.holds ?? []) : [], read),
  };
}

/** A hold that a failed test places, under the event's own id. Who tests its own goods fills no list with it: it gives way to an office's. */
export const failedTestHold = (
  { act }: Verdict,
  scene: Scene,
  category: CategoryRecord,
  division: string,
): Change => {
  const voluntary = act === 'selfTest' ? true : undefined;
  const record = { by: 'law', ...jurisdictionOf([category], division), failedTest: true, voluntary } as const;
  return put(keyOf.hold(scene.id), record);
};

/** The ids of holds with the one that the failed test places; an office's is never dropped to make room for it. */
export const withFailedTest = (
  holds: readonly string[] = [],
  { act }: Verdict,
  scene: Scene,
  standing: Standings<HoldRecord>,
): readonly string[] | undefined => {
  const own = { voluntary: act === 'selfTest' ? (true as const) : undefined };
  const marks = new Map<string, { readonly voluntary?: true | undefined }>(standing);
  return joinMarks(holds, [scene.id], marks.set(scene.id, own));
};

interface Tested {
  readonly lot: LotRecord;
  /** Of a failed test. */
  readonly category: CategoryRecord | undefined;
  /** Of the lot's holds. */
  readonly standing: Standings<HoldRecord>;
}

/** What a verdict makes of a whole lot: a failure stays and holds it, whoever has it; a pass is forgotten where it failed before. */
export function lotVerdict(tested: Tested, event: Verdict, scene: Scene): Change[] {
  const { lot, category, standing } = tested;
  const { lot: lotId } = event;
  if (event.verdict === 'failed') {
    const holds = withFailedTest(lot.holds, event, scene, standing);
    const failed: LotRecord = { ...lot, test: 'failed', holds };
    return [
      put(keyOf.lot(lotId), failed),
      failedTestHold(event, scene, requireCategory(category, lot.category), lot.division),
    ];
  }
  if (lot.test === 'failed') return [];
  const inspected = event.act === 'inspect' ? true : lot.inspected;
  return [put(keyOf.lot(lotId), { ...lot, test: 'passed', inspected })];
}
