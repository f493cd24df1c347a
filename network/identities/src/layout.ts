import path from 'node:path';

/**
 * Where things are under one organisation's folder, as Fabric's own nodes and clients read them:
 *
 *   ca/ tlsca/                     cert.pem, priv_sk                     the two authorities
 *   msp/                           cacerts tlscacerts config.yaml        the organisation as the channel knows it
 *   {peer,orderer,admin,gateway}/msp/   the same, signcerts, keystore    an identity
 *   {peer,orderer,chaincode}/tls/  ca.crt server.crt server.key          a TLS certificate (server and client)
 */
export const identityNames = ['peer', 'orderer', 'admin', 'gateway'] as const;
export const tlsNames = ['peer', 'orderer', 'chaincode'] as const;

export type IdentityName = (typeof identityNames)[number];
export type TlsName = (typeof tlsNames)[number];

export interface IdentityPaths {
  readonly msp: string;
  readonly certificate: string;
  readonly privateKey: string;
}

export interface TlsPaths {
  readonly ca: string;
  readonly certificate: string;
  readonly privateKey: string;
}

export function authorityPaths(organisation: string, kind: 'ca' | 'tlsca') {
  const folder = path.join(organisation, kind);
  return { certificate: path.join(folder, 'cert.pem'), privateKey: path.join(folder, 'priv_sk') };
}

export function identityPaths(organisation: string, name: IdentityName): IdentityPaths {
  const msp = path.join(organisation, name, 'msp');
  return {
    msp,
    certificate: path.join(msp, 'signcerts', 'cert.pem'),
    privateKey: path.join(msp, 'keystore', 'priv_sk'),
  };
}

export function tlsPaths(organisation: string, name: TlsName): TlsPaths {
  const tls = path.join(organisation, name, 'tls');
  return {
    ca: path.join(tls, 'ca.crt'),
    certificate: path.join(tls, 'server.crt'),
    privateKey: path.join(tls, 'server.key'),
  };
}

export function mspPaths(msp: string) {
  return {
    ca: path.join(msp, 'cacerts', 'ca.pem'),
    tlsCa: path.join(msp, 'tlscacerts', 'tlsca.pem'),
    config: path.join(msp, 'config.yaml'),
  };
}

/** Roles come from the certificate's OU; each identifier names the CA, or Fabric only warns and trusts nobody. */
export const mspConfigYaml = [
  'NodeOUs:',
  '  Enable: true',
  ...['Client', 'Peer', 'Admin', 'Orderer'].flatMap((role) => [
    `  ${role}OUIdentifier:`,
    '    Certificate: cacerts/ca.pem',
    `    OrganizationalUnitIdentifier: ${role.toLowerCase()}`,
  ]),
  '',
].join('\n');
