import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Program } from '@mengsu/network/programs';
import { runningKeepers, startKeeper, stopKeepers } from '../../network/fabric/src/keeper/keepers.ts';
import { isRunning, type ProcessMark } from '../../network/fabric/src/keeper/process-mark.ts';
import { readPlan } from '../../network/fabric/src/keeper/run-file.ts';
import { type NodeKind, type Places, placesIn } from '../../network/fabric/src/places.ts';
import { type Organisation, readTopology, type Topology } from '../../network/fabric/src/topology.ts';
import type { FabricNetwork } from '../system/fabric-network.ts';
import { heldFile } from '../system/held-binaries.ts';

const askTimeoutMs = 2_000;
const waitTimeoutMs = 30_000;
const pollMs = 100;
const levelTimeoutMs = 60_000;
const sequencesApartMax = 10;
const complaintMs = 15_000;

/** The processes of a Fabric network, to be harmed. Names are those of its keepers: `orderer-brand`, `peer-trade`, `chaincode-brand-0`. */
export class FabricNodes {
  readonly topology: Topology;
  readonly places: Places;

  constructor({ folder, topology }: FabricNetwork) {
    this.places = placesIn(folder);
    this.topology = readTopology(topology);
  }

  signal(name: string, signal: NodeJS.Signals): void {
    process.kill(this.#running(name).pid, signal);
  }

  /** Kills a node and keeps it away until `letBack`. */
  async takeAway(kind: NodeKind, { name }: Organisation): Promise<void> {
    await writeFile(path.join(this.places.node(name, kind).folder, heldFile), '');
    this.signal(`${kind}-${name}`, 'SIGKILL');
  }

  async letBack(kind: NodeKind, { name }: Organisation): Promise<void> {
    await rm(path.join(this.places.node(name, kind).folder, heldFile), { force: true });
  }

  /** Whose orderer leads, as most of the orderers that answer say. Throws where none answers. */
  async leader(): Promise<Organisation> {
    const { organisations } = this.topology;
    const said = (await Promise.all(organisations.map(saidLeader))).flatMap((id) => id ?? []);
    const votes = (id: number): number => said.filter((other) => other === id).length;
    const [id = 0] = said.toSorted((one, other) => votes(other) - votes(one));
    // Consenters are numbered from 1, in the topology's order.
    const leader = organisations[id - 1];
    if (!leader) throw new Error('no orderer says who leads');
    return leader;
  }

  /** Resolves when another one leads. Throws where that takes over 30 s. */
  async untilLeaderIsNot(old: Organisation): Promise<Organisation> {
    const until = Date.now() + waitTimeoutMs;
    for (;;) {
      const leader = await this.leader();
      if (leader.name !== old.name) return leader;
      if (Date.now() > until) throw new Error(`the orderer of ${old.name} leads after 30 s`);
      await pause(pollMs);
    }
  }

  /** Resolves when the name has another living process. Throws where that takes over 30 s. */
  async untilAnew(name: string, old: ProcessMark): Promise<void> {
    const until = Date.now() + waitTimeoutMs;
    for (;;) {
      const now = this.find(name);
      if (now && now.begun !== old.begun && isRunning(now)) return;
      if (Date.now() > until) throw new Error(`${name} does not run again after 30 s`);
      await pause(pollMs);
    }
  }

  /** Resolves when a peer has every block. Throws where that takes over 30 s. */
  async untilLevel(peer: Organisation): Promise<void> {
    const until = Date.now() + waitTimeoutMs;
    while (await this.#isBehind(peer)) {
      if (Date.now() > until) throw new Error(`the peer of ${peer.name} is behind after 30 s`);
      await pause(pollMs);
    }
  }

  /**
   * Resolves when all orderers follow one leader, none complains alone, and all work on nearly the same block; one that does not within 15 s is started
   * again, as docs/operate.md says. Answers whose these were. Throws where it takes over a minute.
   */
  async untilOrderersLevel(): Promise<string[]> {
    const begunMs = performance.now();
    const restarted: string[] = [];
    for (;;) {
      const apart = await this.#ordererApart();
      if (apart.length === 0) return restarted;
      const tookMs = performance.now() - begunMs;
      if (tookMs > levelTimeoutMs) throw new Error(`the orderers of ${apart.join(', ')} stay behind`);
      const late = tookMs > complaintMs ? apart.filter((name) => !restarted.includes(name)) : [];
      for (const name of late) this.signal(`orderer-${name}`, 'SIGKILL');
      restarted.push(...late);
      await pause(pollMs);
    }
  }

  /** Whose orderers do not work with the others. */
  async #ordererApart(): Promise<string[]> {
    const states = await Promise.all(this.topology.organisations.map(ordererState));
    const leader = (await this.leader()).name;
    const highest = Math.max(...states.map(({ sequence }) => sequence));
    return states.flatMap(({ name, leaderId, sequence, complains }) => {
      const isWith = this.topology.organisations[leaderId - 1]?.name === leader;
      return isWith && !complains && highest - sequence <= sequencesApartMax ? [] : [name];
    });
  }

