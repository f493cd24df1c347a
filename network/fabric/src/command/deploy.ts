import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { projectRoot } from '../../../programs/src/index.ts';
import { FabricError } from '../fabric-error.ts';
import { forEach, type Ground } from '../ground.ts';
import { runningKeepers, stopKeepers } from '../keeper/keepers.ts';
import { approve, commit, packageFile } from '../lifecycle/agree.ts';
import { readCommitted, readServed } from '../lifecycle/definition.ts';
import { keeperOf, serveCommitted, startChaincode } from '../lifecycle/serve.ts';
import { keepCode, labelOf, readCode } from '../package/chaincode-code.ts';
import { makePackage, slotOf } from '../package/chaincode-package.ts';
import { writeWhole } from '../prepare.ts';
import { tryPeer } from '../tools.ts';
import type { Organisation } from '../topology.ts';

const answerTimeoutMs = 30_000;
const pollMs = 200;

export interface DeployOptions {
  /** Default: the chaincode's own, of its package.json. */
  readonly version?: string | undefined;
  /** Names of the organisations whose admins act; the others say their own word later. Default: all. */
  readonly by?: readonly string[] | undefined;
}

/**
 * The project's chaincode on the channel: processes beside the peers, install, approve, commit, and a question that each peer answers.
 * With what is committed already, only what is missing of it; with anything else a new sequence, while the old one serves. @throws FabricError
 */
export async function deploy(ground: Ground, options: DeployOptions = {}): Promise<void> {
  const { places, say, topology } = ground;
  requireRunning(ground);
  const acting = actingOrganisations(ground, options.by);
  const code = await readCode(path.join(projectRoot, 'chaincode'));
  const version = options.version ?? code.version;
  const label = labelOf(topology.chaincode, version, code);
  const before = await forEach(ground, (organisation) => readServed(ground, organisation));
  const served = before.find((one) => one !== undefined);
  const isCommitted = served?.label === label;
  const sequence = (served?.sequence ?? 0) + (isCommitted ? 0 : 1);
  const chaincode = makePackage(label, slotOf(sequence));
  if (isCommitted) {
    say(`${label} is committed already, sequence ${sequence}`);
    await serveCommitted(ground);
  } else {
    await keepCode(code, path.join(places.chaincode, label), path.join(projectRoot, 'node_modules'));
    await writeWhole(packageFile(ground, chaincode), chaincode.bytes);
    say(`starting four chaincode processes, ${label}`);
    await startChaincode(ground, chaincode);
  }
  const missing = acting.filter(({ mspId }) => {
    const index = topology.organisations.findIndex((one) => one.mspId === mspId);
    return !isCommitted || before[index]?.label !== label;
  });
  await approve(ground, { acting: missing, version, sequence }, chaincode);
  if (!isCommitted) await commit(ground, { acting, version, sequence });
  await waitUntilAnswering(ground, { acting, sequence });
  // While an organisation has not approved, its peer answers nothing; what served before is stopped when all have.
  if (acting.length === topology.organisations.length)
    await stopKeepers(places, [keeperOf(slotOf(sequence + 1))]);
  say(`chaincode ${label} answers for ${acting.map(({ name }) => name).join(', ')}, sequence ${sequence}`);
}

function actingOrganisations(
  { topology }: Ground,
  names: readonly string[] | undefined,
): readonly Organisation[] {
  if (names === undefined) return topology.organisations;
  const strange = names.find((name) => !topology.organisations.some((one) => one.name === name));
  if (strange !== undefined) throw new FabricError(`there is no organisation ${strange}`);
  return topology.organisations.filter(({ name }) => names.includes(name));
}

function requireRunning({ places }: Ground): void {
  if (!runningKeepers(places).some(({ name }) => name === 'nodes'))
    throw new FabricError('the network does not run: npm run fabric:up starts it');
}

/** Each peer knows the sequence, and its chaincode answers: the law refuses what is no document, and says so. */
async function waitUntilAnswering(
  ground: Ground,
  { acting, sequence }: { readonly acting: readonly Organisation[]; readonly sequence: number },
): Promise<void> {
  const { channel, chaincode } = ground.topology;
  const question = JSON.stringify({ function: 'record', Args: ['?'] });
  const query = ['chaincode', 'query', '-C', channel, '-n', chaincode, '-c', question];
  await Promise.all(
    acting.map(async (organisation) => {
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
    }),
  );
}
