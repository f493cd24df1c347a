import { common, msp } from '@hyperledger/fabric-protos';
import { FabricError } from '../fabric-error.ts';

/** The two groups of a channel that hold an organisation's MSP, each a copy of its own. */
const groupNames = ['Orderer', 'Application'] as const;
const mspValue = 'MSP';
const configUpdateType = 2;

/**
 * An envelope that adds a revocation list (PEM) to an organisation's MSP in both groups, for `peer channel update`, which signs it. `configBlock`: bytes of
 * common.Block with the channel's configuration. What is not named in an update stays as it is; a value's version says which one it replaces.
 * @throws FabricError when the block holds no such organisation.
 */
export function addRevocationList(
  configBlock: Uint8Array,
  { channel, mspId, list }: { readonly channel: string; readonly mspId: string; readonly list: string },
): Uint8Array {
  const now = readChannelGroup(configBlock);
  const update = new common.ConfigUpdate();
  update.setChannelId(channel);
  update.setReadSet(skeleton(now, mspId));
  update.setWriteSet(skeleton(now, mspId, (value) => withList(value, list)));
  return envelopeOf(channel, update);
}

function readChannelGroup(configBlock: Uint8Array): common.ConfigGroup {
  const [first = new Uint8Array()] =
    common.Block.deserializeBinary(configBlock).getData()?.getDataList_asU8() ?? [];
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(first).getPayload_asU8(),
  );
  const group = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
    .getConfig()
    ?.getChannelGroup();
  if (!group) throw new FabricError('the block holds no configuration of a channel');
  return group;
}

/** The groups on the way to the organisation, with their versions and nothing else; in the written one its MSP too. */
function skeleton(
  now: common.ConfigGroup,
  mspId: string,
  change?: (value: common.ConfigValue) => common.ConfigValue,
): common.ConfigGroup {
  const channel = bare(now);
  for (const name of groupNames) {
    const group = now.getGroupsMap().get(name);
    const organisation = group?.getGroupsMap().get(mspId);
    const value = organisation?.getValuesMap().get(mspValue);
    if (!group || !organisation || !value)
      throw new FabricError(`the channel's group ${name} has no organisation ${mspId}`);
    const changed = bare(organisation);
    if (change) changed.getValuesMap().set(mspValue, change(value));
    const around = bare(group);
    around.getGroupsMap().set(mspId, changed);
    channel.getGroupsMap().set(name, around);
  }
  return channel;
}

function bare(group: common.ConfigGroup): common.ConfigGroup {
  const copy = new common.ConfigGroup();
  copy.setVersion(group.getVersion());
  return copy;
}

function withList(value: common.ConfigValue, list: string): common.ConfigValue {
  const outer = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
  const inner = msp.FabricMSPConfig.deserializeBinary(outer.getConfig_asU8());
  inner.addRevocationList(Buffer.from(list, 'utf8'));
  outer.setConfig(inner.serializeBinary());
  const next = new common.ConfigValue();
  next.setVersion(value.getVersion() + 1);
  next.setModPolicy(value.getModPolicy());
  next.setValue(outer.serializeBinary());
  return next;
}

function envelopeOf(channel: string, update: common.ConfigUpdate): Uint8Array {
  const wrapped = new common.ConfigUpdateEnvelope();
  wrapped.setConfigUpdate(update.serializeBinary());
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(configUpdateType);
  channelHeader.setChannelId(channel);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(wrapped.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  return envelope.serializeBinary();
}
