import { X509Certificate } from 'node:crypto';
import type { Submitter } from './acts/index.ts';

/** The Fabric identity that submits: its organisation, and whether its certificate (PEM or DER) says OU=admin (NodeOUs). The certificate is read only when that is asked. */
export function submitterFrom(mspId: string, certificate: Uint8Array): Submitter {
  return {
    mspId,
    get isAdmin() {
      return new X509Certificate(certificate).subject.split('\n').includes('OU=admin');
    },
  };
}
