import { common } from '@hyperledger/fabric-protos';
import type { VerifiedIdentity } from '../ports.ts';
import { IdentityError } from './identity-error.ts';
import type { TimelessVerifier } from './identity-verifier.ts';
import { type ParsedEnvelope, parseEnvelope } from './parse-envelope.ts';
import { type ParsedTransaction, parseTransaction } from './parse-transaction.ts';
import { TransactionError } from './transaction-error.ts';

export interface ValidatorParts {
  readonly channel: string;
  readonly verifier: TimelessVerifier;
}

/** What can be said of an envelope without the state: its transaction and who endorsed it, or the code of its first fault. */
export type Validated =
  | {
      readonly txId: string;
      readonly transaction: ParsedTransaction;
      readonly endorsers: readonly VerifiedIdentity[];
      readonly envelope: ParsedEnvelope;
    }
  | {
      readonly txId: string;
      readonly error: TransactionError;
      readonly envelope: ParsedEnvelope | undefined;
    }
  /** A configuration that ordering itself has made. */
  | { readonly txId: ''; readonly config: common.Config; readonly envelope: ParsedEnvelope };

export interface OrderedBytes {
  readonly bytes: Uint8Array;
  /** The same, when ordering has parsed it and verified its creator in this process: not done twice. */
  readonly admitted?: ParsedEnvelope;
}

/**
 * Everything of Fabric's validation that needs no state, in Fabric's order: form, creator, transaction id, proposal hash,
 * endorsers. Duplicates, policies and read versions follow when the block is committed.
 */
export function validateEnvelope(ordered: OrderedBytes, parts: ValidatorParts): Validated {
  let envelope = ordered.admitted;
  let txId = '';
  try {
    if (envelope === undefined) {
      envelope = parseEnvelope(ordered.bytes);
      verifyCreator(envelope, parts);
    }
    if (envelope.channelHeader.getType() !== common.HeaderType.ENDORSER_TRANSACTION) {
      throw new TransactionError('UNSUPPORTED_TX_PAYLOAD', 'only endorser transactions are ordered here');
    }
    const transaction = parseTransaction(envelope);
    txId = transaction.txId;
    return { txId, transaction, endorsers: verifiedEndorsers(transaction, parts.verifier), envelope };
  } catch (error) {
    if (error instanceof TransactionError) return { txId, error, envelope };
    throw error;
  }
}

function verifyCreator(envelope: ParsedEnvelope, { channel, verifier }: ValidatorParts): void {
  if (envelope.channelHeader.getChannelId() !== channel) {
    throw new TransactionError('TARGET_CHAIN_NOT_FOUND', 'the envelope is of another channel');
  }
  try {
    verifier.verifyAtAnyTime(envelope.creator, envelope.payload, envelope.signature);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    throw new TransactionError('BAD_CREATOR_SIGNATURE', error.message);
  }
}

/** An endorsement that is wrong counts for nothing; the same endorser counts once. */
function verifiedEndorsers(transaction: ParsedTransaction, verifier: TimelessVerifier): VerifiedIdentity[] {
  const endorsers = new Map<string, VerifiedIdentity>();
  for (const endorsement of transaction.endorsements) {
    const endorser = endorsement.getEndorser_asU8();
    const signed = Buffer.concat([transaction.proposalResponsePayload, endorser]);
    try {
      const identity = verifier.verifyAtAnyTime(endorser, signed, endorsement.getSignature_asU8());
      endorsers.set(Buffer.from(endorser).toString('latin1'), identity);
    } catch (error) {
      if (!(error instanceof IdentityError)) throw error;
    }
  }
  return [...endorsers.values()];
}
