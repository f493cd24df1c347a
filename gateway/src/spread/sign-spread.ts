import {
  canonicalize,
  type EventOf,
  limits,
  protectedHeader,
  readEnvelope,
  type SignedEvent,
  signingInput,
  toBase64url,
} from '@mengsu/chaincode/model';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import type { OrganisationKey } from '../organisation-key.ts';
import type { ChainPlace } from './place.ts';

/** A lot or a site, and what was made of or at it. */
export interface Family {
  readonly source: EventOf<'spread'>['source'];
  readonly children: readonly string[];
}

/** Who says it: an organisation's own party, by its service key. */
export interface Speaker {
  readonly key: OrganisationKey;
  readonly party: string;
  readonly network: string;
  readonly nowMs: () => number;
}

/** The spread, of at most `spreadChildrenMax` children, as the next event of the service key's chain. */
export async function signSpread(
  { source, children }: Family,
  { key, party, network, ...clock }: Speaker,
  last: ChainPlace,
): Promise<SignedEvent> {
  const nowMs = clock.nowMs();
  const payload = canonicalize({
    version: 1,
    act: 'spread',
    network,
    party,
    device: key.kid,
    cosigners: [],
    sequence: last.sequence + 1,
    previous: last.previous,
    eventTime: new Date(nowMs).toISOString(),
    notAfter: new Date(nowMs + limits.notAfterDefaultMs).toISOString(),
    source,
    children,
  });
  const header = protectedHeader(key.kid);
  const signature = toBase64url(key.sign(signingInput(header, payload)));
  return readEnvelope({ payload, signatures: [{ protected: header, signature }] }, nodeCrypto);
}
