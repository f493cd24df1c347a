import { status } from '@grpc/grpc-js';
import type { OrganisationMaterial } from '../ports.ts';
import { GatewayStatus } from './gateway-status.ts';

/** The organisations whose peers endorse, the first one deciding, and those that only execute to be compared. */
export interface EndorsementPlan {
  readonly endorsers: readonly OrganisationMaterial[];
  readonly witnesses: readonly OrganisationMaterial[];
}

export interface PlanningParts {
  readonly organisations: readonly OrganisationMaterial[];
  readonly homeMspId: string;
  /** Minimal sets of organisations that satisfy the chaincode's policy. */
  readonly organisationSets: readonly (readonly string[])[];
  /** Number of chaincode processes; organisation i is served by process i modulo this number. */
  readonly processes: number;
}

/** Executions of one proposal that must agree, so that a chaincode that is not deterministic cannot stay unseen. */
const executionsMin = 2;

/** The process that stands beside an organisation's peer. */
export function processOf(
  organisation: OrganisationMaterial,
  parts: Pick<PlanningParts, 'organisations' | 'processes'>,
): number {
  return parts.organisations.indexOf(organisation) % parts.processes;
}

/**
 * Plans in the order in which they are to be tried: the home organisation endorses first where the policy allows,
 * and sets that spread over different processes come before those that do not.
 * @param requested organisations that the client asks for; it alone answers for the policy then.
 * @throws GatewayStatus UNAVAILABLE for a requested organisation that the channel does not have.
 */
export function planEndorsements(parts: PlanningParts, requested: readonly string[]): EndorsementPlan[] {
  if (requested.length > 0) {
    requireKnown(parts, requested);
    return [plan(parts, requested)];
  }
  const plans = parts.organisationSets.filter((set) => isCovered(parts, set)).map((set) => plan(parts, set));
  const rank = ({ endorsers, witnesses }: EndorsementPlan) =>
    (endorsers[0]?.mspId === parts.homeMspId ? 0 : 2) + (witnesses.length === 0 ? 0 : 1);
  return plans.sort((left, right) => rank(left) - rank(right));
}

function plan(parts: PlanningParts, mspIds: readonly string[]): EndorsementPlan {
  const chosen = parts.organisations.filter(({ mspId }) => mspIds.includes(mspId));
  const atHome = ({ mspId }: OrganisationMaterial) => (mspId === parts.homeMspId ? 0 : 1);
  const endorsers = chosen.sort((left, right) => atHome(left) - atHome(right));
  return { endorsers, witnesses: findWitnesses(parts, endorsers) };
}

function findWitnesses(
  parts: PlanningParts,
  endorsers: readonly OrganisationMaterial[],
): OrganisationMaterial[] {
  const used = new Set(endorsers.map((organisation) => processOf(organisation, parts)));
  const wanted = Math.min(executionsMin, parts.processes);
  const witnesses: OrganisationMaterial[] = [];
  for (const organisation of parts.organisations) {
    if (used.size >= wanted) break;
    const process = processOf(organisation, parts);
    if (used.has(process)) continue;
    used.add(process);
    witnesses.push(organisation);
  }
  return witnesses;
}

function isCovered(parts: PlanningParts, set: readonly string[]): boolean {
  return set.every((wanted) => parts.organisations.some(({ mspId }) => mspId === wanted));
}

function requireKnown(parts: PlanningParts, requested: readonly string[]): void {
  const unknown = requested.filter((wanted) => !isCovered(parts, [wanted]));
  if (unknown.length > 0)
    throw new GatewayStatus(
      status.UNAVAILABLE,
      `failed to find any endorsing peers for org(s): ${unknown.join(', ')}`,
    );
}
