import { status } from '@grpc/grpc-js';
import { gateway, orderer } from '@hyperledger/fabric-protos';
import type { Ledger } from '../ports.ts';
import { type CommittedEvent, eventsOfBlock } from './block-events.ts';
import { GatewayStatus } from './gateway-status.ts';
import { requireReader } from './readers.ts';

/**
 * `gateway.Gateway/ChaincodeEvents`: one message for each block that has events of the chaincode, without end.
 * Blocks are read one at a time as the consumer takes them, so a slow one holds no memory. An unknown chaincode is silence.
 * @throws GatewayStatus PERMISSION_DENIED or INVALID_ARGUMENT before the first message.
 */
export async function* chaincodeEvents(
  parts: Parameters<typeof requireReader>[0] & { readonly ledger: Ledger },
  signed: gateway.SignedChaincodeEventsRequest,
  signal: AbortSignal,
): AsyncGenerator<gateway.ChaincodeEventsResponse> {
  const request = gateway.ChaincodeEventsRequest.deserializeBinary(signed.getRequest_asU8());
  requireReader(parts, {
    channel: request.getChannelId(),
    identity: request.getIdentity_asU8(),
    message: signed.getRequest_asU8(),
    signature: signed.getSignature_asU8(),
  });
  const { ledger } = parts;
  const start = startBlock(request.getStartPosition(), ledger.height);
  for await (const number of blockNumbers(ledger, start, signal)) {
    const block = ledger.block(number);
    if (!block) throw new RangeError(`block ${number} is below the height ${ledger.height} and not there`);
    const all = eventsOfBlock(block, request.getChaincodeId());
    const events = number === start ? afterTransaction(all, request.getAfterTransactionId()) : all;
    const response = new gateway.ChaincodeEventsResponse();
    response.setBlockNumber(number);
    for (const { event } of events) if (event) response.addEvents(event);
    if (response.getEventsList().length > 0) yield response;
  }
}

/** A start beyond the height waits; no start is the next block to come. */
function startBlock(position: orderer.SeekPosition | undefined, height: number): number {
  const { TypeCase } = orderer.SeekPosition;
  switch (position?.getTypeCase() ?? TypeCase.TYPE_NOT_SET) {
    case TypeCase.OLDEST:
      return 0;
    case TypeCase.NEWEST:
      return height - 1;
    case TypeCase.SPECIFIED:
      return position?.getSpecified()?.getNumber() ?? 0;
    case TypeCase.NEXT_COMMIT:
    case TypeCase.TYPE_NOT_SET:
      return height;
    default:
      throw new GatewayStatus(status.INVALID_ARGUMENT, 'invalid start position type');
  }
}

/** What follows a checkpoint's transaction within its block; everything when it is not in the block. */
function afterTransaction(events: readonly CommittedEvent[], txId: string): readonly CommittedEvent[] {
  return events.slice(events.findIndex((event) => event.txId === txId) + 1);
}

/** Numbers of committed blocks from `start` on, waiting for those to come. Ends when the signal is aborted. */
async function* blockNumbers(ledger: Ledger, start: number, signal: AbortSignal): AsyncGenerator<number> {
  let wake = () => {};
  const stop = ledger.onBlock(() => wake());
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    for (let next = start; ; next += 1) {
      while (next >= ledger.height && !signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      if (signal.aborted) return;
      yield next;
    }
  } finally {
    stop();
  }
}