  async #isBehind(peer: Organisation): Promise<boolean> {
    const heights = await Promise.all(this.topology.organisations.map(peerHeight));
    const height = heights[this.topology.organisations.indexOf(peer)] ?? 0;
    return height < Math.max(...heights);
  }

  /**
   * Starts a keeper's programs anew, one of them as a chaincode of another package. Answers what starts them as they were.
   * Throws where there is no such keeper or program.
   */
  async misnameChaincode(keeper: string, name: string): Promise<() => Promise<void>> {
    const { programs } = readPlan(path.join(this.places.run, `${keeper}.plan.json`));
    if (!programs.some((program) => program.name === name))
      throw new RangeError(`${keeper} keeps no ${name}`);
    const restart = async (anew: readonly Program[]): Promise<void> => {
      await stopKeepers(this.places, [keeper]);
      await startKeeper(this.places, keeper, anew);
    };
    const other = { CHAINCODE_ID: `another:${'0'.repeat(64)}` };
    await restart(
      programs.map((one) =>
        one.name === name ? { ...one, environment: { ...one.environment, ...other } } : one,
      ),
    );
    return () => restart(programs);
  }

  find(name: string): ProcessMark | undefined {
    return runningKeepers(this.places)
      .flatMap(({ programs }) => programs)
      .find((program) => program.name === name);
  }

  #running(name: string): ProcessMark {
    const found = this.find(name);
    if (!found || !isRunning(found)) throw new RangeError(`${name} does not run`);
    return found;
  }
}

/** The consenter's id that an orderer takes for the leader's, of its metrics; undefined where it does not answer. */
const saidLeader = ({ orderer }: Organisation): Promise<number | undefined> =>
  metricOf(orderer.operationsPort, /^consensus_smartbft_view_leader_id\{[^}]*\} (\d+)$/m);

/** How an orderer is in the agreement, of its metrics; numbers are 0 where it does not answer. */
async function ordererState({ name, orderer }: Organisation) {
  const metric = async (what: string): Promise<number> =>
    (await metricOf(
      orderer.operationsPort,
      new RegExp(`^consensus_smartbft_${what}\\{[^}]*\\} (\\d+)$`, 'm'),
    )) ?? 0;
  return {
    name,
    leaderId: await metric('view_leader_id'),
    sequence: await metric('view_proposal_sequence'),
    complains: (await metric('viewchange_next_view')) !== (await metric('viewchange_current_view')),
  };
}

/** Blocks of a peer, of its metrics; 0 where it does not answer. */
const peerHeight = async ({ peer }: Organisation): Promise<number> =>
  (await metricOf(peer.operationsPort, /^ledger_blockchain_height\{[^}]*\} (\d+)$/m)) ?? 0;

async function metricOf(port: number, pattern: RegExp): Promise<number | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
      signal: AbortSignal.timeout(askTimeoutMs),
    });
    const value = pattern.exec(await answer.text())?.[1];
    return value === undefined ? undefined : Number(value);
  } catch (error) {
    // Nobody listens, or not in time.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return undefined;
    throw error;
  }
}
