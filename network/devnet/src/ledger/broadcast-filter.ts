import { common } from '@hyperledger/fabric-protos';
import type { IdentityVerifier } from '../ports.ts';
import { IdentityError } from './identity-error.ts';
import { OrderingError } from './ordering-error.ts';
import { type ParsedEnvelope, parseEnvelope } from './parse-envelope.ts';
import { TransactionError } from './transaction-error.ts';
import { transactionId } from './transaction-id.ts';

/** An envelope that may be ordered, and the id by which ordering knows it. Its creator is verified. */
export interface AdmittedEnvelope {
  readonly txId: string;
  readonly bytes: Uint8Array;
  readonly admitted: ParsedEnvelope;
  /** Sequence of the configuration by which the creator was verified. */
  readonly sequence: number;
  /** A new configuration, in a block of its own. */
  readonly config?: common.Config;
  readonly alone?: boolean;
}

export interface BroadcastFilterParts {
  readonly channel: string;
  readonly verifier: IdentityVerifier;
  readonly envelopeBytesMax: number;
  readonly sequence: number;
}

const typesOrdered: readonly number[] = [
  common.HeaderType.ENDORSER_TRANSACTION,
  common.HeaderType.CONFIG_UPDATE,
];

const forbidden =
  "implicit policy evaluation failed - 0 sub-policies were satisfied, but this policy requires 1 of the 'Writers' sub-policies to be satisfied: permission denied";

/**
 * What an orderer asks of an envelope before it is ordered: form, channel, size, and that its creator may write.
 * @throws OrderingError
 */
export function admitEnvelope(bytes: Uint8Array, parts: BroadcastFilterParts): AdmittedEnvelope {
  if (bytes.length > parts.envelopeBytesMax) {
    throw new OrderingError(
      'BAD_REQUEST',
      `message payload is ${bytes.length} bytes and exceeds maximum allowed ${parts.envelopeBytesMax} bytes`,
    );
  }
  const envelope = parse(bytes);
  const { channelHeader } = envelope;
  if (channelHeader.getChannelId() !== parts.channel) {
    throw new OrderingError('NOT_FOUND', `channel ${channelHeader.getChannelId()} does not exist`);
  }
  if (!typesOrdered.includes(channelHeader.getType())) {
    throw new OrderingError('BAD_REQUEST', `message of type ${channelHeader.getType()} cannot be processed`);
  }
  verifyWriter(envelope, parts.verifier);
  const txId = transactionId(envelope.nonce, envelope.creator);
  return { txId, bytes, admitted: envelope, sequence: parts.sequence };
}

function parse(bytes: Uint8Array): ParsedEnvelope {
  try {
    return parseEnvelope(bytes);
  } catch (error) {
    if (!(error instanceof TransactionError)) throw error;
    throw new OrderingError('BAD_REQUEST', `could not determine channel ID: ${error.message}`);
  }
}

function verifyWriter(envelope: ParsedEnvelope, verifier: IdentityVerifier): void {
  try {
    verifier.verify(envelope.creator, envelope.payload, envelope.signature);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    if (error.fault === 'expired') {
      throw new OrderingError('BAD_REQUEST', `broadcast client identity expired: ${error.message}`);
    }
    throw new OrderingError('FORBIDDEN', forbidden);
  }
}
