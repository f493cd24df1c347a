/** A request of a chaincode that a peer answers with ERROR; the chaincode sees the text and may go on. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
}
