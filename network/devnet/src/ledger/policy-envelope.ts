import { common, msp } from '@hyperledger/fabric-protos';
import { PolicyError, type PolicyRole, type PolicyRule, parsePolicy } from './policy-language.ts';

const roleTypes: Record<PolicyRole, 0 | 1 | 2 | 3 | 4> = {
  member: 0,
  admin: 1,
  client: 2,
  peer: 3,
  orderer: 4,
};

/** The policy as Fabric writes it: one principal for every mention, in the order of the text. */
export function policyEnvelope(text: string): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(toProto(parsePolicy(text), envelope));
  return envelope;
}

/** `count` of exactly these identities. */
export function identitiesPolicy(
  count: number,
  identities: readonly Uint8Array[],
): common.SignaturePolicyEnvelope {
  const envelope = new common.SignaturePolicyEnvelope();
  const rules = identities.map((identity) => {
    const principal = new msp.MSPPrincipal();
    principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
    principal.setPrincipal(identity);
    return signedBy(principal, envelope);
  });
  envelope.setRule(outOf(count, rules));
  return envelope;
}

function toProto(rule: PolicyRule, envelope: common.SignaturePolicyEnvelope): common.SignaturePolicy {
  if (rule.kind === 'outOf') {
    return outOf(
      rule.count,
      rule.rules.map((part) => toProto(part, envelope)),
    );
  }
  const role = new msp.MSPRole();
  role.setMspIdentifier(rule.mspId);
  role.setRole(roleTypes[rule.role]);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(role.serializeBinary());
  return signedBy(principal, envelope);
}

function signedBy(
  principal: msp.MSPPrincipal,
  envelope: common.SignaturePolicyEnvelope,
): common.SignaturePolicy {
  const policy = new common.SignaturePolicy();
  policy.setSignedBy(envelope.getIdentitiesList().length);
  envelope.addIdentities(principal);
  return policy;
}

function outOf(count: number, rules: common.SignaturePolicy[]): common.SignaturePolicy {
  const many = new common.SignaturePolicy.NOutOf();
  many.setN(count);
  many.setRulesList(rules);
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(many);
  return policy;
}

const envelopeBytesMax = 16_384;
const envelopeDepthMax = 16;

/**
 * The rule of a signature policy envelope.
 * @param bytes common.SignaturePolicyEnvelope.
 * @throws PolicyError when it cannot be read, or has principals that are no roles.
 */
export function readPolicyEnvelope(bytes: Uint8Array): PolicyRule {
  if (bytes.length > envelopeBytesMax) throw new PolicyError(`a policy of ${bytes.length} bytes is too long`);
  const envelope = decoded(() => common.SignaturePolicyEnvelope.deserializeBinary(bytes));
  const principals = envelope.getIdentitiesList().map(readPrincipal);
  const rule = envelope.getRule();
  if (envelope.getVersion() !== 0 || rule === undefined) {
    throw new PolicyError('a signature policy envelope of version 0 with a rule was expected');
  }
  return toRule(rule, principals, 0);
}

function toRule(
  policy: common.SignaturePolicy,
  principals: readonly PolicyRule[],
  depth: number,
): PolicyRule {
  if (depth > envelopeDepthMax) throw new PolicyError(`a policy deeper than ${envelopeDepthMax} is refused`);
  const many = policy.getNOutOf();
  if (many !== undefined) {
    const rules = many.getRulesList().map((rule) => toRule(rule, principals, depth + 1));
    return { kind: 'outOf', count: many.getN(), rules };
  }
  const principal = policy.hasSignedBy() ? principals[policy.getSignedBy()] : undefined;
  if (principal === undefined) throw new PolicyError('a rule names a principal that is not there');
  return principal;
}

function readPrincipal(principal: msp.MSPPrincipal): PolicyRule {
  if (principal.getPrincipalClassification() !== msp.MSPPrincipal.Classification.ROLE) {
    throw new PolicyError('only roles of organisations are understood as principals');
  }
  const role = decoded(() => msp.MSPRole.deserializeBinary(principal.getPrincipal_asU8()));
  const name = (Object.keys(roleTypes) as PolicyRole[]).find((one) => roleTypes[one] === role.getRole());
  if (name === undefined) throw new PolicyError(`${role.getRole()} is no role`);
  return { kind: 'principal', mspId: role.getMspIdentifier(), role: name };
}

function decoded<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new PolicyError(`it is no signature policy envelope: ${String(error)}`);
  }
}
