import { forEach, type Ground } from './ground.ts';
import { endProcess, runningKeepers } from './keeper/keepers.ts';
import type { Organisation } from './topology.ts';

const answerTimeoutMs = 2_000;

/**
 * Whether an orderer asks for another leader: it has missed the leader's heartbeats, which a busy machine is enough for. When nobody agrees it may
 * go on so for good (SmartBFT, seen on 3.1.5): it follows, but what is handed to it alone is not passed on, until it starts again or the leader changes.
 * False where it does not answer.
 */
export async function complains({ orderer }: Organisation): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${orderer.operationsPort}/metrics`, {
      signal: AbortSignal.timeout(answerTimeoutMs),
    });
    return readsComplaint(await answer.text());
  } catch (error) {
    // Nobody listens, or not in time.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return false;
    throw error;
  }
}

/** From the orderer's metrics in Prometheus' text format. */
export function readsComplaint(metrics: string): boolean {
  const view = (which: string): number =>
    Number(
      new RegExp(`^consensus_smartbft_viewchange_${which}_view\\{.*\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0,
    );
  return view('next') > view('current');
}

/** Ends an orderer that complains alone, so that its keeper starts it again. Where two complain the leader is about to change, and nobody is touched. */
export async function restartLoneComplainer(ground: Ground): Promise<void> {
  const complaining = await forEach(ground, async (one) => ((await complains(one)) ? [one] : []));
  const [lone, another] = complaining.flat();
  if (!lone || another) return;
  const node = `orderer-${lone.name}`;
  const mark = runningKeepers(ground.places)
    .flatMap(({ programs }) => programs)
    .find((program) => program.name === node);
  if (!mark) return;
  ground.say(`${node} complains of its leader alone: it is started again`);
  await endProcess(mark);
}
