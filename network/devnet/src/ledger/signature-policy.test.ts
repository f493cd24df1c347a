import { msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { policyDefault } from '../options.ts';
import type { Role } from '../ports.ts';
import { channelGroupOf, decodeBlock, readRecording } from '../testing/recordings.ts';
import { policyEnvelope } from './policy-envelope.ts';
import { makeSignaturePolicy } from './signature-policy.ts';

const identity = (text: string) => {
  const [mspId = '', role = 'peer'] = text.split('.');
  return { mspId, role: role as Role };
};
const satisfies = (policy: string, ...identities: string[]) =>
  makeSignaturePolicy(policy).isSatisfiedBy(identities.map(identity));

describe('a signature policy', () => {
  it.each([
    ["'A.peer'", ['A.peer'], true],
    ["'A.peer'", ['B.peer'], false],
    ["'A.peer'", ['A.client'], false],
    ["'A.member'", ['A.client'], true],
    ["AND('A.peer', 'B.peer')", ['B.peer', 'A.peer'], true],
    ["AND('A.peer', 'B.peer')", ['A.peer'], false],
    ["AND('A.peer', 'A.peer')", ['A.peer'], false],
    ["AND('A.peer', 'A.peer')", ['A.peer', 'A.peer'], true],
    ['OR("A.peer", "B.admin")', ['B.admin'], true],
    ["OR('A.peer', 'B.admin')", [], false],
    ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['C.peer', 'A.peer'], true],
    ["OutOf(2, 'A.peer', 'B.peer', 'C.peer')", ['C.peer'], false],
    ["AND('R.peer', OutOf(2, 'P.peer', 'T.peer', 'B.peer'))", ['R.peer', 'T.peer', 'B.peer'], true],
    ["AND('R.peer', OutOf(2, 'P.peer', 'T.peer', 'B.peer'))", ['R.peer', 'T.peer'], false],
    ["or(and('A.peer','B.peer'),'C.orderer')", ['C.orderer'], true],
  ])('%s by %j is %s', (policy, identities, expected) => {
    expect(satisfies(policy, ...identities)).toBe(expected);
  });

  it('is as greedy as Fabric’s: a member rule may take the peer that a later rule needs', () => {
    expect(satisfies("AND('A.member', 'A.peer')", 'A.peer', 'A.client')).toBe(false);
    expect(satisfies("AND('A.member', 'A.peer')", 'A.client', 'A.peer')).toBe(true);
  });

  it('names the smallest sets of organisations whose peers satisfy it', () => {
    expect(makeSignaturePolicy(policyDefault).organisationSets).toEqual([
      ['ProducersMSP', 'BrandMSP'],
      ['ProducersMSP', 'RegulatorMSP'],
      ['BrandMSP', 'RegulatorMSP'],
      ['BrandMSP', 'TradeMSP'],
      ['RegulatorMSP', 'TradeMSP'],
    ]);
    expect(makeSignaturePolicy("OR('A.peer', AND('A.peer', 'B.peer'))").organisationSets).toEqual([['A']]);
    expect(makeSignaturePolicy("'A.admin'").organisationSets).toEqual([]);
  });

  it.each([
    ['', /the end of the policy is neither/],
    ['A.peer', /character|neither/],
    ["'A.boss'", /is not 'Organisation.role'/],
    ["'A'", /is not 'Organisation.role'/],
    ["NOT('A.peer')", /NOT is neither/],
    ["toString('A.peer')", /toString is neither/],
    ["AND('A.peer'", /the end of the policy stands where \)/],
    ['AND()', /is neither/],
    ["'A.peer' 'B.peer'", /follows the end/],
    ["OutOf('A.peer')", /OutOf begins with a number/],
    ["OutOf(0, 'A.peer')", /0 out of 1/],
    ["OutOf(2, 'A.peer')", /2 out of 1/],
    ["'A.peer", /character 1/],
    [`${'AND('.repeat(20)}'A.peer'${')'.repeat(20)}`, /deeper/],
    [`'${'A'.repeat(10_001)}.peer'`, /too long/],
    [`OR(${Array.from({ length: 11 }, (_, index) => `'O${index}.peer'`).join(',')})`, /at most 10/],
  ])('refuses %j', (policy, message) => {
    expect(() => makeSignaturePolicy(policy)).toThrow(message);
  });
});

describe('a policy’s message', () => {
  it('is byte for byte what Fabric’s own tool has written into a recorded configuration', () => {
    const groups = channelGroupOf(decodeBlock(readRecording<{ raw: string }>('genesis').raw)).getGroupsMap();
    let compared = 0;
    for (const [mspId, organisation] of groups.get('Application')?.getGroupsMap().entries() ?? []) {
      for (const [name, role] of Object.entries({
        Admins: 'admin',
        Readers: 'member',
        Endorsement: 'peer',
      })) {
        const recorded = organisation.getPoliciesMap().get(name)?.getPolicy()?.getValue_asU8();
        expect(policyEnvelope(`OR('${mspId}.${role}')`).serializeBinary()).toEqual(recorded);
        compared += 1;
      }
    }
    expect(compared).toBe(12);
  });

  it('lists a principal for every mention', () => {
    const principals = policyEnvelope(policyDefault).getIdentitiesList();
    const names = principals.map((one) =>
      msp.MSPRole.deserializeBinary(one.getPrincipal_asU8()).getMspIdentifier(),
    );
    expect(names).toHaveLength(10);
    expect(names.slice(0, 2)).toEqual(['ProducersMSP', 'BrandMSP']);
  });
});
