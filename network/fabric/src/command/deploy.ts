import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../../../programs/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import { forEach, type Ground } from '../ground.ts';
import { runningKeepers, stopKeepers } from '../keeper/keepers.ts';
import { endorsementPolicy, readCommitted, readInstalled, readServed } from '../lifecycle/definition.ts';
import { keeperOf, serveCommitted, startChaincode } from '../lifecycle/serve.ts';
import { keepCode, labelOf, readCode } from '../package/chaincode-code.ts';
import { type ChaincodePackage, makePackage, slotOf } from '../package/chaincode-package.ts';
import { writeWhole } from '../prepare.ts';
import { ordererAddress, peerAddress, runPeer, tlsAuthority, tryPeer } from '../tools.ts';
import type { Organisation } from '../topology.ts';

/** One definition of the chaincode, as every organisation approves it. */
interface Definition {
  readonly version: string;
  readonly sequence: number;
}

const answerTimeoutMs = 30_000;
const approveTimeoutMs = 30_000;
const pollMs = 200;

/**
 * The project's chaincode on the channel: processes beside the peers, install, approve, commit, and a question that each peer answers.
 * With what is committed already it only sees to its processes; with anything else a new sequence, while the old one serves.
 * `version` is the chaincode's own when it is not given. @throws FabricError
 */
export async function deploy(ground: Ground, version?: string): Promise<void> {
  const { places, say, topology } = ground;
  requireRunning(ground);
  const code = await readCode(path.join(projectRoot, 'chaincode'));
  const named = version ?? code.version;
  const label = labelOf(topology.chaincode, named, code);
  const [first] = topology.organisations;
  if (!first) throw new RangeError('a topology without organisations');
  const served = await readServed(ground, first);
  if (served?.label === label) {
    say(`${label} is committed already, sequence ${served.sequence}`);
    await serveCommitted(ground);
    await waitUntilAnswering(ground, served.sequence);
    return;
  }
  const sequence = ((await readCommitted(ground, first))?.sequence ?? 0) + 1;
  const chaincode = makePackage(label, slotOf(sequence));
  await keepCode(code, path.join(places.chaincode, label), path.join(projectRoot, 'node_modules'));
  await writeWhole(path.join(places.packages, `${label}-${chaincode.slot}.tar.gz`), chaincode.bytes);
  say(`starting four chaincode processes, ${label}`);
  await startChaincode(ground, chaincode);
  await agree(ground, chaincode, { version: named, sequence });
  await waitUntilAnswering(ground, sequence);
  if (served) await stopKeepers(places, [keeperOf(served.slot)]);
  say(`chaincode ${label} answers on all peers, sequence ${sequence}`);
}

function requireRunning({ places }: Ground): void {
  if (!runningKeepers(places).some(({ name }) => name === 'nodes'))
    throw new FabricError('the network does not run: npm run fabric:up starts it');
}

/** Install, approve, commit: by every organisation with its own admin. */
async function agree(ground: Ground, chaincode: ChaincodePackage, definition: Definition): Promise<void> {
  const { say, places } = ground;
  const file = path.join(places.packages, `${chaincode.label}-${chaincode.slot}.tar.gz`);
  say('installing');
  await forEach(ground, async (organisation) => {
    if ((await readInstalled(ground, organisation)).includes(chaincode.id)) return;
    await runPeer(ground, organisation, ['lifecycle', 'chaincode', 'install', file]);
  });
  say(`approving sequence ${definition.sequence}`);
  await forEach(ground, (organisation) => approve(ground, organisation, { chaincode, definition }));
  say('committing');
  await commit(ground, definition);
}

/** Peers that have just joined do not know each other yet; an approval is tried again until they do. */
async function approve(
  ground: Ground,
  organisation: Organisation,
  { chaincode, definition }: { readonly chaincode: ChaincodePackage; readonly definition: Definition },
): Promise<void> {
  const until = Date.now() + approveTimeoutMs;
  for (;;) {
    const said = await tryPeer(ground, organisation, [
      ...['lifecycle', 'chaincode', 'approveformyorg', '--package-id', chaincode.id],
      ...definitionArguments(ground, definition),
      ...ordererArguments(ground, organisation),
    ]);
    // An approval that was made by an earlier try is as good.
    if (said.ok || /attempted to redefine uncommitted sequence .* with unchanged content/.test(said.errors))
      return;
    if (Date.now() > until)
      throw new FabricError(`${organisation.name} could not approve: ${said.errors.trim().slice(-500)}`);
    await pause(pollMs);
  }
}

async function commit(ground: Ground, definition: Definition): Promise<void> {
  const { organisations } = ground.topology;
  const [first] = organisations;
  if (!first) throw new RangeError('a topology without organisations');
  await runPeer(ground, first, [
    ...['lifecycle', 'chaincode', 'commit'],
    ...definitionArguments(ground, definition),
    ...ordererArguments(ground, first),
    ...organisations.flatMap((one) => [
      ...['--peerAddresses', peerAddress(one)],
      ...['--tlsRootCertFiles', tlsAuthority(ground, one)],
    ]),
  ]);
}

function definitionArguments({ topology }: Ground, { version, sequence }: Definition): string[] {
  return [
    ...['--channelID', topology.channel, '--name', topology.chaincode],
    ...['--version', version, '--sequence', `${sequence}`],
    ...['--signature-policy', endorsementPolicy],
  ];
}

function ordererArguments(ground: Ground, organisation: Organisation): string[] {
  return ['--orderer', ordererAddress(organisation), '--tls', '--cafile', tlsAuthority(ground, organisation)];
}

/** Each peer knows the sequence, and its chaincode answers: the law refuses what is no document, and says so. */
async function waitUntilAnswering(ground: Ground, sequence: number): Promise<void> {
  const { channel, chaincode } = ground.topology;
  const question = JSON.stringify({ function: 'record', Args: ['?'] });
  const query = ['chaincode', 'query', '-C', channel, '-n', chaincode, '-c', question];
  await forEach(ground, async (organisation) => {
    const until = Date.now() + answerTimeoutMs;
    for (;;) {
      const committed = await readCommitted(ground, organisation);
      const { errors } = await tryPeer(ground, organisation, query);
      if (committed?.sequence === sequence && /status:500 message:"DOCUMENT_INVALID/.test(errors)) return;
      if (Date.now() > until)
        throw new FabricError(
          `the chaincode of ${organisation.name} does not answer: ${errors.trim().slice(-300)}`,
        );
      await pause(pollMs);
    }
  });
}
