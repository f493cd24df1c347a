import { describe, expect, it } from 'vitest';
import type { OrganisationMaterial } from '../ports.ts';
import { planEndorsements } from './endorsement-plan.ts';

const names = ['ProducersMSP', 'TradeMSP', 'BrandMSP', 'RegulatorMSP'];
const organisations = names.map((mspId) => ({ mspId }) as OrganisationMaterial);
const pairs = [
  ['ProducersMSP', 'BrandMSP'],
  ['ProducersMSP', 'RegulatorMSP'],
  ['TradeMSP', 'BrandMSP'],
  ['TradeMSP', 'RegulatorMSP'],
  ['BrandMSP', 'RegulatorMSP'],
];

function plans(options: { sets?: string[][]; home?: string; processes?: number; requested?: string[] }) {
  const planning = {
    organisations,
    homeMspId: options.home ?? 'ProducersMSP',
    organisationSets: options.sets ?? pairs,
    processes: options.processes ?? 2,
  };
  return planEndorsements(planning, options.requested ?? []).map(({ endorsers, witnesses }) => ({
    endorsers: endorsers.map(({ mspId }) => mspId),
    witnesses: witnesses.map(({ mspId }) => mspId),
  }));
}

describe('an endorsement plan', () => {
  it('begins at home and prefers organisations on different chaincode processes', () => {
    expect(plans({})[0]).toEqual({ endorsers: ['ProducersMSP', 'RegulatorMSP'], witnesses: [] });
    expect(plans({ home: 'BrandMSP' })[0]).toEqual({ endorsers: ['BrandMSP', 'TradeMSP'], witnesses: [] });
    expect(plans({ processes: 4 })[0]).toEqual({ endorsers: ['ProducersMSP', 'BrandMSP'], witnesses: [] });
  });

  it('has a second process execute where one organisation would do', () => {
    const sets = names.map((name) => [name]);
    expect(plans({ sets })[0]).toEqual({ endorsers: ['ProducersMSP'], witnesses: ['TradeMSP'] });
    expect(plans({ sets, processes: 1 })[0]).toEqual({ endorsers: ['ProducersMSP'], witnesses: [] });
  });

  it('asks exactly the organisations that the client names, home first', () => {
    const requested = ['RegulatorMSP', 'ProducersMSP'];
    expect(plans({ requested })).toEqual([{ endorsers: ['ProducersMSP', 'RegulatorMSP'], witnesses: [] }]);
    expect(plans({ requested: ['TradeMSP'] })).toEqual([
      { endorsers: ['TradeMSP'], witnesses: ['ProducersMSP'] },
    ]);
  });

  it('refuses organisations that the channel does not have', () => {
    expect(() => plans({ requested: ['NoSuchMSP'] })).toThrow(
      'failed to find any endorsing peers for org(s): NoSuchMSP',
    );
  });

  it('leaves out sets that the channel cannot fill', () => {
    expect(plans({ sets: [['ProducersMSP', 'ElsewhereMSP']] })).toEqual([]);
  });
});
