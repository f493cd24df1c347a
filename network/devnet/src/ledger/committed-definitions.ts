import { peer } from '@hyperledger/fabric-protos';
import type { ChaincodeDefinition, EndorsementPolicy, StateReader } from '../ports.ts';
import { PolicyError } from './policy-language.ts';
import { makeSignaturePolicy, readSignaturePolicy } from './signature-policy.ts';

/** The namespace of definitions, and of what organisations have approved. */
export const lifecycleNamespace = '_lifecycle';

/** What a definition says besides its name, as it is written: the fields of Fabric's `ChaincodeDefinition`. */
export interface DefinitionFields {
  readonly sequence: number;
  readonly version: string;
  /** peer.ApplicationPolicy bytes. */
  readonly parameter: Uint8Array;
}

const datatype = 'ChaincodeDefinition';
const fieldNames = ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'];

export function metadataKey(name: string): string {
  return `namespaces/metadata/${name}`;
}

export function fieldKey(name: string, field: string): string {
  return `namespaces/fields/${name}/${field}`;
}

/** An organisation's approval: public here, where Fabric keeps it in the organisation's private collection. */
export function approvalKey(mspId: string, name: string, sequence: number): string {
  return `approvals/${mspId}/${name}#${sequence}`;
}

/** Whose approval a key holds. */
export function approverOf(key: string): string | undefined {
  return /^approvals\/([A-Za-z0-9.-]+)\//.exec(key)?.[1];
}

/** Keys and values of a definition, byte for byte as Fabric's lifecycle writes them. */
export function definitionEntries(name: string, fields: DefinitionFields): ReadonlyMap<string, Uint8Array> {
  const endorsement = new peer.lifecycle.ChaincodeEndorsementInfo();
  endorsement.setVersion(fields.version);
  endorsement.setEndorsementPlugin('escc');
  const validation = new peer.lifecycle.ChaincodeValidationInfo();
  validation.setValidationPlugin('vscc');
  validation.setValidationParameter(fields.parameter);
  const sequence = new peer.lifecycle.StateData();
  sequence.setInt64(fields.sequence);
  const metadata = new peer.lifecycle.StateMetadata();
  metadata.setDatatype(datatype);
  metadata.setFieldsList(fieldNames);
  return new Map([
    [metadataKey(name), metadata.serializeBinary()],
    [fieldKey(name, 'Sequence'), sequence.serializeBinary()],
    [fieldKey(name, 'EndorsementInfo'), bytesField(endorsement.serializeBinary())],
    [fieldKey(name, 'ValidationInfo'), bytesField(validation.serializeBinary())],
    [fieldKey(name, 'Collections'), bytesField(new peer.CollectionConfigPackage().serializeBinary())],
  ]);
}

/** All definitions that were committed on the ledger; the one of the first start is not among them. */
export function readCommittedDefinitions(state: StateReader): ChaincodeDefinition[] {
  const prefix = metadataKey('');
  const rows = state.range(lifecycleNamespace, prefix, `${prefix}\u{10ffff}`);
  return [...rows].map(({ key }) => readDefinition(state, key.slice(prefix.length)));
}

function readDefinition(state: StateReader, name: string): ChaincodeDefinition {
  const field = (of: string) => {
    const value = state.get(lifecycleNamespace, fieldKey(name, of))?.value;
    return peer.lifecycle.StateData.deserializeBinary(value ?? new Uint8Array(0));
  };
  const endorsement = peer.lifecycle.ChaincodeEndorsementInfo.deserializeBinary(
    field('EndorsementInfo').getBytes_asU8(),
  );
  const validation = peer.lifecycle.ChaincodeValidationInfo.deserializeBinary(
    field('ValidationInfo').getBytes_asU8(),
  );
  const parameter = validation.getValidationParameter_asU8();
  return {
    name,
    version: endorsement.getVersion(),
    sequence: field('Sequence').getInt64(),
    parameter,
    policy: readOrRefuse(parameter),
  };
}

/** A committed policy that cannot be read is satisfied by nobody; Fabric's peers would come to no other end. */
function readOrRefuse(parameter: Uint8Array): EndorsementPolicy {
  try {
    return readApplicationPolicy(parameter);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { isSatisfiedBy: () => false, organisationSets: [] };
  }
}

/** The channel's own `Endorsement`: most of its organisations. */
export const channelEndorsement = '/Channel/Application/Endorsement';
const majorityText = "OutOf(3, 'ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer', 'RegulatorMSP.peer')";

/**
 * @param bytes peer.ApplicationPolicy: a signature policy, or a reference to the channel's Endorsement.
 * @throws PolicyError
 */
export function readApplicationPolicy(bytes: Uint8Array): EndorsementPolicy {
  const policy = decodePolicy(bytes);
  const signature = policy.getSignaturePolicy();
  if (signature !== undefined) return readSignaturePolicy(signature.serializeBinary());
  const reference = policy.getChannelConfigPolicyReference();
  if (reference === channelEndorsement) return makeSignaturePolicy(majorityText);
  throw new PolicyError(
    `a signature policy or ${channelEndorsement} was expected, not ${JSON.stringify(reference)}`,
  );
}

function decodePolicy(bytes: Uint8Array): peer.ApplicationPolicy {
  try {
    return peer.ApplicationPolicy.deserializeBinary(bytes);
  } catch (error) {
    throw new PolicyError(`it is no application policy: ${String(error)}`);
  }
}

function bytesField(bytes: Uint8Array): Uint8Array {
  const data = new peer.lifecycle.StateData();
  data.setBytes(bytes);
  return data.serializeBinary();
}
