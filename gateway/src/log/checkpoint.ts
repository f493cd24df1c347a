import { createHash, verify } from 'node:crypto';
import { derSignature, type PublicKey } from '@mengsu/chaincode/model';
import { importKey } from '../indexer/node-crypto.ts';
import type { OrganisationKey } from '../organisation-key.ts';

/** How the log stood after a block (docs/proof.md, Checkpoint). Roots are base64url here, base64 in the text. */
export interface Checkpoint {
  readonly network: string;
  readonly size: number;
  readonly root: string;
  readonly states: string;
  readonly block: number;
  /** SHA-256 of the block's header, hexadecimal. */
  readonly blockHash: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly time: string;
}

const shape =
  /^mengsu\/([!-~]{1,190})\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\nstates ([A-Za-z0-9+/]{43}=)\nblock (0|[1-9]\d{0,15}) ([0-9a-f]{64})\ntime (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n$/;

const base64 = (hashed: string): string => Buffer.from(hashed, 'base64url').toString('base64');
const base64url = (text: string): string => Buffer.from(text, 'base64').toString('base64url');

export function checkpointText(checkpoint: Checkpoint): string {
  const { network, size, root, states, block, blockHash, time } = checkpoint;
  return `mengsu/${network}\n${size}\n${base64(root)}\nstates ${base64(states)}\nblock ${block} ${blockHash}\ntime ${time}\n`;
}

/** Undefined for a text that is no checkpoint of ours, or another spelling of one. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const found = shape.exec(text);
  if (!found) return undefined;
  const [, network = '', size, root = '', states = '', block, blockHash = '', time = ''] = found;
  const checkpoint: Checkpoint = {
    network,
    size: Number(size),
    root: base64url(root),
    states: base64url(states),
    block: Number(block),
    blockHash,
    time,
  };
  const isReal = new Date(time).getTime() >= 0 && checkpointText(checkpoint) === text;
  return isReal ? checkpoint : undefined;
}

/** SubjectPublicKeyInfo of a P-256 key up to its point (RFC 5480). */
const spkiPrefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');

/** First 4 bytes of SHA-256(SubjectPublicKeyInfo): C2SP signed note, signature type 0x02. */
export function noteKeyId({ x, y }: PublicKey): Buffer {
  const spki = createHash('sha256').update(spkiPrefix).update(x, 'base64url').update(y, 'base64url');
  return spki.digest().subarray(0, 4);
}

/** What stands in a note's signature line after the name: base64(key id ‖ ECDSA signature, ASN.1 DER). */
export function signNote(text: string, key: OrganisationKey): string {
  const der = derSignature(key.sign(Buffer.from(text, 'utf8')));
  if (!der) throw new TypeError('an ES256 signature has 64 bytes');
  return Buffer.concat([noteKeyId(key.publicKey), der]).toString('base64');
}

/** Whether a line's signature is the key's over the text, in its one spelling. */
export function verifiesNote(text: string, signature: string, key: PublicKey): boolean {
  const bytes = Buffer.from(signature, 'base64');
  if (bytes.toString('base64') !== signature || !bytes.subarray(0, 4).equals(noteKeyId(key))) return false;
  const publicKey = importKey(key);
  return publicKey !== undefined && verify('sha256', Buffer.from(text, 'utf8'), publicKey, bytes.subarray(4));
}

/** The signed note: text, an empty line, and the organisations' lines in the order of their names. */
export function signedNote(
  text: string,
  lines: readonly { readonly name: string; readonly signature: string }[],
): string {
  const sorted = lines.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return `${text}\n${sorted.map(({ name, signature }) => `\u2014 ${name} ${signature}\n`).join('')}`;
}
