import type { common } from '@hyperledger/fabric-protos';
import { entriesOf } from './channel-config.ts';

/** An update that is refused; the message names what was found and what is expected. */
export class ConfigUpdateError extends Error {
  override readonly name = 'ConfigUpdateError';
}

/** Everything that the update has read must still be in the version that it has read. */
export function requireVersions(
  path: string,
  read: common.ConfigGroup | undefined,
  current: common.ConfigGroup,
): void {
  if (read === undefined) return;
  requireVersion(`[Group] ${path}`, read, current);
  for (const [name, value] of entriesOf(read.getValuesMap())) {
    requireVersion(`[Value] ${path}/${name}`, value, current.getValuesMap().get(name));
  }
  requirePolicies(path, read, current);
  for (const [name, group] of entriesOf(read.getGroupsMap())) {
    requireVersions(
      `${path}/${name}`,
      group,
      requireGroup(`${path}/${name}`, current.getGroupsMap().get(name)),
    );
  }
}

function requirePolicies(path: string, read: common.ConfigGroup, current: common.ConfigGroup): void {
  for (const [name, policy] of entriesOf(read.getPoliciesMap())) {
    requireVersion(`[Policy] ${path}/${name}`, policy, current.getPoliciesMap().get(name));
  }
}

function requireGroup(path: string, group: common.ConfigGroup | undefined): common.ConfigGroup {
  if (group === undefined) throw new ConfigUpdateError(`[Group] ${path} is not there`);
  return group;
}

interface Versioned {
  getVersion(): number;
}

function requireVersion(what: string, read: Versioned, current: Versioned | undefined): void {
  if (current !== undefined && read.getVersion() === current.getVersion()) return;
  const is = current === undefined ? 'is not there' : `is at version ${current.getVersion()}`;
  throw new ConfigUpdateError(`the update needs ${what} at version ${read.getVersion()}, it ${is}`);
}

/** Values one version above the current ones; anything else must be as it is. */
export function findChanges(
  path: string,
  written: common.ConfigGroup | undefined,
  current: common.ConfigGroup,
): { readonly path: string; readonly value: common.ConfigValue }[] {
  if (written === undefined) return [];
  requireVersion(`[Group] ${path}`, written, current);
  requirePolicies(path, written, current);
  const changes: { path: string; value: common.ConfigValue }[] = [];
  for (const [name, value] of entriesOf(written.getValuesMap())) {
    const known = current.getValuesMap().get(name);
    const isNext = known !== undefined && value.getVersion() === known.getVersion() + 1;
    if (isNext) changes.push({ path: `${path}/${name}`, value });
    else requireVersion(`[Value] ${path}/${name}`, value, known);
  }
  for (const [name, group] of entriesOf(written.getGroupsMap())) {
    const known = requireGroup(`${path}/${name}`, current.getGroupsMap().get(name));
    changes.push(...findChanges(`${path}/${name}`, group, known));
  }
  return changes;
}
