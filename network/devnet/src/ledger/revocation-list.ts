import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

/** A list that an organisation may not publish; the message says why. */
export class RevocationListError extends Error {
  override readonly name = 'RevocationListError';
}

const listBytesMax = 1024 * 1024;
const pemLabel = '-----BEGIN X509 CRL-----';

/** Serial numbers that a list revokes, as `normalSerial` writes them. The list is believed. */
export function revokedSerials(list: Uint8Array): string[] {
  return parse(list).entries.map(({ serialNumber }) => normalSerial(serialNumber));
}

/** @throws RevocationListError when the list is none, or is not signed by the organisation's authority. */
export async function verifyRevocationList(list: Uint8Array, authorityPem: string): Promise<void> {
  const crl = parse(list);
  const { publicKey } = new x509.X509Certificate(authorityPem);
  if (!(await crl.verify({ publicKey }))) {
    throw new RevocationListError('the revocation list is not signed by the organisation’s authority');
  }
}

/** One spelling for what differs in case and leading zeros. */
export function normalSerial(hex: string): string {
  return BigInt(`0x${hex}`).toString(16);
}

function parse(list: Uint8Array): x509.X509Crl {
  const text = Buffer.from(list).toString();
  if (list.length > listBytesMax || !text.includes(pemLabel)) {
    throw new RevocationListError(
      'a revocation list in PEM with the label X509 CRL was expected, of 1 MB at most',
    );
  }
  try {
    return new x509.X509Crl(text.replaceAll('X509 CRL', 'CRL'));
  } catch (error) {
    throw new RevocationListError(`the revocation list cannot be read: ${String(error)}`);
  }
}
