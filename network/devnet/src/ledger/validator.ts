import { common } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, VerifiedIdentity } from '../ports.ts';
import { IdentityError } from './identity-error.ts';
import type { TimelessVerifier } from './identity-verifier.ts';
import { type ParsedEnvelope, parseEnvelope } from './parse-envelope.ts';
import { type ParsedTransaction, parseTransaction } from './parse-transaction.ts';
import { TransactionError } from './transaction-error.ts';

export interface ValidatorParts {
  readonly channel: string;
  readonly verifier: TimelessVerifier;
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
}

/** What can be said of an envelope without the state: its transaction, or the code of its first fault. */
export type Validated =
  | { readonly txId: string; readonly transaction: ParsedTransaction; readonly envelope: ParsedEnvelope }
  | {
      readonly txId: string;
      readonly error: TransactionError;
      readonly envelope: ParsedEnvelope | undefined;
    };

export interface OrderedBytes {
  readonly bytes: Uint8Array;
  /** The same, when ordering has parsed it and verified its creator in this process: not done twice. */
  readonly admitted?: ParsedEnvelope;
}

/**
 * Everything of Fabric's validation that needs no state, in Fabric's order: form, creator, transaction id, proposal hash,
 * chaincode, endorsements. Duplicates and read versions follow when the block is committed.
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
    requireEndorsements(transaction, parts);
    return { txId, transaction, envelope };
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

function requireEndorsements(transaction: ParsedTransaction, parts: ValidatorParts): void {
  const invoked = findDefinition(transaction.chaincode, parts);
  if (invoked.version !== transaction.chaincodeVersion) {
    throw new TransactionError(
      'EXPIRED_CHAINCODE',
      `version ${transaction.chaincodeVersion} is not ${invoked.version}`,
    );
  }
  const endorsers = verifiedEndorsers(transaction, parts.verifier);
  for (const definition of writtenDefinitions(transaction, invoked, parts)) {
    if (!definition.policy.isSatisfiedBy(endorsers)) {
      throw new TransactionError('ENDORSEMENT_POLICY_FAILURE', `of chaincode ${definition.name}`);
    }
  }
}

/** The invoked chaincode's policy counts always; another one's when its namespace is written. */
function writtenDefinitions(
  transaction: ParsedTransaction,
  invoked: ChaincodeDefinition,
  parts: ValidatorParts,
): Set<ChaincodeDefinition> {
  const definitions = new Set([invoked]);
  const seen = new Set<string>();
  for (const { namespace, set } of transaction.namespaces) {
    if (seen.has(namespace)) throw new TransactionError('ILLEGAL_WRITESET', `${namespace} comes twice`);
    seen.add(namespace);
    const writes = set.getWritesList().length + set.getMetadataWritesList().length;
    if (writes === 0) continue;
    if (namespace === '_lifecycle' || namespace === 'lscc') {
      throw new TransactionError('ILLEGAL_WRITESET', `${namespace} is not written by transactions`);
    }
    definitions.add(findDefinition(namespace, parts));
  }
  return definitions;
}

function findDefinition(name: string, { definitions }: ValidatorParts): ChaincodeDefinition {
  const definition = definitions.get(name);
  if (definition === undefined) throw new TransactionError('INVALID_CHAINCODE', `${name} is not defined`);
  return definition;
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
