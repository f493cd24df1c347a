import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { fromBase64url, type PublicKey } from '@mengsu/chaincode/model';
import * as z from 'zod';
import { keyIdOf } from './indexer/node-crypto.ts';

/** A key that a founding names, to sign with: an organisation's service key or log key. */
export interface OrganisationKey {
  readonly kid: string;
  readonly publicKey: PublicKey;
  /** ES256 over `data`: r‖s, 64 bytes (RFC 7518 §3.4). */
  sign(data: Uint8Array): Uint8Array;
}

export type OrganisationKeyFault =
  | 'FILE_ABSENT'
  | 'FILE_READABLE_BY_OTHERS'
  | 'FILE_UNREADABLE'
  | 'KEY_INVALID';

/** The file cannot be used; nothing of what is in it is repeated. */
export class OrganisationKeyUnusable extends Error {
  override readonly name = 'OrganisationKeyUnusable';
  readonly code: OrganisationKeyFault;

  constructor(code: OrganisationKeyFault) {
    super(`the key cannot be used: ${code}`);
    this.code = code;
  }
}

const number = z.string().refine((text) => fromBase64url(text)?.length === 32);
/** RFC 7518 §6.2. */
const PrivateJwkSchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: number,
  y: number,
  d: number,
});

/** The private JWK in a file that its owner alone can read. Throws OrganisationKeyUnusable. */
export async function readOrganisationKey(file: string): Promise<OrganisationKey> {
  const text = await readSecret(file);
  const jwk = parseJwk(text);
  const key = jwk && importPrivate(jwk);
  if (!jwk || !key) throw new OrganisationKeyUnusable('KEY_INVALID');
  return {
    kid: keyIdOf(jwk),
    publicKey: { x: jwk.x, y: jwk.y },
    sign: (data) => sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' }),
  };
}

async function readSecret(file: string): Promise<string> {
  try {
    const { mode } = await stat(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw new OrganisationKeyUnusable('FILE_READABLE_BY_OTHERS');
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error) || error instanceof OrganisationKeyUnusable) throw error;
    throw new OrganisationKeyUnusable(error.code === 'ENOENT' ? 'FILE_ABSENT' : 'FILE_UNREADABLE');
  }
}

function parseJwk(text: string): z.infer<typeof PrivateJwkSchema> | undefined {
  try {
    return PrivateJwkSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Undefined for numbers that are no key. */
function importPrivate({ kty, crv, x, y, d }: z.infer<typeof PrivateJwkSchema>): KeyObject | undefined {
  try {
    return createPrivateKey({ key: { kty, crv, x, y, d }, format: 'jwk' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_CRYPTO_INVALID_JWK')
      return undefined;
    throw error;
  }
}
