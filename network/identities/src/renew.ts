import { X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeyPair, makeRevocationList, readAuthority, renewCertificate } from './certificates.ts';
import { IdentityFolderError } from './identity-folder-error.ts';
import { authorityPaths, identityNames, identityPaths, tlsNames, tlsPaths } from './layout.ts';
import { leafValidity } from './make.ts';
import type { OrganisationName } from './organisations.ts';

interface PairPaths {
  readonly certificate: string;
  readonly privateKey: string;
}

/**
 * Certifies all of an organisation's keys anew, for the same names, in place: identities and TLS. The authorities stay as they are, and so do the keys, which
 * is what lets an orderer lead again. Answers when the new certificates end. `folder` is the network's; expired certificates are renewed too.
 * @throws IdentityFolderError when the authorities' keys are not there.
 */
export async function renewOrganisation(
  folder: string,
  name: OrganisationName,
  now = new Date(),
): Promise<Date> {
  const home = path.join(folder, name);
  const validity = leafValidity(now);
  const renew = async (kind: 'ca' | 'tlsca', all: readonly PairPaths[]) => {
    const authority = await readAuthority(await readPair(authorityPaths(home, kind)));
    return Promise.all(
      all.map(async ({ certificate }) => ({
        certificate,
        pem: await renewCertificate(authority, await read(certificate), validity),
      })),
    );
  };
  const identities = identityNames.map((identity) => identityPaths(home, identity));
  const tls = tlsNames.map((one) => tlsPaths(home, one));
  // All are made before the first is replaced.
  const renewed = [...(await renew('ca', identities)), ...(await renew('tlsca', tls))];
  for (const { certificate, pem } of renewed) await replace(certificate, pem);
  return validity.notAfter;
}

/**
 * A revocation list for an organisation's MSP, in PEM, that names these certificates of its identities.
 * @throws IdentityFolderError when one is not of its authority, or its key is not there.
 */
export async function revokeCertificates(
  folder: string,
  name: OrganisationName,
  certificatePems: readonly string[],
): Promise<string> {
  const pair = await readPair(authorityPaths(path.join(folder, name), 'ca'));
  const issuer = new X509Certificate(pair.certificatePem);
  const serials = certificatePems.map((pem) => {
    const certificate = parse(pem);
    if (!certificate.checkIssued(issuer) || !certificate.verify(issuer.publicKey))
      throw new IdentityFolderError(
        `${certificate.subject.replaceAll('\n', ', ')} is not of ${name}'s authority`,
      );
    return certificate.serialNumber;
  });
  // Until the revoked certificates have ended by themselves.
  return makeRevocationList(await readAuthority(pair), serials, leafValidity(new Date()));
}

function parse(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw new IdentityFolderError(`a certificate in PEM was expected: ${String(error)}`);
  }
}

async function readPair(paths: PairPaths): Promise<KeyPair> {
  return { certificatePem: await read(paths.certificate), privateKeyPem: await read(paths.privateKey) };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new IdentityFolderError(`${file} is missing: it is needed to certify`);
    throw error;
  }
}

async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.making`, text, { mode: 0o644 });
  await rename(`${file}.making`, file);
}
