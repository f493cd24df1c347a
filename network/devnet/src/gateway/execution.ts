import type { ChaincodeExecutor, PreparedInvocation } from '../chaincode/chaincode-call.ts';
import { prepareInvocation } from '../chaincode/chaincode-call.ts';
import { ExecutionError } from '../chaincode/execution-error.ts';
import { Simulation } from '../chaincode/simulation.ts';
import type { StateReader } from '../ports.ts';
import type { Proposal } from './proposal.ts';
import type { SimulationOutcome } from './transaction.ts';

/** How one peer has answered a proposal. */
export type Execution =
  | { readonly kind: 'completed'; readonly outcome: SimulationOutcome }
  /** The chaincode refused: status 400 or more. */
  | { readonly kind: 'refused'; readonly message: string }
  /** No answer of the chaincode; another peer may have one. */
  | { readonly kind: 'failed'; readonly message: string };

/** The executions of one proposal: each process runs it at most once, all against the same committed height. */
export class Executions {
  readonly #proposal: Proposal;
  readonly #processes: readonly ChaincodeExecutor[];
  readonly #state: StateReader;
  readonly #invocation: PreparedInvocation;
  readonly #running = new Map<number, Promise<Execution>>();

  constructor(proposal: Proposal, processes: readonly ChaincodeExecutor[], state: StateReader) {
    this.#proposal = proposal;
    this.#processes = processes;
    this.#state = state;
    this.#invocation = prepareInvocation({ ...proposal, signedProposal: proposal.signed });
  }

  /** @param process its place among the chaincode's processes. */
  on(process: number): Promise<Execution> {
    const running = this.#running.get(process) ?? this.#run(process);
    this.#running.set(process, running);
    return running;
  }

  async #run(process: number): Promise<Execution> {
    const simulation = new Simulation(this.#state, this.#proposal.chaincode, this.#proposal.txId);
    const executor = this.#processes[process];
    if (!executor)
      throw new RangeError(`no chaincode process ${process}, there are ${this.#processes.length}`);
    try {
      const result = await executor.execute({ ...this.#invocation, simulation });
      const status = result.response.getStatus();
      if (status < 200 || status >= 400)
        return { kind: 'refused', message: `chaincode response ${status}, ${result.response.getMessage()}` };
      const [policies, readWriteSet] = [simulation.writtenPolicies(), simulation.results()];
      return { kind: 'completed', outcome: { result, readWriteSet, policies } };
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      const message = `error in simulation: failed to execute transaction ${this.#proposal.txId}: ${error.message}`;
      return { kind: 'failed', message };
    }
  }
}
