import { common, msp } from '@hyperledger/fabric-protos';
import { type PolicyRole, type PolicyRule, parsePolicy } from './policy-language.ts';

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
