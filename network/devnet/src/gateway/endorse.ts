import { status } from '@grpc/grpc-js';
import { type common, gateway } from '@hyperledger/fabric-protos';
import { PolicyError } from '../ledger/policy-language.ts';
import { organisationSets, readSignaturePolicy } from '../ledger/signature-policy.ts';
import type { EndorsementPolicy, OrganisationMaterial } from '../ports.ts';
import type { ExecutionParts } from './chaincode-processes.ts';
import { type Endorsable, findEndorsable } from './endorsable.ts';
import { type EndorsementPlan, type PlanningParts, planEndorsements } from './endorsement-plan.ts';
import type { Execution } from './execution.ts';
import { type ErrorDetail, GatewayStatus } from './gateway-status.ts';
import { homeOrganisation, peerDetail } from './nodes.ts';
import { type Proposal, parseProposal } from './proposal.ts';
import { ProposalRefusal, verifyProposal } from './proposal-check.ts';
import { endorse, prepareTransaction, proposalResponsePayload } from './transaction.ts';

/**
 * `gateway.Gateway/Endorse`: the proposal is executed on two chaincode processes at least, against one committed
 * height, and endorsed by peers of organisations that satisfy the policy when all executions agree byte for byte.
 * @throws GatewayStatus
 */
export async function endorseProposal(
  parts: ExecutionParts,
  request: gateway.EndorseRequest,
): Promise<gateway.EndorseResponse> {
  const proposal = parseProposal(request.getProposedTransaction());
  const chaincode = findEndorsable(parts, proposal, parts.ledger.snapshot());
  if (!chaincode) throw noCombination(proposal);
  const planning = {
    organisations: parts.material.organisations,
    homeMspId: parts.homeMspId,
    organisationSets: chaincode.definition.policy.organisationSets,
    processes: chaincode.processes,
  };
  const requested = request.getEndorsingOrganizationsList();
  const usual = planEndorsements(planning, requested);
  verifyAtHome(proposal, parts);
  const isAsked = requested.length === 0 && chaincode.asksKeys;
  // Only then a first execution has to end before it is known who must endorse.
  const first = isAsked ? await chaincode.executeBeside(homeOrganisation(parts)) : undefined;
  const plans = first === undefined ? usual : (replan(first, { planning, chaincode }) ?? usual);
  if (plans.length === 0) throw unsatisfiable();
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(await collect({ proposal, chaincode, plans }));
  return response;
}

/** Plans that satisfy the policies of all written keys too; undefined when these have none. */
function replan(
  first: Execution,
  { planning, chaincode }: { planning: PlanningParts; chaincode: Endorsable },
): EndorsementPlan[] | undefined {
  if (first.kind !== 'completed' || first.outcome.policies.ofKeys.length === 0) return undefined;
  const { ofKeys, ofChaincode } = first.outcome.policies;
  const policies = [...ofKeys.map(readKeyPolicy), ...(ofChaincode ? [chaincode.definition.policy] : [])];
  const mspIds = planning.organisations.map(({ mspId }) => mspId);
  return planEndorsements({ ...planning, organisationSets: organisationSets(policies, mspIds) }, []);
}

function readKeyPolicy(bytes: Uint8Array): EndorsementPolicy {
  try {
    return readSignaturePolicy(bytes);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw unsatisfiable();
  }
}

interface Collection {
  readonly proposal: Proposal;
  readonly chaincode: Endorsable;
  readonly plans: readonly EndorsementPlan[];
}

/** Tries the plans in turn; a peer that has failed is not asked again. The first peer's failure ends it all, as in Fabric. */
async function collect(collection: Collection): Promise<common.Envelope> {
  const failures: ErrorDetail[] = [];
  for (const { endorsers, witnesses } of collection.plans) {
    const asked = [...endorsers, ...witnesses];
    if (asked.some(({ mspId }) => failures.some((failure) => failure.mspId === mspId))) continue;
    const answers = await Promise.all(asked.map((peer) => answerOf(collection, peer)));
    const [first, ...others] = answers;
    if (!first) continue;
    if (first.payload === undefined)
      throw aborted('failed to endorse transaction', [peerDetail(first.peer, first.message)]);
    const failed = others.flatMap((answer) => disagreement(answer, first.payload));
    if (failed.length === 0)
      return prepareTransaction(
        collection.proposal,
        first.payload,
        endorsers.map((organisation) => endorse(first.payload, organisation.peer)),
      );
    if (failed.some(({ final }) => final)) throw notEnough(failed.map(({ detail }) => detail));
    failures.push(...failed.map(({ detail }) => detail));
  }
  throw failures.length > 0 ? notEnough(failures) : noCombination(collection.proposal);
}

type PeerAnswer =
  | { readonly peer: OrganisationMaterial; readonly payload: Uint8Array }
  | {
      readonly peer: OrganisationMaterial;
      readonly payload: undefined;
      readonly message: string;
    };

async function answerOf(collection: Collection, peer: OrganisationMaterial): Promise<PeerAnswer> {
  const execution = await collection.chaincode.executeBeside(peer);
  if (execution.kind !== 'completed') return { peer, payload: undefined, message: execution.message };
  const { definition } = collection.chaincode;
  return { peer, payload: proposalResponsePayload(collection.proposal, definition, execution.outcome) };
}

function disagreement(answer: PeerAnswer, expected: Uint8Array): { detail: ErrorDetail; final: boolean }[] {
  if (answer.payload === undefined)
    return [{ detail: peerDetail(answer.peer, answer.message), final: false }];
  if (Buffer.compare(answer.payload, expected) === 0) return [];
  return [{ detail: peerDetail(answer.peer, 'ProposalResponsePayloads do not match'), final: true }];
}

function verifyAtHome(proposal: Proposal, parts: ExecutionParts): void {
  try {
    verifyProposal(proposal, parts);
  } catch (error) {
    if (!(error instanceof ProposalRefusal)) throw error;
    throw aborted('failed to endorse transaction', [peerDetail(homeOrganisation(parts), error.message)]);
  }
}

function notEnough(details: readonly ErrorDetail[]): GatewayStatus {
  return aborted('failed to collect enough transaction endorsements', details);
}

function aborted(what: string, details: readonly ErrorDetail[]): GatewayStatus {
  return new GatewayStatus(status.ABORTED, `${what}, see attached details for more info`, details);
}

function unsatisfiable(): GatewayStatus {
  return new GatewayStatus(
    status.FAILED_PRECONDITION,
    'no combination of peers can be derived which satisfy the endorsement policy: ' +
      'no peer combination can satisfy the endorsement policy',
  );
}

function noCombination({ chaincode, channel }: Proposal): GatewayStatus {
  return new GatewayStatus(
    status.FAILED_PRECONDITION,
    `no combination of peers can be derived which satisfy the endorsement policy: ` +
      `No metadata was found for chaincode ${chaincode} in channel ${channel}`,
  );
}
