import { common, msp } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { addRevocationList } from './config-update.ts';

const channel = 'ch';

/** An organisation whose MSP has version 3 and one list already. */
function organisationGroup(): common.ConfigGroup {
  const inner = new msp.FabricMSPConfig();
  inner.setName('TradeMSP');
  inner.addRevocationList(Buffer.from('an earlier list'));
  const outer = new msp.MSPConfig();
  outer.setConfig(inner.serializeBinary());
  const value = new common.ConfigValue();
  value.setVersion(3);
  value.setModPolicy('Admins');
  value.setValue(outer.serializeBinary());
  const group = new common.ConfigGroup();
  group.setVersion(7);
  group.getValuesMap().set('MSP', value);
  group.getValuesMap().set('Endpoints', new common.ConfigValue());
  return group;
}

function configBlock(): Uint8Array {
  const root = new common.ConfigGroup();
  root.setVersion(1);
  for (const [name, version] of [
    ['Orderer', 4],
    ['Application', 5],
  ] as const) {
    const group = new common.ConfigGroup();
    group.setVersion(version);
    group.getGroupsMap().set('TradeMSP', organisationGroup());
    group.getGroupsMap().set('BrandMSP', organisationGroup());
    root.getGroupsMap().set(name, group);
  }
  const config = new common.Config();
  config.setChannelGroup(root);
  const inside = new common.ConfigEnvelope();
  inside.setConfig(config);
  const payload = new common.Payload();
  payload.setData(inside.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const data = new common.BlockData();
  data.addData(envelope.serializeBinary());
  const block = new common.Block();
  block.setData(data);
  return block.serializeBinary();
}

function updateOf(envelope: Uint8Array): common.ConfigUpdate {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  const wrapped = common.ConfigUpdateEnvelope.deserializeBinary(payload.getData_asU8());
  return common.ConfigUpdate.deserializeBinary(wrapped.getConfigUpdate_asU8());
}

const organisationIn = (root: common.ConfigGroup | undefined, name: string) =>
  root?.getGroupsMap().get(name)?.getGroupsMap().get('TradeMSP');

describe('a revocation', () => {
  const update = updateOf(addRevocationList(configBlock(), { channel, mspId: 'TradeMSP', list: 'a list' }));

  it.each(['Orderer', 'Application'])('adds to the lists of the organisation in the group %s', (name) => {
    const value = organisationIn(update.getWriteSet(), name)?.getValuesMap().get('MSP');
    const outer = msp.MSPConfig.deserializeBinary(value?.getValue_asU8() ?? new Uint8Array());
    const lists = msp.FabricMSPConfig.deserializeBinary(outer.getConfig_asU8()).getRevocationListList_asU8();
    expect(lists.map((list) => Buffer.from(list).toString())).toEqual(['an earlier list', 'a list']);
    expect([value?.getVersion(), value?.getModPolicy()]).toEqual([4, 'Admins']);
  });

  it('names the versions that it was made for, and nothing else', () => {
    const read = update.getReadSet();
    expect(update.getChannelId()).toBe(channel);
    expect(read?.getVersion()).toBe(1);
    for (const root of [read, update.getWriteSet()]) {
      expect(organisationIn(root, 'Orderer')?.getVersion()).toBe(7);
      expect(root?.getGroupsMap().get('Application')?.getGroupsMap().getLength()).toBe(1);
    }
    expect(organisationIn(read, 'Orderer')?.getValuesMap().getLength()).toBe(0);
    expect(organisationIn(update.getWriteSet(), 'Orderer')?.getValuesMap().getLength()).toBe(1);
  });

  it('is refused for an organisation that is not in the channel', () => {
    expect(() => addRevocationList(configBlock(), { channel, mspId: 'FifthMSP', list: '' })).toThrow(
      "the channel's group Orderer has no organisation FifthMSP",
    );
  });
});
