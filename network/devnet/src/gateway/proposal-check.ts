import { IdentityError } from '../ledger/identity-error.ts';
import { checkProposalTime } from '../ledger/proposal-time.ts';
import type { GatewayParts } from '../ports.ts';
import { expectedTxId, type Proposal } from './proposal.ts';

/**
 * Where a peer has refused: its authorisation filters, which a gateway takes for an unreachable peer,
 * or its endorser, whose refusal is final.
 */
export type RefusalStage = 'filter' | 'endorser';

/** A peer's reason not to execute a proposal, in Fabric's words. */
export class ProposalRefusal extends Error {
  override readonly name = 'ProposalRefusal';
  readonly stage: RefusalStage;

  constructor(stage: RefusalStage, message: string) {
    super(message);
    this.stage = stage;
  }
}

export type ProposalCheckParts = Pick<GatewayParts, 'ledger' | 'verifier' | 'now'>;

/**
 * What a peer checks before it executes: time window, transaction id, creator and signature, duplicates; in this order.
 * @throws ProposalRefusal
 */
export function verifyProposal(proposal: Proposal, parts: ProposalCheckParts): void {
  const untimely = checkProposalTime(proposal.timestamp, parts.now());
  if (untimely !== undefined) throw new ProposalRefusal('filter', untimely);
  const expected = expectedTxId(proposal);
  if (proposal.txId !== expected)
    throw new ProposalRefusal(
      'endorser',
      `error validating proposal: incorrectly computed txid '${proposal.txId}' -- expected '${expected}'`,
    );
  verifyCreator(proposal, parts);
  if (parts.ledger.transaction(proposal.txId))
    throw new ProposalRefusal(
      'endorser',
      `duplicate transaction found [${proposal.txId}]. Creator [${Buffer.from(proposal.creator).toString('hex')}]`,
    );
}

function verifyCreator(proposal: Proposal, { verifier }: ProposalCheckParts): void {
  const signature = proposal.signed.getSignature_asU8();
  try {
    verifier.verify(proposal.creator, proposal.signed.getProposalBytes_asU8(), signature);
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    if (error.fault === 'expired') throw new ProposalRefusal('filter', error.endorserMessage);
    throw new ProposalRefusal('endorser', `error validating proposal: ${error.endorserMessage}`);
  }
}
