import { common, msp } from '@hyperledger/fabric-protos';
import type { VerifiedIdentity } from '../ports.ts';
import { groupNames } from './channel-config.ts';
import { ConfigUpdateError, findChanges, requireVersions } from './config-versions.ts';
import { IdentityError } from './identity-error.ts';
import { RevocationListError, verifyRevocationList } from './revocation-list.ts';

export interface ConfigUpdateParts {
  readonly channel: string;
  readonly current: common.Config;
  /** PEM of each organisation's identity authority, by MSP id. */
  readonly authorities: ReadonlyMap<string, string>;
  readonly verify: (identity: Uint8Array, message: Uint8Array, signature: Uint8Array) => VerifiedIdentity;
}

/** An organisation's MSP in one of the two groups, as the update wants it. */
interface Change {
  readonly mspId: string;
  readonly group: (typeof groupNames)[number];
  readonly value: common.ConfigValue;
}

/**
 * The configuration after an update. Devnet lets an organisation publish revocation lists, by its own admin and in both
 * groups at once; nothing else of a channel is changed.
 * @param data common.ConfigUpdateEnvelope bytes.
 * @throws ConfigUpdateError
 */
export async function applyConfigUpdate(data: Uint8Array, parts: ConfigUpdateParts): Promise<common.Config> {
  const { update, updateBytes, signatures } = decode(data);
  const current = parts.current.getChannelGroup() ?? new common.ConfigGroup();
  if (update.getChannelId() !== parts.channel) {
    throw new ConfigUpdateError(`the update is for channel ${update.getChannelId()}`);
  }
  requireVersions('/Channel', update.getReadSet(), current);
  const changes = findChanges('/Channel', update.getWriteSet(), current).map(readChange);
  if (changes.length === 0) throw new ConfigUpdateError('the update changes nothing');
  const signers = verifiedSigners(updateBytes, signatures, parts);
  for (const change of changes) {
    if (!signers.some(({ mspId, role }) => mspId === change.mspId && role === 'admin')) {
      throw new ConfigUpdateError(
        `policy for [Value] ${pathOf(change)} not satisfied: an admin of ${change.mspId} was expected`,
      );
    }
    await requireRevocationsOnly(change, current, parts);
  }
  requireBothGroups(changes);
  return changedConfig(parts.current, changes);
}

function decode(data: Uint8Array) {
  try {
    const envelope = common.ConfigUpdateEnvelope.deserializeBinary(data);
    const updateBytes = envelope.getConfigUpdate_asU8();
    const update = common.ConfigUpdate.deserializeBinary(updateBytes);
    return { update, updateBytes, signatures: envelope.getSignaturesList() };
  } catch (error) {
    throw new ConfigUpdateError(`it is no configuration update: ${String(error)}`);
  }
}

function readChange({ path, value }: { readonly path: string; readonly value: common.ConfigValue }): Change {
  const [, , group, mspId, name, ...more] = path.split('/');
  const known = groupNames.find((one) => one === group);
  if (known === undefined || mspId === undefined || name !== 'MSP' || more.length > 0) {
    throw new ConfigUpdateError(`${path} cannot be changed here: only revocation lists of organisations can`);
  }
  return { mspId, group: known, value };
}

function verifiedSigners(
  updateBytes: Uint8Array,
  signatures: readonly common.ConfigSignature[],
  { verify }: ConfigUpdateParts,
): VerifiedIdentity[] {
  return signatures.flatMap((signature) => {
    const header = signature.getSignatureHeader_asU8();
    try {
      const creator = common.SignatureHeader.deserializeBinary(header).getCreator_asU8();
      return [verify(creator, Buffer.concat([header, updateBytes]), signature.getSignature_asU8())];
    } catch (error) {
      // A signature that is wrong counts for nothing, as an endorsement.
      if (error instanceof IdentityError) return [];
      throw new ConfigUpdateError(`a signature cannot be read: ${String(error)}`);
    }
  });
}

async function requireRevocationsOnly(
  change: Change,
  channelGroup: common.ConfigGroup,
  { authorities }: ConfigUpdateParts,
): Promise<void> {
  const known = organisationOf(channelGroup, change)?.getValuesMap().get('MSP');
  const authority = authorities.get(change.mspId);
  if (known === undefined || authority === undefined)
    throw new ConfigUpdateError(`${pathOf(change)} is not there`);
  const [before, after] = [known, change.value].map(readMsp);
  const isSame = before !== undefined && after !== undefined && before.rest.equals(after.rest);
  if (!isSame || known.getModPolicy() !== change.value.getModPolicy()) {
    throw new ConfigUpdateError(`of ${pathOf(change)} only the revocation lists can be changed here`);
  }
  try {
    for (const list of after.lists) await verifyRevocationList(list, authority);
  } catch (error) {
    if (!(error instanceof RevocationListError)) throw error;
    throw new ConfigUpdateError(error.message);
  }
}

/** The lists of an MSP, and all the rest of it. */
function readMsp(value: common.ConfigValue): { readonly lists: Uint8Array[]; readonly rest: Buffer } {
  try {
    const config = msp.MSPConfig.deserializeBinary(value.getValue_asU8());
    const fabric = msp.FabricMSPConfig.deserializeBinary(config.getConfig_asU8());
    const lists = fabric.getRevocationListList_asU8();
    fabric.clearRevocationListList();
    config.setConfig(fabric.serializeBinary());
    return { lists, rest: Buffer.from(config.serializeBinary()) };
  } catch (error) {
    throw new ConfigUpdateError(`an MSP cannot be read: ${String(error)}`);
  }
}

/** Fabric refuses two versions of one MSP in a channel. */
function requireBothGroups(changes: readonly Change[]): void {
  for (const { mspId, value } of changes) {
    const same = changes.filter(
      (one) => one.mspId === mspId && Buffer.from(one.value.getValue_asU8()).equals(value.getValue_asU8()),
    );
    if (same.length === groupNames.length) continue;
    throw new ConfigUpdateError(
      `two versions of MSP ${mspId}: it is changed in ${groupNames.join(' and ')} alike, or not at all`,
    );
  }
}

function changedConfig(current: common.Config, changes: readonly Change[]): common.Config {
  const config = common.Config.deserializeBinary(current.serializeBinary());
  config.setSequence(current.getSequence() + 1);
  const channelGroup = config.getChannelGroup() ?? new common.ConfigGroup();
  for (const change of changes) organisationOf(channelGroup, change)?.getValuesMap().set('MSP', change.value);
  return config;
}

function organisationOf(
  channelGroup: common.ConfigGroup,
  { group, mspId }: Change,
): common.ConfigGroup | undefined {
  return channelGroup.getGroupsMap().get(group)?.getGroupsMap().get(mspId);
}

function pathOf({ group, mspId }: Change): string {
  return `/Channel/${group}/${mspId}/MSP`;
}
