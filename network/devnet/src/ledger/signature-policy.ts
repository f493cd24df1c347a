import type { EndorsementPolicy, Role, VerifiedIdentity } from '../ports.ts';
import { type PolicyRule, parsePolicy } from './policy-language.ts';

type Signatory = Pick<VerifiedIdentity, 'mspId' | 'role'>;

/** Subsets of organisations are tried one by one: 2^10 at most. */
const organisationsMax = 10;

/**
 * Fabric's signature policy.
 * @throws PolicyError when the text is not of the policy language.
 */
export function makeSignaturePolicy(text: string): EndorsementPolicy {
  const rule = parsePolicy(text);
  return {
    isSatisfiedBy: (identities) => isSatisfied(rule, identities, new Set()),
    organisationSets: organisationSets(rule),
  };
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

function organisationSets(rule: PolicyRule): readonly (readonly string[])[] {
  const names = [...new Set(mentioned(rule))];
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
    if (!contains && isSatisfied(rule, peers, new Set())) minimal.push(subset);
  }
  return minimal;
}

function mentioned(rule: PolicyRule): string[] {
  return rule.kind === 'principal' ? [rule.mspId] : rule.rules.flatMap(mentioned);
}
