import type { ReadWriteSet } from '../chaincode/read-write-set.ts';
import { fieldKey, lifecycleNamespace } from '../ledger/committed-definitions.ts';
import { PolicyError } from '../ledger/policy-language.ts';
import type { ChaincodeDefinition, StateReader, VerifiedIdentity } from '../ports.ts';
import { type Proposed, parseProposed } from './proposed-definition.ts';

/** One call of `_lifecycle`, as the peer of one organisation executes it. */
export interface LifecycleCall {
  readonly args: readonly Uint8Array[];
  /** The organisation whose peer executes. */
  readonly mspId: string;
  readonly creator: Pick<VerifiedIdentity, 'mspId' | 'role'>;
  readonly state: StateReader;
  readonly set: ReadWriteSet;
}

export interface LifecycleParts {
  /** What is committed, the definition of the first start among them. */
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
  readonly mspIds: readonly string[];
}

/** What is answered with a status and these words. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(message: string, status = 500) {
    super(message);
    this.status = status;
  }
}

/** Read, so that a definition that is committed meanwhile makes the transaction invalid. */
export function currentSequence({ definitions }: LifecycleParts, call: LifecycleCall, name: string): number {
  get(call, fieldKey(name, 'Sequence'));
  return definitions.get(name)?.sequence ?? 0;
}

export function get(call: LifecycleCall, key: string): Uint8Array | undefined {
  const entry = call.state.get(lifecycleNamespace, key);
  call.set.read(lifecycleNamespace, key, entry?.version);
  return entry?.value;
}

export function read(argument: Uint8Array, name: string): Proposed {
  return decoded(name, () => parseProposed(argument));
}

export function decoded<Value>(name: string, run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    throw new Refusal(`failed to decode input arg to '${name}'`);
  }
}
