import type { ChaincodeExecutor } from '../chaincode/chaincode-call.ts';
import type { ChaincodeDefinition, GatewayParts } from '../ports.ts';

/** The processes of each chaincode by its name; organisation i of the channel is served by process i modulo their number. */
type ChaincodeProcesses = ReadonlyMap<string, readonly ChaincodeExecutor[]>;

export interface ExecutionParts extends GatewayParts {
  readonly processes: ChaincodeProcesses;
}

export interface RunnableChaincode {
  readonly definition: ChaincodeDefinition;
  readonly processes: readonly ChaincodeExecutor[];
}

/** The chaincode as the channel knows it; undefined when the channel, its definition or its processes are not there. */
export function findChaincode(
  parts: ExecutionParts,
  channel: string,
  name: string,
): RunnableChaincode | undefined {
  if (channel !== parts.ledger.channel) return undefined;
  const definition = parts.definitions.get(name);
  const processes = parts.processes.get(name) ?? [];
  return definition && processes.length > 0 ? { definition, processes } : undefined;
}
