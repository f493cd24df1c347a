/** `AND('A.peer', OR("B.member", OutOf(2, 'C.admin', …)))`: AND is all of, OR one of. */
export type PolicyRule =
  | { readonly kind: 'principal'; readonly mspId: string; readonly role: PolicyRole }
  | { readonly kind: 'outOf'; readonly count: number; readonly rules: readonly PolicyRule[] };

export type PolicyRole = 'member' | 'admin' | 'client' | 'peer' | 'orderer';

/** The message names the place in the text. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
}

const textLengthMax = 10_000;
const depthMax = 16;
const tokenPattern = /\s*([A-Za-z]+|\d+|[(),]|'[^']*'|"[^"]*")/y;
const principalPattern = /^([A-Za-z0-9.-]+)\.(member|admin|client|peer|orderer)$/;
/** Fabric knows each gate in these spellings and no other. */
const gates: Readonly<Record<string, 'and' | 'or' | 'outof'>> = {
  and: 'and',
  And: 'and',
  AND: 'and',
  or: 'or',
  Or: 'or',
  OR: 'or',
  outof: 'outof',
  OutOf: 'outof',
  OUTOF: 'outof',
};

export function parsePolicy(text: string): PolicyRule {
  if (text.length > textLengthMax) throw new PolicyError(`a policy of ${text.length} characters is too long`);
  const tokens = tokenize(text);
  const rule = parseRule(tokens, 0);
  if (tokens.length > 0) throw new PolicyError(`${say(tokens[0])} follows the end of the policy`);
  return rule;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    tokenPattern.lastIndex = at;
    const found = tokenPattern.exec(text);
    if (found?.[1] === undefined)
      throw new PolicyError(`character ${at + 1} of the policy is not understood`);
    tokens.push(found[1]);
    at = tokenPattern.lastIndex;
  }
  return tokens;
}

function parseRule(tokens: string[], depth: number): PolicyRule {
  if (depth > depthMax) throw new PolicyError(`a policy deeper than ${depthMax} is refused`);
  const token = tokens.shift();
  if (token?.startsWith("'") || token?.startsWith('"')) return parsePrincipal(token.slice(1, -1));
  const gate = token === undefined || !Object.hasOwn(gates, token) ? undefined : gates[token];
  if (gate === undefined)
    throw new PolicyError(`${say(token)} is neither AND, OR, OutOf nor a quoted principal`);
  expectToken(tokens, '(');
  const count = gate === 'outof' ? parseCount(tokens) : undefined;
  const rules = [parseRule(tokens, depth + 1)];
  while (tokens[0] === ',') {
    tokens.shift();
    rules.push(parseRule(tokens, depth + 1));
  }
  expectToken(tokens, ')');
  return outOf(gate === 'and' ? rules.length : (count ?? 1), rules);
}

/** Fabric lets 0 pass, which everybody satisfies, and n + 1, which nobody does: neither is ever meant. */
function outOf(count: number, rules: readonly PolicyRule[]): PolicyRule {
  if (count < 1 || count > rules.length) {
    throw new PolicyError(`${count} out of ${rules.length} rules can never be meant`);
  }
  return { kind: 'outOf', count, rules };
}

function parseCount(tokens: string[]): number {
  const token = tokens.shift();
  if (token === undefined || !/^\d+$/.test(token))
    throw new PolicyError(`OutOf begins with a number, not ${say(token)}`);
  expectToken(tokens, ',');
  return Number(token);
}

function parsePrincipal(text: string): PolicyRule {
  const found = principalPattern.exec(text);
  if (found?.[1] === undefined) {
    throw new PolicyError(`'${text}' is not 'Organisation.role' with member, admin, client, peer or orderer`);
  }
  return { kind: 'principal', mspId: found[1], role: found[2] as PolicyRole };
}

function expectToken(tokens: string[], expected: string): void {
  const token = tokens.shift();
  if (token !== expected) throw new PolicyError(`${say(token)} stands where ${expected} was expected`);
}

function say(token: string | undefined): string {
  return token ?? 'the end of the policy';
}
