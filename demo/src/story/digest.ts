import { createHash, createHmac } from 'node:crypto';

/** SHA-256 as base64url: the digest of a paper of the demonstration, or the commitment to its number. The papers themselves exist nowhere. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbol = (bits: bigint): string => crockford[Number(bits & 31n)] ?? '';

/** Secrets behind item codes: the maker's, from which serials are drawn (so that a start that was cut off draws the same), and the gateways' behind check characters. */
export interface CodeSecrets {
  readonly serials: string;
  /** 32 bytes as base64url: what is in the file of `MENGSU_CODE_KEY`. */
  readonly checks: string;
}

/** So many item codes of a lot, sorted: 16 characters of 80 bits and 4 check characters, the first 20 bits of HMAC-SHA-256 over the 16 (docs/labels.md). */
export function itemCodes({ serials, checks }: CodeSecrets, lot: string, count: number): string[] {
  const key = Buffer.from(checks, 'base64url');
  return Array.from({ length: count }, (_, index) => {
    const random = symbols(createHmac('sha256', serials).update(`${lot} ${index}`).digest(), 16);
    return random + symbols(createHmac('sha256', key).update(random).digest(), 4);
  }).sort();
}

/** The first bits of a digest, five a character. */
function symbols(digest: Buffer, length: number): string {
  const bits = BigInt(`0x${digest.toString('hex')}`);
  return Array.from({ length }, (_, place) => symbol(bits >> BigInt(251 - 5 * place))).join('');
}

const hash = (...parts: (Uint8Array | string)[]): Buffer => {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
};

/** Root of the Merkle tree over texts (RFC 6962 §2.1), as base64url. */
export const merkleRootOf = (texts: readonly string[]): string => treeHash(texts).toString('base64url');

function treeHash(texts: readonly string[]): Buffer {
  const [first] = texts;
  if (first === undefined) return hash();
  if (texts.length === 1) return hash(Uint8Array.of(0), first);
  const half = 2 ** Math.floor(Math.log2(texts.length - 1));
  return hash(Uint8Array.of(1), treeHash(texts.slice(0, half)), treeHash(texts.slice(half)));
}
