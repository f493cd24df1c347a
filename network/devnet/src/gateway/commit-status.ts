import { gateway } from '@hyperledger/fabric-protos';
import type { CommittedBlock, GatewayParts } from '../ports.ts';
import { requireReader } from './readers.ts';

type Outcome = { readonly code: number; readonly block: number };

/** Calls of CommitStatus that wait for a block: one listener for them all. */
export class CommitWaiters {
  readonly #waiters = new Map<string, Set<(outcome: Outcome) => void>>();
  readonly #stop: () => void;

  constructor(ledger: Pick<GatewayParts['ledger'], 'onBlock'>) {
    this.#stop = ledger.onBlock((block) => this.#announce(block));
  }

  /** Resolves when the transaction is in a block. Waits without end: until `signal` says that nobody listens any more. */
  outcome(txId: string, signal: AbortSignal): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      const waiters = this.#waiters.get(txId) ?? new Set();
      this.#waiters.set(txId, waiters);
      const settle = (outcome: Outcome) => {
        signal.removeEventListener('abort', abandon);
        resolve(outcome);
      };
      const abandon = () => {
        waiters.delete(settle);
        if (waiters.size === 0) this.#waiters.delete(txId);
        reject(signal.reason);
      };
      waiters.add(settle);
      signal.addEventListener('abort', abandon, { once: true });
      if (signal.aborted) abandon();
    });
  }

  close(): void {
    this.#stop();
  }

  /** The first transaction of an id stands: a later one in the same block finds no waiters. */
  #announce(block: CommittedBlock): void {
    if (this.#waiters.size === 0) return;
    for (const { txId, code } of block.transactions) {
      const waiters = this.#waiters.get(txId);
      if (!waiters) continue;
      this.#waiters.delete(txId);
      for (const settle of waiters) settle({ code, block: block.number });
    }
  }
}

/**
 * `gateway.Gateway/CommitStatus`.
 * @throws GatewayStatus PERMISSION_DENIED; the signal's reason when the caller has gone.
 */
export async function commitStatus(
  parts: Pick<GatewayParts, 'ledger' | 'verifier'> & { readonly commits: CommitWaiters },
  signed: gateway.SignedCommitStatusRequest,
  signal: AbortSignal,
): Promise<gateway.CommitStatusResponse> {
  const request = gateway.CommitStatusRequest.deserializeBinary(signed.getRequest_asU8());
  requireReader(parts, {
    channel: request.getChannelId(),
    identity: request.getIdentity_asU8(),
    message: signed.getRequest_asU8(),
    signature: signed.getSignature_asU8(),
  });
  const txId = request.getTransactionId();
  const outcome = parts.ledger.transaction(txId) ?? (await parts.commits.outcome(txId, signal));
  const response = new gateway.CommitStatusResponse();
  response.setResult(outcome.code as ReturnType<typeof response.getResult>);
  response.setBlockNumber(outcome.block);
  return response;
}
