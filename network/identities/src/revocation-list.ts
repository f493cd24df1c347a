import { X509Certificate } from 'node:crypto';
import * as x509 from '@peculiar/x509';
import { algorithm, type KeyPair, readAuthority } from './certificates.ts';
import { IdentityFolderError } from './identity-folder-error.ts';

/**
 * A list that revokes one certificate of an organisation from now on, in PEM with the label that Fabric reads, `X509 CRL` (RFC 7468 §4); it names the
 * authority's key (RFC 5280 §5.2.1).
 * @throws IdentityFolderError when the certificate is not the authority's.
 */
export async function makeRevocationList(
  authority: KeyPair,
  certificatePem: string,
  now = new Date(),
): Promise<string> {
  const revoked = new X509Certificate(certificatePem);
  if (!revoked.verify(new X509Certificate(authority.certificatePem).publicKey))
    throw new IdentityFolderError(
      `the certificate ${revoked.serialNumber} was not issued by this organisation's authority`,
    );
  const { certificate, keys } = await readAuthority(authority);
  const list = await x509.X509CrlGenerator.create({
    issuer: certificate.subjectName.toJSON(),
    thisUpdate: now,
    // RFC 5280 §5.1.2.5 wants a date; Fabric asks for no newer list.
    nextUpdate: certificate.notAfter,
    signingAlgorithm: algorithm,
    signingKey: keys.privateKey,
    entries: [{ serialNumber: revoked.serialNumber.toLowerCase(), revocationDate: now }],
    extensions: [await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)],
  });
  return `${x509.PemConverter.encode(list.rawData, 'X509 CRL').trimEnd()}\n`;
}
