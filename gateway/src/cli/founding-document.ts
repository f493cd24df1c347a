import { createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  canonicalize,
  limits,
  type PublicKey,
  PublicKeySchema,
  parseEvent,
  protectedHeader,
  signingInput,
} from '@mengsu/chaincode/model';
import * as z from 'zod';
import { keyIdOf } from '../indexer/node-crypto.ts';

/** What a founding says, and the key files (JWK, P-256) that it names. The registrar's file holds its private key too. */
export interface FoundingFiles {
  readonly network?: string;
  readonly party?: string;
  readonly nameZh?: string;
  readonly nameEn?: string;
  readonly division?: string;
  readonly registrarKey?: string;
  readonly logKey?: string;
  readonly serviceKey?: string;
}

const PrivateJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

/** The founding of an organisation as a signed document: the first event of its registrar's device. Throws EVENT_INVALID, or names the option that is missing. */
export async function signFounding(organisation: string, files: FoundingFiles): Promise<string> {
  const registrar = PrivateJwkSchema.parse(readJwk(wanted(files, 'registrarKey')));
  const nowMs = Date.now();
  const registrarKey = publicKeyOf(registrar);
  const device = keyIdOf(registrarKey);
  const payload = canonicalize({
    version: 1,
    network: wanted(files, 'network'),
    act: 'found',
    party: wanted(files, 'party'),
    device,
    cosigners: [],
    eventTime: new Date(nowMs).toISOString(),
    notAfter: new Date(nowMs + limits.notAfterDefaultMs).toISOString(),
    sequence: 1,
    previous: null,
    organisation,
    names: { zh: wanted(files, 'nameZh'), ...(files.nameEn !== undefined && { en: files.nameEn }) },
    division: wanted(files, 'division'),
    registrarKey,
    logKey: publicKeyOf(readJwk(wanted(files, 'logKey'))),
    serviceKey: publicKeyOf(readJwk(wanted(files, 'serviceKey'))),
  });
  parseEvent(payload);
  const header = protectedHeader(device);
  const key = createPrivateKey({ key: registrar, format: 'jwk' });
  const signature = sign('sha256', signingInput(header, payload), { key, dsaEncoding: 'ieee-p1363' });
  const signatures = [{ protected: header, signature: signature.toString('base64url') }];
  return JSON.stringify({ mode: 'all', events: [{ payload, signatures }] });
}

function wanted(files: FoundingFiles, name: keyof FoundingFiles): string {
  const value = files[name];
  if (value === undefined) {
    const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new Error(`give --document, or all that a founding says: --${flag} is missing`);
  }
  return value;
}

const readJwk = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function publicKeyOf(jwk: unknown): PublicKey {
  const { x, y } = z.object({ x: z.string(), y: z.string() }).parse(jwk);
  return PublicKeySchema.parse({ x, y });
}
