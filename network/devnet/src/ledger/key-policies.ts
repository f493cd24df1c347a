import type { EndorsementPolicy, StateReader } from '../ports.ts';
import { approverOf, lifecycleNamespace } from './committed-definitions.ts';
import type { NamespaceReadWriteSet } from './parse-transaction.ts';
import { PolicyError } from './policy-language.ts';
import { makeSignaturePolicy, readSignaturePolicy } from './signature-policy.ts';
import { TransactionError } from './transaction-error.ts';

/** The one name of a key's metadata that Fabric knows. */
export const validationParameter = 'VALIDATION_PARAMETER';

/**
 * The policies of single keys while one block is validated: as they were before the block. A key whose policy a
 * transaction before in the block has changed may not be written again in this block.
 */
export class KeyPolicies {
  readonly #state: StateReader;
  readonly #changed = new Map<string, Set<string>>();
  readonly #mayHave = new Map<string, boolean>();

  /** @param state committed before the block. */
  constructor(state: StateReader) {
    this.#state = state;
  }

  /** A transaction with good endorsements: its changes of policies count even if it turns out to have read the past. */
  add(sets: readonly NamespaceReadWriteSet[]): void {
    for (const { namespace, set } of sets) {
      for (const write of set.getMetadataWritesList()) {
        const keys = this.#changed.get(namespace) ?? new Set();
        this.#changed.set(namespace, keys.add(write.getKey()));
      }
    }
  }

  /**
   * The policy that a write of the key must satisfy; undefined for the chaincode's own. What an organisation has
   * approved is written by its own peers alone.
   * @throws TransactionError ENDORSEMENT_POLICY_FAILURE when it was changed in this block, or cannot be read.
   */
  find(namespace: string, key: string): EndorsementPolicy | undefined {
    if (this.#changed.get(namespace)?.has(key)) {
      const message = `the policy of ${namespace} ${JSON.stringify(key)} was changed in the same block`;
      throw new TransactionError('ENDORSEMENT_POLICY_FAILURE', message);
    }
    const approver = namespace === lifecycleNamespace ? approverOf(key) : undefined;
    if (approver !== undefined) return makeSignaturePolicy(`OR('${approver}.peer')`);
    if (!this.#mayHavePolicies(namespace)) return undefined;
    const stored = this.#state.getMetadata(namespace, key).get(validationParameter);
    if (stored === undefined || stored.length === 0) return undefined;
    try {
      return readSignaturePolicy(stored);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      throw new TransactionError('ENDORSEMENT_POLICY_FAILURE', error.message);
    }
  }

  #mayHavePolicies(namespace: string): boolean {
    const known = this.#mayHave.get(namespace) ?? this.#state.mayHaveMetadata(namespace);
    this.#mayHave.set(namespace, known);
    return known;
  }
}
