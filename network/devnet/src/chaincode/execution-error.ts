/**
 * - `unreachable`: nothing answers at the chaincode's address, or what answers is another chaincode
 * - `terminated`: the stream broke while the chaincode was at work
 * - `timeout`: no answer within `executeTimeoutMs`
 * - `failed`: the chaincode's runtime could not take the transaction
 */
export type ExecutionFailure = 'unreachable' | 'terminated' | 'timeout' | 'failed';

/**
 * A transaction got no answer from its chaincode: no statement of the chaincode about it, so another peer may be asked.
 * The message is in Fabric's words, without the leading `error in simulation: failed to execute transaction …: `.
 */
export class ExecutionError extends Error {
  override readonly name = 'ExecutionError';
  readonly failure: ExecutionFailure;

  constructor(failure: ExecutionFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}
