import type { NetworkIdentities, OrganisationIdentities } from '../../identities/src/index.ts';
import { makeSigner } from './ledger/signer.ts';
import type { NetworkMaterial, OrganisationMaterial } from './ports.ts';

/** Opens the keys of all organisations. */
export function openMaterial(identities: NetworkIdentities): NetworkMaterial {
  return { organisations: identities.organisations.map(openOrganisation) };
}

/** The addresses are names for the configuration and for error details: devnet listens at one address for all. */
function openOrganisation(organisation: OrganisationIdentities): OrganisationMaterial {
  const { name, mspId, identities, tls } = organisation;
  return {
    name,
    mspId,
    peer: makeSigner(mspId, identities.peer),
    orderer: makeSigner(mspId, identities.orderer),
    peerTls: tls.peer,
    ordererTls: tls.orderer,
    identityCaPem: organisation.identityCaPem,
    tlsCaPem: organisation.tlsCaPem,
    peerAddress: `peer.${name}.mengsu.local:7051`,
    ordererAddress: `orderer.${name}.mengsu.local:7050`,
  };
}
