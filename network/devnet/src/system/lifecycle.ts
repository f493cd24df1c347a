import { peer } from '@hyperledger/fabric-protos';
import { policyEnvelope } from '../ledger/policy-envelope.ts';
import type { ChaincodeAnswer, ChaincodeDefinition } from '../ports.ts';

export interface LifecycleParts {
  readonly definitions: ReadonlyMap<string, ChaincodeDefinition>;
  /** Every organisation has approved every definition. */
  readonly mspIds: readonly string[];
}

/** Fabric's `_lifecycle`, as far as a client asks what is defined. Devnet's definitions are given at its first start. */
export function queryLifecycle(parts: LifecycleParts, args: readonly Uint8Array[]): ChaincodeAnswer {
  const name = Buffer.from(args[0] ?? []).toString();
  const argument = args[1] ?? new Uint8Array(0);
  switch (name) {
    case 'QueryChaincodeDefinition':
      return queryDefinition(parts, argument);
    case 'QueryChaincodeDefinitions':
      return { status: 200, message: '', payload: listDefinitions(parts) };
    default:
      return refuse(`SCC function '${name}' is not there: devnet’s definitions are given at its first start`);
  }
}

function queryDefinition(parts: LifecycleParts, argument: Uint8Array): ChaincodeAnswer {
  const name = readName(argument);
  if (name === undefined) return refuse("failed to decode input arg to 'QueryChaincodeDefinition'");
  const definition = parts.definitions.get(name);
  if (definition === undefined) {
    return refuse(
      `failed to invoke backing implementation of 'QueryChaincodeDefinition': namespace ${name} is not defined`,
    );
  }
  const result = new peer.lifecycle.QueryChaincodeDefinitionResult();
  result.setSequence(definition.sequence);
  result.setVersion(definition.version);
  result.setEndorsementPlugin('escc');
  result.setValidationPlugin('vscc');
  result.setValidationParameter(validationParameter(definition));
  for (const mspId of parts.mspIds) result.getApprovalsMap().set(mspId, true);
  return { status: 200, message: '', payload: result.serializeBinary() };
}

function listDefinitions(parts: LifecycleParts): Uint8Array {
  const result = new peer.lifecycle.QueryChaincodeDefinitionsResult();
  for (const definition of parts.definitions.values()) {
    const one = new peer.lifecycle.QueryChaincodeDefinitionsResult.ChaincodeDefinition();
    one.setName(definition.name);
    one.setSequence(definition.sequence);
    one.setVersion(definition.version);
    one.setEndorsementPlugin('escc');
    one.setValidationPlugin('vscc');
    one.setValidationParameter(validationParameter(definition));
    result.addChaincodeDefinitions(one);
  }
  return result.serializeBinary();
}

function validationParameter(definition: ChaincodeDefinition): Uint8Array {
  const policy = new peer.ApplicationPolicy();
  policy.setSignaturePolicy(policyEnvelope(definition.policyText));
  return policy.serializeBinary();
}

function readName(argument: Uint8Array): string | undefined {
  try {
    return peer.lifecycle.QueryChaincodeDefinitionArgs.deserializeBinary(argument).getName();
  } catch {
    // Whatever the decoder says of bytes that are no such message, the answer is the same.
    return undefined;
  }
}

function refuse(message: string): ChaincodeAnswer {
  return { status: 500, message, payload: new Uint8Array(0) };
}
