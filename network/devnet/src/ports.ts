/**
 * The interfaces between devnet's two halves: the ledger (identities, ordering, blocks, state) and the
 * services before it (chaincode streams, endorser, gateway). Types only, so that either half can be tested alone.
 */
import type { KeyObject } from 'node:crypto';
import type { common } from '@hyperledger/fabric-protos';

/** Where a value was written: block number and the transaction's place in it. Both stay far below 2^53. */
export interface Version {
  readonly block: number;
  readonly tx: number;
}

/** A committed value. Its metadata are read apart, by `getMetadata`. */
export interface StateEntry {
  readonly value: Uint8Array;
  readonly version: Version;
}

export interface KeyedEntry extends StateEntry {
  readonly key: string;
}

/** One change of a key, as GET_HISTORY_FOR_KEY answers it. */
export interface KeyModification {
  readonly txId: string;
  /** Empty when `isDelete`. */
  readonly value: Uint8Array;
  /** The transaction's own time, from its channel header. */
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
  readonly isDelete: boolean;
  readonly version: Version;
}

/** Committed state. Reads are synchronous: they are SQLite or a cache in the same process. */
export interface StateReader {
  get(namespace: string, key: string): StateEntry | undefined;
  /** Metadata entries by name (`VALIDATION_PARAMETER` is the only one Fabric knows); empty when the key is not there. */
  getMetadata(namespace: string, key: string): ReadonlyMap<string, Uint8Array>;
  /** False: no key of the namespace has ever had metadata, so nobody needs to ask for each. */
  mayHaveMetadata(namespace: string): boolean;
  /** Keys from `startKey` (inclusive) to `endKey` (exclusive, '' = no end), in the order of their UTF-8 bytes. Lazy. */
  range(namespace: string, startKey: string, endKey: string): Iterable<KeyedEntry>;
  /** Newest first, as Fabric answers since 2.0. Lazy. */
  history(namespace: string, key: string): Iterable<KeyModification>;
}

/**
 * State as it was when exactly `height` blocks were committed, whatever is committed while it is read.
 * Costs nothing to take and nothing to hold (older versions are found in the key's history): nothing to close.
 * Two simulations of one proposal read one snapshot.
 */
export interface StateSnapshot extends StateReader {
  readonly height: number;
}

/** The first transaction of an id stands: a later duplicate (code 9) never hides it. */
export interface CommittedTransaction {
  readonly txId: string;
  /** peer.TxValidationCode. */
  readonly code: number;
  readonly block: number;
  readonly tx: number;
  /** common.Envelope, as it was ordered. Read from its block when asked for: the code alone costs nothing. */
  readonly envelope: Uint8Array;
}

/** A block just committed, with what most listeners would decode again. */
export interface CommittedBlock {
  readonly number: number;
  /** The message; shared by all listeners, so read only. */
  readonly block: common.Block;
  /** The same, serialised once. */
  readonly bytes: Uint8Array;
  /** In the order of the block. `txId` is empty for what is no endorser transaction. */
  readonly transactions: readonly { readonly txId: string; readonly code: number }[];
}

export interface Ledger extends StateReader {
  readonly channel: string;
  /** Number of committed blocks; the newest is `height - 1`. */
  readonly height: number;
  snapshot(): StateSnapshot;
  block(number: number): common.Block | undefined;
  blockBytes(number: number): Uint8Array | undefined;
  transaction(txId: string): CommittedTransaction | undefined;
  /**
   * Hands an envelope to ordering. Resolves when ordering has accepted it, which is no promise that it is
   * committed VALID. Throws OrderingError when ordering refuses it.
   * @param envelope common.Envelope bytes.
   */
  broadcast(envelope: Uint8Array): Promise<void>;
  /** Called once for every block after it is durable, in order, synchronously. Must not throw. Returns the way to stop. */
  onBlock(listener: (block: CommittedBlock) => void): () => void;
}

/**
 * Ordering's refusal, class `OrderingError` of ledger/ordering-error.ts. `status` is a common.Status
 * (400 BAD_REQUEST, 403 FORBIDDEN, 404 NOT_FOUND, 503 SERVICE_UNAVAILABLE); `message` is the orderer's `info`.
 * The gateway writes it as `received unsuccessful response from orderer: status=${statusName}, info=${message}`.
 */
export interface OrderingRefusal extends Error {
  readonly name: 'OrderingError';
  readonly status: number;
  readonly statusName: string;
}

