import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition } from '../ports.ts';
import { policyEnvelope } from './policy-envelope.ts';
import { makeSignaturePolicy } from './signature-policy.ts';

/**
 * The definition that devnet is given at its first start.
 * @throws PolicyError when the text is not of the policy language.
 */
export function firstDefinition(name: string, version: string, policyText: string): ChaincodeDefinition {
  const policy = makeSignaturePolicy(policyText);
  const parameter = new peer.ApplicationPolicy();
  parameter.setSignaturePolicy(policyEnvelope(policyText));
  return { name, version, sequence: 1, policyText, parameter: parameter.serializeBinary(), policy };
}
