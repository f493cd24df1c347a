import { gateway } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { bytesOf, type GatewayRecording, readRecording } from '../chaincode/testing-recordings.ts';
import { IdentityError } from '../ledger/identity-error.ts';
import type { Ledger, VerifiedIdentity } from '../ports.ts';
import { parseProposal } from './proposal.ts';
import { type ProposalCheckParts, verifyProposal } from './proposal-check.ts';

const [call] = readRecording<GatewayRecording>('gateway_main').calls;
const proposal = parseProposal(
  gateway.EndorseRequest.deserializeBinary(bytesOf(call?.request ?? '')).getProposedTransaction(),
);

/** A peer at the proposal's time that has accepted its creator, but for what a test says. */
function peerWith(but: {
  now?: Date;
  identity?: () => VerifiedIdentity;
  committed?: boolean;
}): ProposalCheckParts {
  const accepted = () => ({ mspId: 'ProducersMSP' }) as VerifiedIdentity;
  const verify = but.identity ?? accepted;
  return {
    now: () => but.now ?? proposal.timestamp,
    verifier: { identify: verify, verify },
    // The check asks the ledger for nothing else.
    ledger: { transaction: () => (but.committed ? {} : undefined) } as unknown as Ledger,
  };
}

const refuseIdentity = (fault: IdentityError['fault'], text: string) => () => {
  throw new IdentityError(fault, 'why', text);
};

describe('a peer', () => {
  it('executes a proposal of its time with the right id and an accepted creator', () => {
    expect(() => verifyProposal(proposal, peerWith({}))).not.toThrow();
  });

  it('refuses an id that is not the hash of nonce and creator, before it looks at the creator', () => {
    const parts = peerWith({ identity: refuseIdentity('untrusted', 'not asked') });
    const forged = { ...proposal, txId: 'a'.repeat(64) };
    expect(() => verifyProposal(forged, parts)).toThrow(
      `error validating proposal: incorrectly computed txid '${forged.txId}' -- expected '${proposal.txId}'`,
    );
  });

  it('refuses outside the time window before everything else, as a filter', () => {
    const now = new Date(proposal.timestamp.getTime() + 15 * 60_000 + 1);
    const parts = peerWith({ now, committed: true });
    expect(() => verifyProposal(proposal, parts)).toThrow(
      expect.objectContaining({ stage: 'filter', message: expect.stringContaining('incorrect timestamp') }),
    );
  });

  it('refuses an expired creator as a filter, any other as an endorser', () => {
    expect(() =>
      verifyProposal(proposal, peerWith({ identity: refuseIdentity('expired', 'expired') })),
    ).toThrow(expect.objectContaining({ stage: 'filter', message: 'expired' }));
    expect(() =>
      verifyProposal(proposal, peerWith({ identity: refuseIdentity('signature', 'denied') })),
    ).toThrow(expect.objectContaining({ stage: 'endorser', message: 'error validating proposal: denied' }));
  });

  it('refuses a transaction that is committed already', () => {
    const creator = Buffer.from(proposal.creator).toString('hex');
    expect(() => verifyProposal(proposal, peerWith({ committed: true }))).toThrow(
      `duplicate transaction found [${proposal.txId}]. Creator [${creator}]`,
    );
  });
});
