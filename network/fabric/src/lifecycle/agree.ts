import path from 'node:path';
import { FabricError } from '../fabric-error.ts';
import type { Ground } from '../ground.ts';
import type { ChaincodePackage } from '../package/chaincode-package.ts';
import { peerAddress, runPeer, tlsAuthority } from '../tools.ts';
import type { Organisation } from '../topology.ts';
import { endorsementPolicy, readCommitted, readInstalled } from './definition.ts';
import { submitLifecycle } from './submit.ts';

/** One definition of the chaincode, as every organisation approves it, and the organisations whose admins act now. */
export interface Agreement {
  readonly version: string;
  readonly sequence: number;
  readonly acting: readonly Organisation[];
}

export const packageFile = ({ places }: Ground, { label, slot }: ChaincodePackage): string =>
  path.join(places.packages, `${label}-${slot}.tar.gz`);

/** Installs and approves, each with its organisation's own admin. @throws FabricError */
export async function approve(
  ground: Ground,
  { acting, ...definition }: Agreement,
  chaincode: ChaincodePackage,
): Promise<void> {
  if (acting.length === 0) return;
  ground.say('installing');
  const file = packageFile(ground, chaincode);
  await Promise.all(
    acting.map(async (organisation) => {
      if ((await readInstalled(ground, organisation)).includes(chaincode.id)) return;
      await runPeer(ground, organisation, ['lifecycle', 'chaincode', 'install', file]);
    }),
  );
  ground.say(`approving sequence ${definition.sequence}`);
  const args = ['approveformyorg', '--package-id', chaincode.id, ...definitionArguments(ground, definition)];
  // An approval that was made by an earlier try is as good.
  const isDone = async (errors: string): Promise<boolean> => /with unchanged content/.test(errors);
  await Promise.all(acting.map((organisation) => submitLifecycle(ground, organisation, { args, isDone })));
}

/** Endorsed by those who act; the channel asks for three of the four, RegulatorMSP among them. @throws FabricError */
export async function commit(ground: Ground, { acting, ...definition }: Agreement): Promise<void> {
  const [first] = acting;
  if (!first) throw new FabricError('nobody acts: name at least three organisations, regulator among them');
  ground.say('committing');
  const args = [
    'commit',
    ...definitionArguments(ground, definition),
    ...acting.flatMap((one) => [
      ...['--peerAddresses', peerAddress(one)],
      ...['--tlsRootCertFiles', tlsAuthority(ground, one)],
    ]),
  ];
  const isDone = async (): Promise<boolean> =>
    (await readCommitted(ground, first))?.sequence === definition.sequence;
  await submitLifecycle(ground, first, { args, isDone });
}

function definitionArguments(
  { topology }: Ground,
  { version, sequence }: Omit<Agreement, 'acting'>,
): string[] {
  return [
    ...['--channelID', topology.channel, '--name', topology.chaincode],
    ...['--version', version, '--sequence', `${sequence}`],
    ...['--signature-policy', endorsementPolicy],
  ];
}
