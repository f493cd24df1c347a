import { createHash, hash } from 'node:crypto';

/** SHA-256 hashes are kept and compared as base64url text of 32 bytes. */
const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

/** RFC 6962 §2.1: SHA-256(0x00 ‖ data). */
export function leafHash(...data: readonly (string | Uint8Array)[]): string {
  const digest = createHash('sha256').update(leafPrefix);
  for (const part of data) digest.update(part);
  return digest.digest('base64url');
}

/** RFC 6962 §2.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: string, right: string): string {
  return createHash('sha256')
    .update(nodePrefix)
    .update(left, 'base64url')
    .update(right, 'base64url')
    .digest('base64url');
}

/** Root of no leaves (RFC 6962 §2.1). */
export const emptyTreeRoot = hash('sha256', '', 'base64url');

/** 32 bytes of 0: the root of an empty map, and the digest of no events. */
export const zeroHash = Buffer.alloc(32).toString('base64url');

/** The digest of a subject's events with one more (docs/proof.md). */
export const chained = (digest: string, eventId: string): string =>
  createHash('sha256').update(digest, 'base64url').update(eventId, 'base64url').digest('base64url');
