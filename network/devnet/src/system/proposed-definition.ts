import { peer } from '@hyperledger/fabric-protos';
import {
  channelEndorsement,
  type DefinitionFields,
  readApplicationPolicy,
} from '../ledger/committed-definitions.ts';
import { PolicyError } from '../ledger/policy-language.ts';

/** A definition that somebody approves or commits. */
export interface Proposed extends DefinitionFields {
  readonly name: string;
  /** ApproveChaincodeDefinitionForMyOrgArgs with the defaults filled in: an approval is kept as this. */
  readonly bytes: Uint8Array;
}

const namePattern = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const versionPattern = /^[A-Za-z0-9_.+-]+$/;
const textLengthMax = 128;

/**
 * @param argument …Args of approving, checking or committing: their common fields have the same numbers.
 * @throws PolicyError when it cannot be kept here: another policy, collections, plugins, an Init.
 */
export function parseProposed(argument: Uint8Array): Proposed {
  const args = peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(argument);
  const [name, version] = [args.getName(), args.getVersion()];
  requireNames(name, version);
  if (args.getInitRequired()) throw new PolicyError('a chaincode that requires Init is not kept here');
  if ((args.getCollections()?.getConfigList().length ?? 0) > 0) {
    throw new PolicyError('collections of private data are not kept here');
  }
  if (
    !['', 'escc'].includes(args.getEndorsementPlugin()) ||
    !['', 'vscc'].includes(args.getValidationPlugin())
  ) {
    throw new PolicyError('only the plugins escc and vscc are there');
  }
  if (args.getValidationParameter_asU8().length === 0) args.setValidationParameter(defaultParameter());
  args.setEndorsementPlugin('escc');
  args.setValidationPlugin('vscc');
  args.clearCollections();
  const parameter = args.getValidationParameter_asU8();
  readApplicationPolicy(parameter);
  return { name, version, sequence: args.getSequence(), parameter, bytes: args.serializeBinary() };
}

export function sameProposal(one: Omit<Proposed, 'bytes'>, other: Omit<Proposed, 'bytes'>): boolean {
  const isSame = one.name === other.name && one.version === other.version && one.sequence === other.sequence;
  return isSame && Buffer.from(one.parameter).equals(other.parameter);
}

function requireNames(name: string, version: string): void {
  if (name.length > textLengthMax || !namePattern.test(name)) {
    throw new PolicyError(
      `error validating chaincode definition: invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  }
  if (version.length > textLengthMax || !versionPattern.test(version)) {
    throw new PolicyError(
      `error validating chaincode definition: invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`,
    );
  }
}

function defaultParameter(): Uint8Array {
  const policy = new peer.ApplicationPolicy();
  policy.setChannelConfigPolicyReference(channelEndorsement);
  return policy.serializeBinary();
}
