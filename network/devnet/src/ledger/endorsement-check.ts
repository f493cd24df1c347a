import type { ChaincodeDefinition, EndorsementPolicy, VerifiedIdentity } from '../ports.ts';
import { lifecycleNamespace } from './committed-definitions.ts';
import type { KeyPolicies } from './key-policies.ts';
import type { NamespaceReadWriteSet, ParsedTransaction } from './parse-transaction.ts';
import { TransactionError } from './transaction-error.ts';

export interface Endorsed {
  readonly transaction: ParsedTransaction;
  readonly endorsers: readonly VerifiedIdentity[];
}

export interface PolicyParts {
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
  readonly policies: KeyPolicies;
  /** The channel's LifecycleEndorsement. */
  readonly lifecycle: EndorsementPolicy;
}

/**
 * The policies of all that is written: of each key its own, and where a key has none the chaincode's, which counts
 * for the invoked chaincode also when nothing was asked otherwise.
 * @throws TransactionError INVALID_CHAINCODE, ILLEGAL_WRITESET or ENDORSEMENT_POLICY_FAILURE
 */
export function requireEndorsements(endorsed: Endorsed, parts: PolicyParts): void {
  const { transaction } = endorsed;
  const written = writtenSets(transaction);
  const invoked = { namespace: transaction.chaincode, set: undefined };
  for (const one of written.has(invoked.namespace) ? [] : [invoked]) requirePolicies(one, endorsed, parts);
  for (const one of written.values()) requirePolicies(one, endorsed, parts);
}

type WrittenSet = { readonly namespace: string; readonly set: NamespaceReadWriteSet['set'] | undefined };

function writtenSets({ namespaces }: ParsedTransaction): Map<string, WrittenSet> {
  const seen = new Set<string>();
  const written = new Map<string, WrittenSet>();
  for (const { namespace, set } of namespaces) {
    if (seen.has(namespace)) throw new TransactionError('ILLEGAL_WRITESET', `${namespace} comes twice`);
    seen.add(namespace);
    const writes = set.getWritesList().length + set.getMetadataWritesList().length;
    if (writes > 0) written.set(namespace, { namespace, set });
  }
  return written;
}

function requirePolicies(written: WrittenSet, { endorsers }: Endorsed, parts: PolicyParts): void {
  const { namespace, set } = written;
  const own = policyOf(namespace, parts);
  let keysWithPolicy = 0;
  let keysWithout = 0;
  for (const write of [...(set?.getWritesList() ?? []), ...(set?.getMetadataWritesList() ?? [])]) {
    const policy = parts.policies.find(namespace, write.getKey());
    if (policy === undefined) keysWithout += 1;
    else if (policy.isSatisfiedBy(endorsers)) keysWithPolicy += 1;
    else throw refuse(`key ${JSON.stringify(write.getKey())} of ${namespace}`);
  }
  const asked = keysWithout > 0 || keysWithPolicy === 0;
  if (asked && !own.isSatisfiedBy(endorsers)) throw refuse(`chaincode ${namespace}`);
}

function policyOf(namespace: string, { definitions, lifecycle }: PolicyParts): EndorsementPolicy {
  if (namespace === lifecycleNamespace) return lifecycle;
  const definition = definitions.get(namespace);
  if (definition === undefined)
    throw new TransactionError('INVALID_CHAINCODE', `${namespace} is not defined`);
  return definition.policy;
}

function refuse(what: string): TransactionError {
  return new TransactionError('ENDORSEMENT_POLICY_FAILURE', `of ${what}`);
}
