import { peer } from '@hyperledger/fabric-protos';
import { approvalKey, lifecycleNamespace, metadataKey } from '../ledger/committed-definitions.ts';
import type { ChaincodeDefinition } from '../ports.ts';
import {
  currentSequence,
  decoded,
  get,
  type LifecycleCall,
  type LifecycleParts,
  Refusal,
} from './lifecycle-call.ts';
import { parseProposed, sameProposal } from './proposed-definition.ts';

export function queryApproved(parts: LifecycleParts, call: LifecycleCall, argument: Uint8Array): Uint8Array {
  const asked = decoded('QueryApprovedChaincodeDefinition', () =>
    peer.lifecycle.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(argument),
  );
  const name = asked.getName();
  const current = currentSequence(parts, call, name);
  const find = (sequence: number) => get(call, approvalKey(call.mspId, name, sequence));
  const sequence = asked.getSequence() || (find(current + 1) === undefined ? current : current + 1);
  const approved = find(sequence);
  if (approved === undefined) {
    throw new Refusal(
      `could not fetch approved chaincode definition (name: '${name}', sequence: '${sequence}')`,
    );
  }
  const proposed = parseProposed(approved);
  const result = new peer.lifecycle.QueryApprovedChaincodeDefinitionResult();
  result.setSequence(sequence);
  result.setVersion(proposed.version);
  result.setEndorsementPlugin('escc');
  result.setValidationPlugin('vscc');
  result.setValidationParameter(proposed.parameter);
  const { ApproveChaincodeDefinitionForMyOrgArgs: Args } = peer.lifecycle;
  result.setSource(Args.deserializeBinary(approved).getSource());
  return result.serializeBinary();
}

export function queryDefinition(
  parts: LifecycleParts,
  call: LifecycleCall,
  argument: Uint8Array,
): Uint8Array {
  const name = decoded('QueryChaincodeDefinition', () =>
    peer.lifecycle.QueryChaincodeDefinitionArgs.deserializeBinary(argument).getName(),
  );
  const definition = parts.definitions.get(name);
  if (definition === undefined) throw new Refusal(`namespace ${name} is not defined`, 404);
  const result = new peer.lifecycle.QueryChaincodeDefinitionResult();
  describe(definition, result);
  const isGiven = call.state.get(lifecycleNamespace, metadataKey(name)) === undefined;
  const { version, sequence, parameter } = definition;
  const proposed = { name, version, sequence, parameter };
  for (const mspId of parts.mspIds) {
    const approved = call.state.get(lifecycleNamespace, approvalKey(mspId, name, sequence))?.value;
    const agrees = approved !== undefined && sameProposal(parseProposed(approved), proposed);
    result.getApprovalsMap().set(mspId, isGiven || agrees);
  }
  return result.serializeBinary();
}

export function listDefinitions(parts: LifecycleParts): Uint8Array {
  const result = new peer.lifecycle.QueryChaincodeDefinitionsResult();
  for (const definition of parts.definitions.values()) {
    const one = new peer.lifecycle.QueryChaincodeDefinitionsResult.ChaincodeDefinition();
    one.setName(definition.name);
    describe(definition, one);
    result.addChaincodeDefinitions(one);
  }
  return result.serializeBinary();
}

type Described = Pick<
  peer.lifecycle.QueryChaincodeDefinitionResult,
  'setSequence' | 'setVersion' | 'setEndorsementPlugin' | 'setValidationPlugin' | 'setValidationParameter'
>;

function describe(definition: ChaincodeDefinition, into: Described): void {
  into.setSequence(definition.sequence);
  into.setVersion(definition.version);
  into.setEndorsementPlugin('escc');
  into.setValidationPlugin('vscc');
  into.setValidationParameter(definition.parameter);
}
