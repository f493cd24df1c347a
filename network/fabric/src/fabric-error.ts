/** What an operator must know or do; the message is one sentence. Any other error is a fault of ours. */
export class FabricError extends Error {
  override readonly name = 'FabricError';
}
