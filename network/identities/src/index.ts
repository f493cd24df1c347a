export { type KeyPair, makeIdentity, type Role, readAuthority } from './certificates.ts';
export { IdentityFolderError } from './identity-folder-error.ts';
export { authorityPaths } from './layout.ts';
export {
  type Identity,
  loadNetworkIdentities,
  type NetworkIdentities,
  type OrganisationIdentities,
  type TlsIdentity,
} from './load.ts';
export { type IdentityOptions, makeNetworkIdentities } from './make.ts';
export { domainOf, type OrganisationName, organisations } from './organisations.ts';
export { renewOrganisation, revokeCertificates } from './renew.ts';
