import { FabricError } from '../fabric-error.ts';
import type { Ground } from '../ground.ts';
import { makePackage, type Slot, slotOf } from '../package/chaincode-package.ts';
import { runPeer, tryPeer } from '../tools.ts';
import type { Organisation } from '../topology.ts';

/** What the channel has agreed on about the chaincode. */
export interface Committed {
  readonly sequence: number;
  readonly version: string;
}

/** A committed definition with the package that an organisation approved for it. */
export interface Served extends Committed {
  readonly packageId: string;
  readonly label: string;
  readonly slot: Slot;
}

/** Two of four, one of them brand or regulator: all pairs but producers with trade. */
export const endorsementPolicy = `OR(${[
  ['ProducersMSP', 'BrandMSP'],
  ['ProducersMSP', 'RegulatorMSP'],
  ['TradeMSP', 'BrandMSP'],
  ['TradeMSP', 'RegulatorMSP'],
  ['BrandMSP', 'RegulatorMSP'],
]
  .map(([one, other]) => `AND('${one}.peer','${other}.peer')`)
  .join(',')})`;

/** Undefined when nothing is committed. @throws FabricError when the peer does not say. */
export async function readCommitted(
  ground: Ground,
  organisation: Organisation,
): Promise<Committed | undefined> {
  const { channel, chaincode } = ground.topology;
  const said = await tryPeer(ground, organisation, [
    ...['lifecycle', 'chaincode', 'querycommitted'],
    ...['--channelID', channel, '--name', chaincode, '--output', 'json'],
  ]);
  if (said.ok) {
    const { sequence, version } = JSON.parse(said.output) as Committed;
    return { sequence, version };
  }
  if (/namespace \S+ is not defined/.test(said.errors)) return undefined;
  throw new FabricError(
    `the peer of ${organisation.name} does not say what is committed: ${said.errors.trim().slice(-300)}`,
  );
}

/** What an organisation's own peer runs, or undefined: nothing is committed, or it has not approved what is. @throws FabricError */
export async function readServed(ground: Ground, organisation: Organisation): Promise<Served | undefined> {
  const committed = await readCommitted(ground, organisation);
  if (!committed) return undefined;
  const { channel, chaincode } = ground.topology;
  const said = await tryPeer(ground, organisation, [
    ...['lifecycle', 'chaincode', 'queryapproved'],
    ...[
      '--channelID',
      channel,
      '--name',
      chaincode,
      '--sequence',
      `${committed.sequence}`,
      '--output',
      'json',
    ],
  ]);
  if (!said.ok) return undefined;
  const packageId = packageIdOf(JSON.parse(said.output));
  const label = packageId.slice(0, packageId.lastIndexOf(':'));
  const slot = slotOf(committed.sequence);
  if (makePackage(label, slot).id !== packageId)
    throw new FabricError(`${organisation.name} has approved ${packageId}, which was not made here`);
  return { ...committed, packageId, label, slot };
}

/** lifecycle.QueryApprovedChaincodeDefinitionResult as `peer` prints it: source → Type → LocalPackage → package_id. */
function packageIdOf(value: unknown): string {
  const found = /"package_id":\s*"([^"]+)"/.exec(JSON.stringify(value))?.[1];
  if (found === undefined) throw new FabricError('an approval names no package');
  return found;
}

/** The ids of the packages that a peer has. @throws FabricError */
export async function readInstalled(ground: Ground, organisation: Organisation): Promise<string[]> {
  const output = await runPeer(ground, organisation, [
    ...['lifecycle', 'chaincode', 'queryinstalled', '--output', 'json'],
  ]);
  const { installed_chaincodes: installed = [] } = JSON.parse(output) as {
    installed_chaincodes?: { package_id: string }[];
  };
  return installed.map(({ package_id: id }) => id);
}
