import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from './devnet-client.ts';
import { submitWith, World } from './devnet-world.ts';

let world: World;

beforeAll(async () => {
  world = await World.start();
});

afterAll(async () => {
  await world?.close();
  expect(world?.network.faults.map(String)).toEqual([]);
});

/** ApproveChaincodeDefinitionForMyOrgArgs { 1 sequence, 2 name, 3 version }: short texts and small numbers. */
function definition(name: string, version: string, sequence: number): Uint8Array {
  const text = (field: number, value: string) => [field * 8 + 2, value.length, ...Buffer.from(value)];
  return Uint8Array.from([8, sequence, ...text(2, name), ...text(3, version)]);
}

const lifecycleOf = (mspId: string, role: 'admin' | 'gateway') =>
  world.open(world.identityOf(mspId, role)).getNetwork('ch').getContract('_lifecycle');

const approve = (mspId: string, argument: Uint8Array) =>
  lifecycleOf(mspId, 'admin').submit('ApproveChaincodeDefinitionForMyOrg', {
    arguments: [argument],
    endorsingOrganizations: [mspId],
  });

describe('an unmodified client', () => {
  it('brings in a new definition: approved by admins of three, committed by a client', async () => {
    const anyContract = world.contract('traceany');
    const argument = definition('traceany', '2.0', 2);
    const commit = () =>
      lifecycleOf('ProducersMSP', 'gateway').submit('CommitChaincodeDefinition', { arguments: [argument] });
    await approve('ProducersMSP', argument);
    await approve('BrandMSP', argument);
    expect(JSON.stringify(await refusalOf(commit()))).toContain('not agreed to by this org (RegulatorMSP)');
    await approve('RegulatorMSP', argument);
    const by = { endorsingOrganizations: ['ProducersMSP', 'TradeMSP', 'BrandMSP'] };
    const before = await anyContract.newProposal('put', { arguments: ['k', 'v'], ...by }).endorse();
    await commit();
    expect((await (await before.submit()).getStatus()).code).toBe(11);
    // The new policy is the channel's Endorsement: most of the organisations.
    const alone = { endorsingOrganizations: ['TradeMSP'] };
    expect((await submitWith(anyContract, 'put', ['k', 'v'], alone)).status.code).toBe(10);
    expect((await submitWith(anyContract, 'put', ['k', 'v'])).status.code).toBe(0);
  });

  it('is refused an approval by a client who is no admin, and one in another organisation’s name', async () => {
    const argument = definition('trace', '2.0', 2);
    const refusal = lifecycleOf('TradeMSP', 'gateway').submit('ApproveChaincodeDefinitionForMyOrg', {
      arguments: [argument],
      endorsingOrganizations: ['TradeMSP'],
    });
    expect(JSON.stringify(await refusalOf(refusal))).toContain('failed ACL check');
    const foreign = lifecycleOf('TradeMSP', 'admin').submit('ApproveChaincodeDefinitionForMyOrg', {
      arguments: [argument],
      endorsingOrganizations: ['BrandMSP'],
    });
    expect(JSON.stringify(await refusalOf(foreign))).toContain('failed ACL check');
  });

  it('asks what is defined', async () => {
    const answer = await lifecycleOf('TradeMSP', 'gateway').evaluate('QueryChaincodeDefinitions', {
      arguments: [new Uint8Array(0)],
    });
    expect(Buffer.from(answer).toString('latin1')).toContain('traceany');
  });
});
