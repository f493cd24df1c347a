import { createHash } from 'node:crypto';
import type { BlockStore } from './block-store.ts';
import type { LedgerParts } from './devnet-ledger.ts';

export class OtherNetworkError extends Error {
  override readonly name = 'OtherNetworkError';
}

/**
 * A ledger goes on only with what it began with: channel, authorities and orderers (they are in block 0), and the
 * chaincodes' first definitions, which only the ledger's own lifecycle changes.
 * @throws OtherNetworkError that names what differs.
 */
export function requireSameNetwork(store: BlockStore, parts: LedgerParts): void {
  const facts = {
    channel: parts.channel,
    identities: fingerprint(
      parts.material.organisations.flatMap((one) => [
        one.mspId,
        one.identityCaPem,
        one.tlsCaPem,
        one.orderer.certificatePem,
      ]),
    ),
    chaincodes: JSON.stringify(
      [...parts.definitions.values()].map(({ name, version, sequence, policyText }) => ({
        name,
        version,
        sequence,
        policyText,
      })),
    ),
  };
  for (const [name, value] of Object.entries(facts)) {
    const stored = store.meta(name);
    if (stored === undefined) store.setMeta(name, value);
    else if (stored !== value) {
      throw new OtherNetworkError(
        `the ledger in ${parts.file} began with other ${name}: ${stored}, not ${value}; give them, or take a new data folder`,
      );
    }
  }
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
