import { peer } from '@hyperledger/fabric-protos';
import {
  approvalKey,
  definitionEntries,
  lifecycleNamespace,
  metadataKey,
} from '../ledger/committed-definitions.ts';
import { PolicyError } from '../ledger/policy-language.ts';
import type { ChaincodeAnswer } from '../ports.ts';
import {
  currentSequence,
  get,
  type LifecycleCall,
  type LifecycleParts,
  Refusal,
  read,
} from './lifecycle-call.ts';
import { listDefinitions, queryApproved, queryDefinition } from './lifecycle-queries.ts';
import { type Proposed, parseProposed, sameProposal } from './proposed-definition.ts';

type Answer = (parts: LifecycleParts, call: LifecycleCall, argument: Uint8Array) => Uint8Array;

const functions: Readonly<Record<string, Answer>> = {
  ApproveChaincodeDefinitionForMyOrg: approve,
  CheckCommitReadiness: checkReadiness,
  CommitChaincodeDefinition: commit,
  QueryApprovedChaincodeDefinition: queryApproved,
  QueryChaincodeDefinition: queryDefinition,
  QueryChaincodeDefinitions: listDefinitions,
};

/** For an organisation's own admins alone. */
const ofAdmins: readonly string[] = [
  'ApproveChaincodeDefinitionForMyOrg',
  'QueryApprovedChaincodeDefinition',
];

/** Fabric's `_lifecycle` as far as an upgrade needs it; nothing is installed, and a definition has no collections and no Init. */
export function answerLifecycle(parts: LifecycleParts, call: LifecycleCall): ChaincodeAnswer {
  const name = Buffer.from(call.args[0] ?? []).toString();
  const answer = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (call.args.length !== 2) {
    return refuse(`lifecycle scc operations require exactly two arguments but received ${call.args.length}`);
  }
  if (answer === undefined) return refuse(`SCC function '${name}' is not there`);
  if (ofAdmins.includes(name) && !(call.creator.mspId === call.mspId && call.creator.role === 'admin')) {
    return refuse(
      `Failed to authorize invocation due to failed ACL check: the creator is no admin of ${call.mspId}`,
    );
  }
  try {
    return { status: 200, message: '', payload: answer(parts, call, call.args[1] ?? new Uint8Array(0)) };
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return refuse(error.message, 404);
    if (!(error instanceof Refusal || error instanceof PolicyError)) throw error;
    return refuse(`failed to invoke backing implementation of '${name}': ${error.message}`);
  }
}

function approve(parts: LifecycleParts, call: LifecycleCall, argument: Uint8Array): Uint8Array {
  const proposed = read(argument, 'ApproveChaincodeDefinitionForMyOrg');
  const current = currentSequence(parts, call, proposed.name);
  const { sequence } = proposed;
  if (sequence === 0) throw new Refusal('requested sequence is 0, but first definable sequence number is 1');
  if (sequence < current) {
    throw new Refusal(`currently defined sequence ${current} is larger than requested sequence ${sequence}`);
  }
  if (sequence > current + 1) {
    throw new Refusal(
      `requested sequence ${sequence} is larger than the next available sequence number ${current + 1}`,
    );
  }
  if (sequence === current) {
    throw new Refusal(
      `attempted to redefine the current committed sequence (${current}) for namespace ${proposed.name}`,
    );
  }
  const key = approvalKey(call.mspId, proposed.name, sequence);
  const before = get(call, key);
  if (before !== undefined && Buffer.from(before).equals(proposed.bytes)) {
    throw new Refusal(
      `attempted to redefine uncommitted sequence (${sequence}) for namespace ${proposed.name} with unchanged content`,
    );
  }
  call.set.write(lifecycleNamespace, key, proposed.bytes);
  return new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgResult().serializeBinary();
}

function checkReadiness(parts: LifecycleParts, call: LifecycleCall, argument: Uint8Array): Uint8Array {
  const proposed = read(argument, 'CheckCommitReadiness');
  const result = new peer.lifecycle.CheckCommitReadinessResult();
  for (const [mspId, isApproved] of approvals(parts, call, proposed)) {
    result.getApprovalsMap().set(mspId, isApproved);
  }
  return result.serializeBinary();
}

function commit(parts: LifecycleParts, call: LifecycleCall, argument: Uint8Array): Uint8Array {
  const proposed = read(argument, 'CommitChaincodeDefinition');
  const { name } = proposed;
  if (!approvals(parts, call, proposed).get(call.mspId)) {
    throw new Refusal(`chaincode definition not agreed to by this org (${call.mspId})`);
  }
  for (const [key, value] of definitionEntries(name, proposed)) {
    const before =
      key === metadataKey(name) ? get(call, key) : call.state.get(lifecycleNamespace, key)?.value;
    if (before === undefined || !Buffer.from(before).equals(value))
      call.set.write(lifecycleNamespace, key, value);
  }
  return new peer.lifecycle.CommitChaincodeDefinitionResult().serializeBinary();
}

/** Who has approved exactly this, as the next definition. */
function approvals(parts: LifecycleParts, call: LifecycleCall, proposed: Proposed): Map<string, boolean> {
  const next = currentSequence(parts, call, proposed.name) + 1;
  if (proposed.sequence !== next) {
    throw new Refusal(
      `requested sequence is ${proposed.sequence}, but new definition must be sequence ${next}`,
    );
  }
  return new Map(
    parts.mspIds.map((mspId) => {
      const approved = get(call, approvalKey(mspId, proposed.name, proposed.sequence));
      return [mspId, approved !== undefined && sameProposal(parseProposed(approved), proposed)] as const;
    }),
  );
}

function refuse(message: string, status = 500): ChaincodeAnswer {
  return { status, message, payload: new Uint8Array(0) };
}
