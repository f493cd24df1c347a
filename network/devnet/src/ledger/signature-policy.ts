import type { EndorsementPolicy, Role, VerifiedIdentity } from '../ports.ts';
import { readPolicyEnvelope } from './policy-envelope.ts';
import { type PolicyRule, parsePolicy } from './policy-language.ts';

type Signatory = Pick<VerifiedIdentity, 'mspId' | 'role'>;
type Decision = Pick<EndorsementPolicy, 'isSatisfiedBy'>;

/** Subsets of organisations are tried one by one: 2^10 at most. */
const organisationsMax = 10;

/**
 * Fabric's signature policy.
 * @throws PolicyError when the text is not of the policy language.
 */
export function makeSignaturePolicy(text: string): EndorsementPolicy {
  const rule = parsePolicy(text);
  const policy = decide(rule);
  return { ...policy, organisationSets: organisationSets([policy], mentioned(rule)) };
}

/**
 * A policy as it stands in a key's metadata or in a definition.
 * @param envelope common.SignaturePolicyEnvelope bytes.
 * @throws PolicyError when they are none, or name anything but roles of organisations.
 */
export function readSignaturePolicy(envelope: Uint8Array): EndorsementPolicy {
  const rule = readPolicyEnvelope(envelope);
  const policy = decide(rule);
  return {
    ...policy,
    get organisationSets() {
      return organisationSets([policy], mentioned(rule));
    },
  };
}

/**
 * Minimal sets of organisations whose peers satisfy all policies at once, shortest first, in the order of the names.
 * @throws RangeError beyond 10 organisations.
 */
export function organisationSets(policies: readonly Decision[], mspIds: readonly string[]): string[][] {
  const names = [...new Set(mspIds)];
  if (names.length > organisationsMax) {
    throw new RangeError(
      `the policy names ${names.length} organisations, at most ${organisationsMax} are allowed`,
    );
  }
  const subsets = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, index) => (bits & (1 << index)) !== 0),
  );
  const minimal: string[][] = [];
  for (const subset of subsets.toSorted((one, other) => one.length - other.length)) {
    const contains = minimal.some((known) => known.every((name) => subset.includes(name)));
    const peers = subset.map((mspId) => ({ mspId, role: 'peer' as Role }));
    if (!contains && policies.every((policy) => policy.isSatisfiedBy(peers))) minimal.push(subset);
  }
  return minimal;
}

function decide(rule: PolicyRule): Decision {
  return { isSatisfiedBy: (identities) => isSatisfied(rule, identities, new Set()) };
}

/**
 * Greedy like Fabric's: every sub-rule takes the first identities that fit, also when there are enough already,
 * and no identity counts twice.
 */
function isSatisfied(rule: PolicyRule, identities: readonly Signatory[], used: Set<number>): boolean {
  if (rule.kind === 'principal') {
    const index = identities.findIndex((identity, at) => !used.has(at) && fits(rule, identity));
    if (index >= 0) used.add(index);
    return index >= 0;
  }
  let satisfied = 0;
  for (const part of rule.rules) {
    const trial = new Set(used);
    if (!isSatisfied(part, identities, trial)) continue;
    satisfied += 1;
    for (const index of trial) used.add(index);
  }
  return satisfied >= rule.count;
}

function fits(principal: { readonly mspId: string; readonly role: string }, identity: Signatory): boolean {
  if (principal.mspId !== identity.mspId) return false;
  return principal.role === 'member' || principal.role === identity.role;
}

function mentioned(rule: PolicyRule): string[] {
  return rule.kind === 'principal' ? [rule.mspId] : rule.rules.flatMap(mentioned);
}