/** Signs and verifies ECDSA P-256 with SHA-256; signatures are DER with low S, as Fabric wants them. */
export interface Signer {
  readonly mspId: string;
  readonly certificatePem: string;
  /** msp.SerializedIdentity bytes. */
  readonly serialized: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

export interface KeyPair {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export type OrganisationName = 'producers' | 'trade' | 'brand' | 'regulator';

/** What devnet holds of one organisation. */
export interface OrganisationMaterial {
  readonly name: OrganisationName;
  readonly mspId: string;
  /** Endorses. */
  readonly peer: Signer;
  /** Signs blocks. */
  readonly orderer: Signer;
  /** Server and client certificate of the peer: the gRPC server and the way to the chaincode servers. */
  readonly peerTls: KeyPair;
  readonly ordererTls: KeyPair;
  readonly identityCaPem: string;
  readonly tlsCaPem: string;
  /** Nominal `host:port` that the configuration and error details name; devnet listens at one address for all. */
  readonly peerAddress: string;
  readonly ordererAddress: string;
}

/** The channel's four organisations, in the order of their consenter ids (1 to 4). */
export interface NetworkMaterial {
  readonly organisations: readonly OrganisationMaterial[];
}

export type Role = 'client' | 'peer' | 'admin' | 'orderer';

/** An identity whose certificate chains to its organisation's CA, is in its time and carries exactly one role. */
export interface VerifiedIdentity {
  readonly mspId: string;
  readonly role: Role;
  readonly certificatePem: string;
  readonly publicKey: KeyObject;
}

/** Trusted: nothing leaves it that was not verified. Parsed certificates are cached by the identity's bytes (bounded). */
export interface IdentityVerifier {
  /** @throws IdentityError when the identity is malformed, of an unknown organisation, untrusted or out of its time. */
  identify(serializedIdentity: Uint8Array): VerifiedIdentity;
  /**
   * `identify`, and the signature is the identity's over the message, with low S.
   * @throws IdentityError with `endorserMessage` in the words of Fabric's endorser
   *   (`access denied: channel [ch] creator org [ProducersMSP]` or
   *   `access denied: channel [ch] creator org unknown, creator is malformed`).
   */
  verify(serializedIdentity: Uint8Array, message: Uint8Array, signature: Uint8Array): VerifiedIdentity;
}

/** `IdentityError` of ledger/identity-error.ts. */
export interface IdentityRefusal extends Error {
  readonly name: 'IdentityError';
  /** `expired` is answered without `error validating proposal: `, and a client of Fabric meets it as an authorisation filter's refusal. */
  readonly fault: 'malformed' | 'untrusted' | 'signature' | 'expired';
  /** Without the leading `error validating proposal: `, which the endorser adds. */
  readonly endorserMessage: string;
}

/** What the channel has agreed on about a chaincode (`_lifecycle`'s definition). */
export interface ChaincodeDefinition {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /** Fabric's signature policy, as text: `OR(AND('BrandMSP.peer','TradeMSP.peer'),…)`; absent when it was committed on the ledger. */
  readonly policyText?: string;
  /** The same, as peer.ApplicationPolicy bytes. */
  readonly parameter: Uint8Array;
  readonly policy: EndorsementPolicy;
}

/** A parsed signature policy. */
export interface EndorsementPolicy {
  /** Whether these identities together satisfy it; each identity counts once. */
  isSatisfiedBy(identities: readonly Pick<VerifiedIdentity, 'mspId' | 'role'>[]): boolean;
  /**
   * Minimal sets of organisations whose peers satisfy it, in the policy's own order, shortest first.
   * The endorser picks the first one that its reachable organisations cover, its own organisation preferred.
   */
  readonly organisationSets: readonly (readonly string[])[];
}

/** peer.Response of a chaincode. */
export interface ChaincodeAnswer {
  readonly status: number;
  readonly message: string;
  readonly payload: Uint8Array;
}

/** Who asks a system chaincode, and which organisation's peer answers. */
export interface SystemCaller {
  readonly mspId: string;
  readonly creator: Pick<VerifiedIdentity, 'mspId' | 'role'>;
}

/** A system chaincode's answer and what it has read and written: rwset.TxReadWriteSet bytes. */
export interface SystemOutcome {
  readonly answer: ChaincodeAnswer;
  readonly readWriteSet: Uint8Array;
  /** The organisation that alone endorses what was written; undefined for the lifecycle's own policy. */
  readonly approver: string | undefined;
}

export interface SystemChaincode {
  /** `qscc`, `cscc` and `_lifecycle`, answered without a chaincode process; undefined when `name` is none of them. `args[0]` is the function. */
  query(name: string, args: readonly Uint8Array[], caller: SystemCaller): ChaincodeAnswer | undefined;
  /** A transaction of `_lifecycle`. */
  lifecycle(args: readonly Uint8Array[], caller: SystemCaller): SystemOutcome;
  /** The channel's LifecycleEndorsement. */
  readonly lifecyclePolicy: EndorsementPolicy;
}

/** Everything that the endorser and the gateway service are built from. */
export interface GatewayParts {
  readonly ledger: Ledger;
  readonly material: NetworkMaterial;
  readonly verifier: IdentityVerifier;
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
  readonly systemChaincode: SystemChaincode;
  /** The organisation whose peer the gateway service runs in: endorses first, named first in error details. */
  readonly homeMspId: string;
  /** The clock; injected so that tests decide. */
  readonly now: () => Date;
}
