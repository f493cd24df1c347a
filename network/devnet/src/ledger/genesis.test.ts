import { X509Certificate } from 'node:crypto';
import { common, msp, orderer } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelGroupOf, decodeBlock, partsOf, readRecording } from '../testing/recordings.ts';
import { makeTestNetwork, type TestNetwork } from '../testing/test-network.ts';
import { dataHash } from './block-hash.ts';
import { lifecyclePolicyText, makeGenesisBlock } from './genesis.ts';
import { orderingLimitsDefault } from './ordering.ts';
import { policyEnvelope } from './policy-envelope.ts';
import { makeSignaturePolicy } from './signature-policy.ts';

let network: TestNetwork;
let block: common.Block;

beforeAll(async () => {
  network = await makeTestNetwork();
  const { material } = network;
  const made = makeGenesisBlock({
    channel: 'mengsu',
    material,
    limits: orderingLimitsDefault,
    now: new Date(),
  });
  block = common.Block.deserializeBinary(made.serializeBinary());
});

afterAll(() => network.remove());

/** Names of all groups, values and policies with the types of the policies: what a configuration is made of. */
function shape(group: common.ConfigGroup): unknown {
  const policies = [...group.getPoliciesMap().entries()]
    .map(([name, policy]) => `${name} ${policy.getPolicy()?.getType()} ${policy.getModPolicy()}`)
    .sort();
  const values = [...group.getValuesMap().entries()]
    .map(([name, value]) => `${name} ${value.getModPolicy()}`)
    .sort();
  const groups = [...group.getGroupsMap().entries()].map(([name, child]) => [name, shape(child)] as const);
  return { policies, values, modPolicy: group.getModPolicy(), groups: Object.fromEntries(groups) };
}

describe('the genesis block', () => {
  it('has the shape of a recorded one: groups, values, policies and who may change them', () => {
    const recorded = decodeBlock(readRecording<{ raw: string }>('genesis').raw);
    const ours = JSON.stringify(shape(channelGroupOf(block)));
    // The one that is meant to differ: 3 is an implicit policy (most organisations), 1 a signature policy.
    expect(ours.replace('LifecycleEndorsement 1 ', 'LifecycleEndorsement 3 ')).toBe(
      JSON.stringify(shape(channelGroupOf(recorded))),
    );
  });

  it('lets three organisations approve a new version of the chaincode, the regulator among them', () => {
    const application = channelGroupOf(block).getGroupsMap().get('Application');
    const policy = application?.getPoliciesMap().get('LifecycleEndorsement')?.getPolicy();
    expect(policy?.getValue_asU8()).toEqual(policyEnvelope(lifecyclePolicyText).serializeBinary());
    const approve = (...names: string[]) =>
      makeSignaturePolicy(lifecyclePolicyText).isSatisfiedBy(
        names.map((name) => ({ mspId: `${name}MSP`, role: 'peer' as const })),
      );
    expect(approve('Producers', 'Trade', 'Brand')).toBe(false);
    expect(approve('Regulator', 'Brand')).toBe(false);
    expect(approve('Regulator', 'Brand', 'Trade')).toBe(true);
    expect(approve('Regulator', 'Producers', 'Trade')).toBe(true);
  });

  it('has the same values where no name or key is in them', () => {
    const recorded = channelGroupOf(decodeBlock(readRecording<{ raw: string }>('genesis').raw));
    const ours = channelGroupOf(block);
    const value = (group: common.ConfigGroup | undefined, name: string) =>
      group?.getValuesMap().get(name)?.getValue_asU8();
    for (const name of ['HashingAlgorithm', 'BlockDataHashingStructure', 'Capabilities']) {
      expect(value(ours, name)).toEqual(value(recorded, name));
    }
    for (const group of ['Orderer', 'Application']) {
      const one = ours.getGroupsMap().get(group);
      expect(value(one, 'Capabilities')).toEqual(value(recorded.getGroupsMap().get(group), 'Capabilities'));
    }
  });

  it('has a header and metadata as recorded: no previous hash, no signature, one valid transaction', () => {
    const recorded = partsOf(decodeBlock(readRecording<{ raw: string }>('genesis').raw));
    const { header, envelopes, metadata } = partsOf(block);
    expect(header.getNumber()).toBe(0);
    expect(header.getPreviousHash_asU8()).toHaveLength(0);
    expect(Buffer.from(header.getDataHash_asU8())).toEqual(dataHash(envelopes));
    expect(metadata).toEqual(recorded.metadata);
  });

  it('maps consenter ids to the orderers’ certificates, and wants three of the four for a block', () => {
    const group = channelGroupOf(block).getGroupsMap().get('Orderer');
    const bytes = group?.getValuesMap().get('Orderers')?.getValue_asU8() ?? new Uint8Array(0);
    const consenters = common.Orderers.deserializeBinary(bytes).getConsenterMappingList();
    expect(consenters.map((one) => [one.getId(), one.getMspId()])).toEqual([
      [1, 'ProducersMSP'],
      [2, 'TradeMSP'],
      [3, 'BrandMSP'],
      [4, 'RegulatorMSP'],
    ]);
    for (const one of consenters) {
      expect(new X509Certificate(one.getIdentity_asU8()).subject).toContain('OU=orderer');
    }
    const policy = group?.getPoliciesMap().get('BlockValidation')?.getPolicy()?.getValue_asU8();
    const envelope = common.SignaturePolicyEnvelope.deserializeBinary(policy ?? new Uint8Array(0));
    expect(envelope.getRule()?.getNOutOf()?.getN()).toBe(3);
    expect(envelope.getIdentitiesList()).toHaveLength(4);
  });

  it('says which batches are cut', () => {
    const group = channelGroupOf(block).getGroupsMap().get('Orderer');
    const bytes = (name: string) => group?.getValuesMap().get(name)?.getValue_asU8() ?? new Uint8Array(0);
    expect(orderer.BatchSize.deserializeBinary(bytes('BatchSize')).getMaxMessageCount()).toBe(500);
    const type = orderer.ConsensusType.deserializeBinary(bytes('ConsensusType'));
    expect(type.getType()).toBe('BFT');
    const options = orderer.smartbft.Options.deserializeBinary(type.getMetadata_asU8());
    expect(options.getRequestPoolSize()).toBe(2000);
    expect(options.getRequestBatchMaxInterval()).toBe('50ms');
  });

  it('carries each organisation’s authorities and roles', () => {
    const application = channelGroupOf(block).getGroupsMap().get('Application');
    for (const organisation of network.material.organisations) {
      const value = application?.getGroupsMap().get(organisation.mspId)?.getValuesMap().get('MSP');
      const config = msp.MSPConfig.deserializeBinary(value?.getValue_asU8() ?? new Uint8Array(0));
      const fabric = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
      expect(fabric.getName()).toBe(organisation.mspId);
      expect(Buffer.from(fabric.getRootCertsList_asU8()[0] ?? []).toString()).toBe(
        organisation.identityCaPem,
      );
      expect(fabric.getFabricNodeOus()?.getEnable()).toBe(true);
      expect(fabric.getFabricNodeOus()?.getOrdererOuIdentifier()?.getOrganizationalUnitIdentifier()).toBe(
        'orderer',
      );
    }
  });
});
