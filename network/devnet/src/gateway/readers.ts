import { status } from '@grpc/grpc-js';
import { IdentityError } from '../ledger/identity-error.ts';
import type { GatewayParts } from '../ports.ts';
import { GatewayStatus } from './gateway-status.ts';

export interface SignedRequest {
  readonly channel: string;
  readonly identity: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * The channel's Readers policy for requests that are no proposals: any identity of the channel's organisations.
 * @throws GatewayStatus PERMISSION_DENIED
 */
export function requireReader(
  parts: Pick<GatewayParts, 'ledger' | 'verifier'>,
  request: SignedRequest,
): void {
  if (request.channel !== parts.ledger.channel)
    throw denied(`Failed to get policy manager for channel [${request.channel}]`);
  try {
    parts.verifier.verify(request.identity, request.message, request.signature);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    throw denied(
      `Failed evaluating policy on signed data during check policy on channel [${request.channel}] ` +
        `with policy [/Channel/Application/Readers]: [implicit policy evaluation failed - 0 sub-policies were ` +
        `satisfied, but this policy requires 1 of the 'Readers' sub-policies to be satisfied]`,
    );
  }
}

function denied(message: string): GatewayStatus {
  return new GatewayStatus(status.PERMISSION_DENIED, message);
}
