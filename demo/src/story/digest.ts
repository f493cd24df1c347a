import { createHash, createHmac } from 'node:crypto';

/** SHA-256 as base64url: the digest of a paper of the demonstration, or the commitment to its number. The papers themselves exist nowhere. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const symbol = (bits: bigint): string => crockford[Number(bits & 31n)] ?? '';

/** So many item codes of a lot from a secret of the maker's: 16 characters of 80 bits and 4 check characters, keyed. */
export function itemCodes(secret: string, lot: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const bits = BigInt(`0x${createHmac('sha256', secret).update(`${lot} ${index}`).digest('hex')}`);
    return Array.from({ length: 20 }, (_unused, place) => symbol(bits >> BigInt(5 * place))).join('');
  });
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
