import { parseEnvelope } from '../ledger/parse-envelope.ts';
import { parseTransaction } from '../ledger/parse-transaction.ts';

export { readRecording } from '../testing/recordings.ts';

export function bytesOf(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

/** One message of ccaas_stream*.json. */
export interface StreamMessage {
  /** Milliseconds. */
  readonly t: number;
  readonly dir: 'OPEN' | 'cc->peer' | 'peer->cc';
  readonly type?: string;
  readonly txid?: string;
  /** Base64 of the ChaincodeMessage; of long ones the beginning and then `...`. */
  readonly raw?: string;
}

/** gateway_*.json: gRPC calls with serialised bodies, and what the client made of them. */
export interface GatewayRecording {
  readonly outcome: readonly RecordedOutcome[];
  readonly calls: readonly RecordedCall[];
}

export interface RecordedOutcome {
  readonly label: string;
  readonly ok?: boolean;
  readonly name?: string;
  readonly code?: number;
  readonly message?: string;
  readonly details?: readonly {
    readonly address: string;
    readonly message: string;
    readonly mspId: string;
  }[];
}

export interface RecordedCall {
  readonly label: string;
  readonly path: string;
  readonly request: string;
  readonly response?: string;
  readonly error?: {
    readonly code: number;
    readonly details: string;
    readonly grpcStatusDetailsBin?: string;
  };
}

/** How many endorsements a transaction carries. @param envelope common.Envelope bytes. */
export function countEndorsements(envelope: Uint8Array): number {
  return parseTransaction(parseEnvelope(envelope)).endorsements.length;
}
