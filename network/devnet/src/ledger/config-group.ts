import { common } from '@hyperledger/fabric-protos';
import { policyEnvelope } from './policy-envelope.ts';

/** The parts that a channel's configuration tree is built of; everything is changed by `Admins`. */
interface Serializable {
  serializeBinary(): Uint8Array;
}

export interface GroupParts {
  readonly values?: Readonly<Record<string, Serializable>>;
  readonly policies?: Readonly<Record<string, common.Policy>>;
  readonly groups?: Readonly<Record<string, common.ConfigGroup>>;
}

const changedBy = 'Admins';

export function configGroup(parts: GroupParts): common.ConfigGroup {
  const group = new common.ConfigGroup();
  group.setModPolicy(changedBy);
  for (const [name, message] of Object.entries(parts.values ?? {})) {
    const value = new common.ConfigValue();
    value.setModPolicy(changedBy);
    value.setValue(message.serializeBinary());
    group.getValuesMap().set(name, value);
  }
  for (const [name, content] of Object.entries(parts.policies ?? {})) {
    const policy = new common.ConfigPolicy();
    policy.setModPolicy(changedBy);
    policy.setPolicy(content);
    group.getPoliciesMap().set(name, policy);
  }
  for (const [name, child] of Object.entries(parts.groups ?? {})) {
    group.getGroupsMap().set(name, child);
  }
  return group;
}

export function signaturePolicy(text: string): common.Policy {
  return signatureEnvelopePolicy(policyEnvelope(text));
}

export function signatureEnvelopePolicy(envelope: common.SignaturePolicyEnvelope): common.Policy {
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.SIGNATURE);
  policy.setValue(envelope.serializeBinary());
  return policy;
}

/** Of the groups below, so many must satisfy their policy of this name. */
export function implicitPolicy(rule: 'ANY' | 'MAJORITY', subPolicy: string): common.Policy {
  const implicit = new common.ImplicitMetaPolicy();
  implicit.setRule(common.ImplicitMetaPolicy.Rule[rule]);
  implicit.setSubPolicy(subPolicy);
  const policy = new common.Policy();
  policy.setType(common.Policy.PolicyType.IMPLICIT_META);
  policy.setValue(implicit.serializeBinary());
  return policy;
}

/** Readers and writers: any organisation; admins: a majority. */
export function usualPolicies(): Record<string, common.Policy> {
  return {
    Readers: implicitPolicy('ANY', 'Readers'),
    Writers: implicitPolicy('ANY', 'Writers'),
    Admins: implicitPolicy('MAJORITY', 'Admins'),
  };
}

export function capabilities(name: string): common.Capabilities {
  const message = new common.Capabilities();
  message.getCapabilitiesMap().set(name, new common.Capability());
  return message;
}
