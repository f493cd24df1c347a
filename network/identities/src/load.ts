import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { KeyPair } from './certificates.ts';
import { IdentityFolderError } from './identity-folder-error.ts';
import {
  authorityPaths,
  type IdentityName,
  type IdentityPaths,
  identityNames,
  identityPaths,
  mspConfigYaml,
  mspPaths,
  type TlsName,
  type TlsPaths,
  tlsNames,
  tlsPaths,
} from './layout.ts';
import { type Organisation, type OrganisationName, organisations } from './organisations.ts';

export type Identity = KeyPair & { readonly paths: IdentityPaths };
export type TlsIdentity = KeyPair & { readonly paths: TlsPaths };

/** One organisation's certificates and keys. Trusted: every key matches, every certificate chains and is in its time. */
export interface OrganisationIdentities {
  readonly name: OrganisationName;
  readonly mspId: string;
  readonly folder: string;
  readonly identityCaPem: string;
  readonly tlsCaPem: string;
  /** Signing identities: `gateway` is the organisation's client. */
  readonly identities: Readonly<Record<IdentityName, Identity>>;
  readonly tls: Readonly<Record<TlsName, TlsIdentity>>;
}

export interface NetworkIdentities {
  readonly folder: string;
  readonly organisations: readonly OrganisationIdentities[];
}

/**
 * Reads what `makeNetworkIdentities` wrote.
 * @throws IdentityFolderError when a file is missing, a key does not match, or a certificate is of another CA or out of its time.
 */
export async function loadNetworkIdentities(folder: string, now = new Date()): Promise<NetworkIdentities> {
  const loaded = await Promise.all(
    organisations.map((one) => loadOrganisation(path.join(folder, one.name), one, now)),
  );
  return { folder, organisations: loaded };
}

async function loadOrganisation(
  folder: string,
  organisation: Organisation & { readonly name: OrganisationName },
  now: Date,
): Promise<OrganisationIdentities> {
  const ca = await loadPair(authorityPaths(folder, 'ca'));
  const tlsCa = await loadPair(authorityPaths(folder, 'tlsca'));
  await requireMsp(path.join(folder, 'msp'), ca, tlsCa);
  const identities = await loadEach(identityNames, async (name) => {
    const paths = identityPaths(folder, name);
    await requireMsp(paths.msp, ca, tlsCa);
    return { ...(await loadLeaf(paths, ca, now)), paths };
  });
  const tls = await loadEach(tlsNames, async (name) => {
    const paths = tlsPaths(folder, name);
    await requireText(paths.ca, tlsCa.certificatePem);
    return { ...(await loadLeaf(paths, tlsCa, now)), paths };
  });
  return {
    name: organisation.name,
    mspId: organisation.mspId,
    folder,
    identityCaPem: ca.certificatePem,
    tlsCaPem: tlsCa.certificatePem,
    identities,
    tls,
  };
}

async function loadEach<Name extends string, Value>(
  names: readonly Name[],
  load: (name: Name) => Promise<Value>,
): Promise<Record<Name, Value>> {
  const entries = await Promise.all(names.map(async (name) => [name, await load(name)] as const));
  return Object.fromEntries(entries) as Record<Name, Value>;
}

async function requireMsp(msp: string, ca: KeyPair, tlsCa: KeyPair): Promise<void> {
  const paths = mspPaths(msp);
  await requireText(paths.ca, ca.certificatePem);
  await requireText(paths.tlsCa, tlsCa.certificatePem);
  await requireText(paths.config, mspConfigYaml);
}

async function requireText(file: string, expected: string): Promise<void> {
  if ((await read(file)) !== expected) {
    throw new IdentityFolderError(`${file} differs from what this folder's authorities say; ${remedy}`);
  }
}

async function loadLeaf(
  paths: { readonly certificate: string; readonly privateKey: string },
  authority: KeyPair,
  now: Date,
): Promise<KeyPair> {
  const pair = await loadPair(paths);
  const certificate = new X509Certificate(pair.certificatePem);
  const issuer = new X509Certificate(authority.certificatePem);
  if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey)) {
    throw new IdentityFolderError(
      `${paths.certificate} was not issued by its organisation's authority; ${remedy}`,
    );
  }
  if (now < certificate.validFromDate || now > certificate.validToDate) {
    throw new IdentityFolderError(
      `${paths.certificate} is valid from ${certificate.validFrom} to ${certificate.validTo}, not at ${now.toISOString()}`,
    );
  }
  return pair;
}

async function loadPair(paths: {
  readonly certificate: string;
  readonly privateKey: string;
}): Promise<KeyPair> {
  const certificatePem = await read(paths.certificate);
  const privateKeyPem = await read(paths.privateKey);
  if (!matches(certificatePem, privateKeyPem)) {
    throw new IdentityFolderError(`${paths.privateKey} is not the key of ${paths.certificate}; ${remedy}`);
  }
  return { certificatePem, privateKeyPem };
}

function matches(certificatePem: string, privateKeyPem: string): boolean {
  try {
    return new X509Certificate(certificatePem).publicKey.equals(
      createPublicKey(createPrivateKey(privateKeyPem)),
    );
  } catch (error) {
    throw new IdentityFolderError(`a certificate or key cannot be read: ${String(error)}; ${remedy}`);
  }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
      throw new IdentityFolderError(
        `${file} is missing: the folder of identities is only half there; ${remedy}`,
      );
    }
    throw error;
  }
}

const remedy = 'restore it from a backup, or move the whole folder away to make a new network';
