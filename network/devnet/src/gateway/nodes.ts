import type { GatewayParts, OrganisationMaterial } from '../ports.ts';
import type { ErrorDetail } from './gateway-status.ts';

/** The organisation whose peer the gateway service runs in. */
export function homeOrganisation(parts: Pick<GatewayParts, 'material' | 'homeMspId'>): OrganisationMaterial {
  const home = parts.material.organisations.find(({ mspId }) => mspId === parts.homeMspId);
  if (!home) throw new RangeError(`the home organisation ${parts.homeMspId} is not on the channel`);
  return home;
}

/** The organisations, the home organisation first. */
export function fromHome(parts: Pick<GatewayParts, 'material' | 'homeMspId'>): OrganisationMaterial[] {
  const home = homeOrganisation(parts);
  return [home, ...parts.material.organisations.filter((organisation) => organisation !== home)];
}

export function peerDetail(organisation: OrganisationMaterial, message: string): ErrorDetail {
  return { address: organisation.peerAddress, mspId: organisation.mspId, message };
}

export function ordererDetail(organisation: OrganisationMaterial, message: string): ErrorDetail {
  return { address: organisation.ordererAddress, mspId: organisation.mspId, message };
}
