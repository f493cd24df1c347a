import { createHash } from 'node:crypto';

/** hex(SHA-256(nonce ‖ creator)). */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
  return createHash('sha256').update(nonce).update(creator).digest('hex');
}

/** SHA-256(channel header ‖ signature header ‖ chaincode proposal payload without its transient fields). */
export function proposalHash(
  channelHeader: Uint8Array,
  signatureHeader: Uint8Array,
  chaincodeProposalPayload: Uint8Array,
): Buffer {
  return createHash('sha256')
    .update(channelHeader)
    .update(signatureHeader)
    .update(chaincodeProposalPayload)
    .digest();
}
