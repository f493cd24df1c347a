import { status } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import { lifecycleNamespace } from '../ledger/committed-definitions.ts';
import type { ChaincodeAnswer, OrganisationMaterial } from '../ports.ts';
import { type ExecutionParts, findChaincode } from './chaincode-processes.ts';
import { processOf } from './endorsement-plan.ts';
import { Executions } from './execution.ts';
import { type ErrorDetail, GatewayStatus } from './gateway-status.ts';
import { fromHome, homeOrganisation, peerDetail } from './nodes.ts';
import { type Proposal, parseProposal } from './proposal.ts';
import { ProposalRefusal, verifyProposal } from './proposal-check.ts';

/**
 * `gateway.Gateway/Evaluate`: one execution, nothing written; the next peer is asked when one has no answer.
 * `qscc` and `_lifecycle` are answered without a chaincode process.
 * @throws GatewayStatus
 */
export async function evaluateProposal(
  parts: ExecutionParts,
  request: gateway.EvaluateRequest,
): Promise<gateway.EvaluateResponse> {
  const proposal = parseProposal(request.getProposedTransaction());
  if (proposal.channel !== parts.ledger.channel) throw unknownChannel(proposal.channel);
  const targets = request.getTargetOrganizationsList();
  const answer = systemAnswer(parts, proposal, targets);
  const response = new gateway.EvaluateResponse();
  response.setResult(answer ?? (await execute(parts, proposal, targets)));
  return response;
}

const systemNames: readonly string[] = ['qscc', 'cscc', lifecycleNamespace];

/** The system chaincodes of the home peer, or of the first organisation that is asked for. */
function systemAnswer(
  parts: ExecutionParts,
  proposal: Proposal,
  targets: readonly string[],
): peer.Response | undefined {
  if (findChaincode(parts, proposal.channel, proposal.chaincode)) return undefined;
  const args = proposal.input.getArgsList_asU8();
  if (!systemNames.includes(proposal.chaincode)) return undefined;
  const [home = homeOrganisation(parts)] = fromHome(parts).filter(({ mspId }) => targets.includes(mspId));
  verify(parts, proposal, [home]);
  const caller = { mspId: home.mspId, creator: parts.verifier.identify(proposal.creator) };
  const answer = parts.systemChaincode.query(proposal.chaincode, args, caller);
  if (!answer) return undefined;
  if (answer.status < 200 || answer.status >= 400)
    throw refused(status.UNKNOWN, home, `chaincode response ${answer.status}, ${answer.message}`);
  return responseOf(answer);
}

function responseOf(answer: ChaincodeAnswer): peer.Response {
  const response = new peer.Response();
  response.setStatus(answer.status);
  response.setMessage(answer.message);
  response.setPayload(answer.payload);
  return response;
}

async function execute(
  parts: ExecutionParts,
  proposal: Proposal,
  targets: readonly string[],
): Promise<peer.Response> {
  const chaincode = findChaincode(parts, proposal.channel, proposal.chaincode);
  const peers = fromHome(parts).filter(({ mspId }) => targets.length === 0 || targets.includes(mspId));
  if (!chaincode || peers.length === 0) throw noPeers(proposal);
  verify(parts, proposal, peers);
  const executions = new Executions(proposal, chaincode.processes, parts.ledger.snapshot());
  const planning = { organisations: parts.material.organisations, processes: chaincode.processes.length };
  const failures: ErrorDetail[] = [];
  for (const organisation of peers) {
    const execution = await executions.on(processOf(organisation, planning));
    if (execution.kind === 'completed') return execution.outcome.result.response;
    if (execution.kind === 'refused') throw refused(status.UNKNOWN, organisation, execution.message);
    failures.push(peerDetail(organisation, execution.message));
  }
  throw allFailed(status.ABORTED, failures);
}

/** A refusal of a filter looks to the gateway like a peer that cannot be reached, so that it asks them all. */
function verify(parts: ExecutionParts, proposal: Proposal, peers: readonly OrganisationMaterial[]): void {
  try {
    verifyProposal(proposal, parts);
  } catch (error) {
    if (!(error instanceof ProposalRefusal)) throw error;
    if (error.stage === 'endorser')
      throw refused(status.FAILED_PRECONDITION, homeOrganisation(parts), error.message);
    throw allFailed(
      status.UNAVAILABLE,
      peers.map((organisation) => peerDetail(organisation, error.message)),
    );
  }
}

function refused(code: status, organisation: OrganisationMaterial, message: string): GatewayStatus {
  const details = [peerDetail(organisation, message)];
  return new GatewayStatus(code, `evaluate call to endorser returned error: ${message}`, details);
}

function allFailed(code: status, details: readonly ErrorDetail[]): GatewayStatus {
  return new GatewayStatus(
    code,
    'failed to evaluate transaction, see attached details for more info',
    details,
  );
}

function unknownChannel(channel: string): GatewayStatus {
  return new GatewayStatus(
    status.UNAVAILABLE,
    `failed to get config for channel [${channel}]: could not get last config for channel ${channel}`,
  );
}

function noPeers({ chaincode, channel }: Proposal): GatewayStatus {
  return new GatewayStatus(
    status.FAILED_PRECONDITION,
    `no peers available to evaluate chaincode ${chaincode} in channel ${channel}`,
  );
}
