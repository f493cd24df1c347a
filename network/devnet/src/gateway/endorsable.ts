import { peer } from '@hyperledger/fabric-protos';
import { lifecycleNamespace } from '../ledger/committed-definitions.ts';
import { policyEnvelope } from '../ledger/policy-envelope.ts';
import type { ChaincodeDefinition, OrganisationMaterial, StateReader } from '../ports.ts';
import { type ExecutionParts, findChaincode } from './chaincode-processes.ts';
import { processOf } from './endorsement-plan.ts';
import { type Execution, Executions } from './execution.ts';
import type { Proposal } from './proposal.ts';

/** A chaincode that peers can execute and endorse: one with processes, or `_lifecycle`. */
export interface Endorsable {
  readonly definition: Pick<ChaincodeDefinition, 'name' | 'version' | 'policy'>;
  /** Number of executions that can differ; each organisation's peer has one of them. */
  readonly processes: number;
  /** Whether written keys may have policies of their own, so that a first execution tells who must endorse. */
  readonly asksKeys: boolean;
  readonly executeBeside: (organisation: OrganisationMaterial) => Promise<Execution>;
}

/** Undefined when the channel does not know the chaincode, or it has no processes. */
export function findEndorsable(
  parts: ExecutionParts,
  proposal: Proposal,
  state: StateReader,
): Endorsable | undefined {
  if (proposal.chaincode === lifecycleNamespace && proposal.channel === parts.ledger.channel) {
    return lifecycleOf(parts, proposal);
  }
  const chaincode = findChaincode(parts, proposal.channel, proposal.chaincode);
  if (chaincode === undefined) return undefined;
  const { definition, processes } = chaincode;
  const executions = new Executions(proposal, processes, state);
  const planning = { organisations: parts.material.organisations, processes: processes.length };
  return {
    definition,
    processes: processes.length,
    asksKeys: state.mayHaveMetadata(proposal.chaincode),
    executeBeside: (organisation) => executions.on(processOf(organisation, planning)),
  };
}

/** Every peer has its own `_lifecycle`, which speaks for its organisation. */
function lifecycleOf({ systemChaincode, verifier }: ExecutionParts, proposal: Proposal): Endorsable {
  const definition = { name: lifecycleNamespace, version: 'syscc', policy: systemChaincode.lifecyclePolicy };
  const executeBeside = async ({ mspId }: OrganisationMaterial): Promise<Execution> => {
    const creator = verifier.identify(proposal.creator);
    const outcome = systemChaincode.lifecycle(proposal.input.getArgsList_asU8(), { mspId, creator });
    const { answer, readWriteSet, approver } = outcome;
    if (answer.status >= 400) {
      return { kind: 'refused', message: `chaincode response ${answer.status}, ${answer.message}` };
    }
    const response = new peer.Response();
    response.setStatus(answer.status);
    response.setPayload(answer.payload);
    const alone = approver === undefined ? [] : [policyEnvelope(`OR('${approver}.peer')`).serializeBinary()];
    const policies = { ofKeys: alone, ofChaincode: approver === undefined };
    return { kind: 'completed', outcome: { result: { response, event: undefined }, readWriteSet, policies } };
  };
  return { definition, processes: 1, asksKeys: true, executeBeside };
}
