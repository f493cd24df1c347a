import { mkdir, mkdtemp, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  type Authority,
  type KeyPair,
  makeAuthority,
  makeIdentity,
  makeTlsCertificate,
  type Role,
  type Validity,
} from './certificates.ts';
import { IdentityFolderError } from './identity-folder-error.ts';
import {
  authorityPaths,
  type IdentityName,
  identityNames,
  identityPaths,
  mspConfigYaml,
  mspPaths,
  tlsNames,
  tlsPaths,
} from './layout.ts';
import { loadNetworkIdentities, type NetworkIdentities } from './load.ts';
import { domainOf, type Organisation, type OrganisationName, organisations } from './organisations.ts';

export interface IdentityOptions {
  /** DNS names and IP addresses that an organisation's TLS certificates carry, besides their own names. Default: this machine. */
  readonly hosts?: readonly string[] | ((organisation: OrganisationName) => readonly string[]);
  /** Now, for tests. Certificates begin an hour earlier: clocks differ. */
  readonly now?: Date;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Twenty years: a channel's configuration carries the CA, so replacing it is a decision of all organisations. */
const authorityDays = 7305;
/** Five years: Fabric's nodes refuse to start with an expired certificate, and nothing renews by itself. */
const leafDays = 1826;

const roleOf: Record<IdentityName, Role> = {
  peer: 'peer',
  orderer: 'orderer',
  admin: 'admin',
  gateway: 'client',
};

/**
 * Makes the identities of the whole network in `folder`, or reads the ones that are there.
 * The folder appears whole or not at all: it is written beside itself and renamed. Keys have mode 0600.
 * @throws IdentityFolderError when the folder holds something else, or only a part.
 */
export async function makeNetworkIdentities(
  folder: string,
  options: IdentityOptions = {},
): Promise<NetworkIdentities> {
  if (await holdsSomething(folder)) {
    return loadNetworkIdentities(folder, options.now);
  }
  const parent = path.dirname(path.resolve(folder));
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const making = await mkdtemp(path.join(parent, `.${path.basename(folder)}-`));
  try {
    await Promise.all(
      organisations.map((one) => makeOrganisation(path.join(making, one.name), one, options)),
    );
    await syncFolder(making);
    await rename(making, folder);
    await syncFolder(parent);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
  return loadNetworkIdentities(folder, options.now);
}

async function makeOrganisation(
  folder: string,
  organisation: Organisation & { readonly name: OrganisationName },
  options: IdentityOptions,
) {
  const domain = domainOf(organisation.name);
  const now = options.now ?? new Date();
  const authorityTime = validFrom(now, authorityDays);
  const leafTime = leafValidity(now);
  const { hosts: given = ['localhost', '127.0.0.1', '::1'] } = options;
  const hosts = typeof given === 'function' ? given(organisation.name) : given;
  const ca = await makeAuthority(`ca.${domain}`, authorityTime);
  const tlsCa = await makeAuthority(`tlsca.${domain}`, authorityTime);
  await writePair(authorityPaths(folder, 'ca'), ca.pair);
  await writePair(authorityPaths(folder, 'tlsca'), tlsCa.pair);
  await writeMsp(path.join(folder, 'msp'), ca, tlsCa);
  for (const name of identityNames) {
    const paths = identityPaths(folder, name);
    const subject = { commonName: `${name}.${domain}`, role: roleOf[name] };
    await writeMsp(paths.msp, ca, tlsCa);
    await writePair(paths, await makeIdentity(ca, subject, leafTime));
  }
  for (const name of tlsNames) {
    const paths = tlsPaths(folder, name);
    await writePair(
      paths,
      await makeTlsCertificate(tlsCa, { commonName: `${name}.${domain}`, hosts }, leafTime),
    );
    await writeDurably(paths.ca, tlsCa.pair.certificatePem, 0o644);
  }
}

async function writeMsp(msp: string, ca: Authority, tlsCa: Authority): Promise<void> {
  const paths = mspPaths(msp);
  await writeDurably(paths.ca, ca.pair.certificatePem, 0o644);
  await writeDurably(paths.tlsCa, tlsCa.pair.certificatePem, 0o644);
  await writeDurably(paths.config, mspConfigYaml, 0o644);
}

async function writePair(
  paths: { readonly certificate: string; readonly privateKey: string },
  pair: KeyPair,
): Promise<void> {
  await writeDurably(paths.certificate, pair.certificatePem, 0o644);
  await writeDurably(paths.privateKey, pair.privateKeyPem, 0o600);
}

async function writeDurably(file: string, text: string, mode: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Of what is certified now. */
export const leafValidity = (now: Date): Validity => validFrom(now, leafDays);

function validFrom(now: Date, days: number): Validity {
  return { notBefore: new Date(now.getTime() - hour), notAfter: new Date(now.getTime() + days * day) };
}

/** False for a folder that is absent or empty: `rename` may take its place. */
async function holdsSomething(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') {
      throw new IdentityFolderError(`${folder} is a file, a folder for identities was expected`);
    }
    throw error;
  }
}
