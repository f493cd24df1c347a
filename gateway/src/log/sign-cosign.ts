import {
  canonicalize,
  limits,
  protectedHeader,
  readEnvelope,
  type SignedEvent,
  signingInput,
  toBase64url,
} from '@mengsu/chaincode/model';
import { nodeCrypto } from '../indexer/node-crypto.ts';
import type { OrganisationKey } from '../organisation-key.ts';
import { signNote } from './checkpoint.ts';

/** An organisation with its log key: who signs checkpoints. */
export interface Cosigner {
  readonly key: OrganisationKey;
  readonly party: string;
  readonly network: string;
}

/** The last event of the log key's chain. */
export interface CosignChain {
  readonly sequence: number;
  readonly previous: string | null;
}

/** The event that tells the ledger of an organisation's signature on a checkpoint. */
export async function signCosign(
  note: string,
  { key, party, network }: Cosigner,
  { chain, nowMs }: { readonly chain: CosignChain; readonly nowMs: number },
): Promise<SignedEvent> {
  const payload = canonicalize({
    version: 1,
    act: 'cosign',
    network,
    party,
    device: key.kid,
    cosigners: [],
    sequence: chain.sequence + 1,
    previous: chain.previous,
    eventTime: new Date(nowMs).toISOString(),
    notAfter: new Date(nowMs + limits.notAfterDefaultMs).toISOString(),
    note,
    signature: signNote(note, key),
  });
  const header = protectedHeader(key.kid);
  const signature = toBase64url(key.sign(signingInput(header, payload)));
  return readEnvelope({ payload, signatures: [{ protected: header, signature }] }, nodeCrypto);
}
