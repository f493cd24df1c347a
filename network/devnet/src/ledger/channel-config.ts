import { common, msp } from '@hyperledger/fabric-protos';
import { revokedSerials } from './revocation-list.ts';

/** Groups in which an organisation stands: what is changed in one is changed in the other. */
export const groupNames = ['Orderer', 'Application'] as const;

/** The configuration in a config block. */
export function configOf(block: common.Block): common.Config {
  const [bytes] = block.getData()?.getDataList_asU8() ?? [];
  const envelope = common.Envelope.deserializeBinary(bytes ?? new Uint8Array(0));
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const config = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
  if (config === undefined) throw new Error('the block holds no configuration');
  return config;
}

/** The number of the config block that a block names as the last one. */
export function lastConfigOf(block: common.Block): number {
  const [signatures] = block.getMetadata()?.getMetadataList_asU8() ?? [];
  const value = common.Metadata.deserializeBinary(signatures ?? new Uint8Array(0)).getValue_asU8();
  return common.OrdererBlockMetadata.deserializeBinary(value).getLastConfig()?.getIndex() ?? 0;
}

/** Serial numbers of revoked certificates, by MSP id. */
export function revokedIn(config: common.Config): ReadonlyMap<string, ReadonlySet<string>> {
  const revoked = new Map<string, Set<string>>();
  for (const name of groupNames) {
    const organisations = config.getChannelGroup()?.getGroupsMap().get(name)?.getGroupsMap();
    for (const [mspId, organisation] of organisations ? entriesOf(organisations) : []) {
      const lists = mspConfigOf(organisation)?.getRevocationListList_asU8() ?? [];
      revoked.set(mspId, new Set([...(revoked.get(mspId) ?? []), ...lists.flatMap(revokedSerials)]));
    }
  }
  return revoked;
}

/** An organisation's FabricMSPConfig. */
export function mspConfigOf(organisation: common.ConfigGroup): msp.FabricMSPConfig | undefined {
  const value = organisation.getValuesMap().get('MSP')?.getValue_asU8();
  if (value === undefined) return undefined;
  return msp.FabricMSPConfig.deserializeBinary(msp.MSPConfig.deserializeBinary(value).getConfig_asU8());
}

interface MessageMap<Value> {
  forEach(visit: (value: Value, name: string) => void): void;
}

/** A map's own `toArray` gives messages as raw arrays. */
export function entriesOf<Value>(map: MessageMap<Value>): [string, Value][] {
  const entries: [string, Value][] = [];
  map.forEach((value, name) => {
    entries.push([name, value]);
  });
  return entries;
}
