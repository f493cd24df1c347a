import { isNothing } from '@mengsu/chaincode/model';
import type { HandoverState } from '../words/index.ts';
import type { Outcome, Step } from './lot-page-data.ts';

/** The two hands of one shipment, as far as the page has them. */
export interface Handover {
  readonly dispatch?: NumberedStep | undefined;
  readonly receive?: NumberedStep | undefined;
  readonly cancel?: NumberedStep | undefined;
}

/** A step and its number on the page, counted from the oldest. */
export interface NumberedStep {
  readonly number: number;
  readonly step: Step;
}

const hands = { dispatch: 'dispatch', receive: 'receive', cancelDispatch: 'cancel' } as const;

/** Handovers by shipment id. */
export function handoversOf(steps: readonly NumberedStep[]): ReadonlyMap<string, Handover> {
  const handovers = new Map<string, Handover>();
  for (const numbered of steps) {
    const { act, shipment } = numbered.step;
    const hand = act === 'dispatch' || act === 'receive' || act === 'cancelDispatch' ? hands[act] : undefined;
    if (shipment === undefined || hand === undefined) continue;
    const isUndone = numbered.step.correction?.isReversed ?? false;
    if (isUndone && hand === 'receive') continue;
    if (isUndone) handovers.set(shipment, { ...handovers.get(shipment), cancel: numbered });
    handovers.set(shipment, { ...handovers.get(shipment), [hand]: numbered });
  }
  return handovers;
}

/** The handover that a step is one hand of. */
export function handoverOf(step: Step, handovers: ReadonlyMap<string, Handover>): Handover | undefined {
  const paired = step.act === 'dispatch' || step.act === 'receive';
  return paired && step.shipment !== undefined ? handovers.get(step.shipment) : undefined;
}

/** How the handover of a shipment stands. Undefined where no receipt is known and steps were left out: it may be among them. */
export function handoverStateOf(handover: Handover, truncated: boolean): HandoverState | undefined {
  if (handover.cancel) return 'cancelled';
  if (handover.receive) return outcomeState(handover.receive.step.outcome ?? {});
  return truncated ? undefined : 'waiting';
}

function outcomeState({ accepted = {}, refused = {}, missing = {} }: Outcome): HandoverState {
  if (!isNothing(refused)) return isNothing(accepted) ? 'refused' : 'partlyRefused';
  return isNothing(missing) ? 'accepted' : 'missing';
}
