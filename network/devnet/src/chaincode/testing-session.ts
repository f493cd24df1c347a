import { peer } from '@hyperledger/fabric-protos';
import { ChaincodeSession } from './chaincode-session.ts';

export function parseMessage(latin1Text: string | undefined): peer.ChaincodeMessage {
  return peer.ChaincodeMessage.deserializeBinary(new Uint8Array(Buffer.from(latin1Text ?? '', 'latin1')));
}

/** A session without a stream. */
export interface TestSession {
  /** What it has sent, each byte a character. */
  readonly sent: string[];
  readonly session: ChaincodeSession;
  readonly refusals: string[];
}

export function newSession(accepts = (_id: string) => true, executeTimeoutMs = 1000): TestSession {
  const sent: string[] = [];
  const refusals: string[] = [];
  const session = new ChaincodeSession({
    send: (message) => sent.push(message.toString('latin1')),
    accepts,
    onReady: () => {},
    onRefused: (reason) => refusals.push(reason),
    executeTimeoutMs,
  });
  return { sent, session, refusals };
}
