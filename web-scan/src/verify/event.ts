import { canonicalize, type JsonObject, parseCanonical } from './canonical.ts';
import { type Bytes, toBase64url, utf8 } from './encodings.ts';
import { Reader } from './form.ts';
import type { PublicKey } from './keys.ts';
import { limits } from './limits.ts';
import { readKey } from './pins.ts';
import { ProofError } from './proof-error.ts';
import { sha256 } from './sha256.ts';
import { leafHash } from './tree.ts';

export interface EventSignature {
  readonly protected: string;
  readonly signature: string;
}

/** An event as a bundle has it. */
export interface BundledEvent {
  readonly block: number;
  readonly breaches: readonly string[];
  readonly ordinal: number;
  readonly payload: string;
  readonly place: number;
  readonly signatures: readonly EventSignature[];
  readonly time: string;
  readonly tx: number;
  readonly id: string;
  readonly leaf: Bytes;
  /** The payload. */
  readonly body: JsonObject;
  readonly network: string;
  /** Device, then cosigners. */
  readonly signers: readonly string[];
  readonly said: Said;
}

export type SignerRole = 'operator' | 'registrar' | 'log' | 'service';
export const signerRoles = ['operator', 'registrar', 'log', 'service'] as const;

/** What the verifier itself reads of a payload. */
export type Said =
  | {
      readonly act: 'found';
      readonly party: string;
      readonly organisation: string;
      readonly keys: readonly Introduced[];
    }
  | {
      readonly act: 'enrolDevice';
      readonly party: string;
      readonly key: PublicKey;
      readonly role: SignerRole;
    }
  | { readonly act: 'revokeDevice'; readonly kid: string }
  | { readonly act: 'transform'; readonly inputs: readonly string[] }
  | {
      readonly act: 'issueCodes';
      readonly party: string;
      readonly lot: string;
      readonly set: number;
      readonly count: number;
      readonly root: string;
    }
  | {
      readonly act: 'activateCodes' | 'voidCodes';
      readonly party: string;
      readonly lot: string;
      readonly set: number;
      readonly from: number;
      readonly to: number;
    }
  | { readonly act: 'other' };

export interface Introduced {
  readonly key: PublicKey;
  readonly role: SignerRole;
}

export const lotPattern = /^\d{14}\/[!-~]{1,20}$/;
const idPattern = /^[!-~]{1,128}$/;

/** An event of the bundle, its payload read. Throws BUNDLE_INVALID. */
export function readEvent(reader: Reader): BundledEvent {
  const member = reader.members('block breaches ordinal payload place signatures time tx');
  const leaf = {
    block: member('block').whole(),
    breaches: member('breaches')
      .list(limits.breachesMax)
      .map((one) => one.text(/^[A-Z][A-Z0-9_]{0,63}$/)),
    place: member('place').whole(),
    signatures: readSignatures(member('signatures')),
    time: member('time').instant(),
    tx: member('tx').whole(),
  };
  const payload = member('payload').text(/^/);
  const bytes = utf8(payload);
  if (bytes.length > limits.payloadBytesMax) throw member('payload').refusal('is too long');
  const id = toBase64url(sha256(bytes));
  return {
    ...leaf,
    ordinal: member('ordinal').whole(),
    payload,
    id,
    leaf: leafHash(utf8(canonicalize({ ...leaf, id }) ?? '')),
    ...readPayload(payload, `${reader.pointer}/payload`),
  };
}

const readSignatures = (reader: Reader) =>
  reader.list(limits.signaturesMax).map((one) => {
    const member = one.members('protected signature');
    member('signature').bytes(64);
    return {
      protected: member('protected').text(/^[A-Za-z0-9_-]{1,256}$/),
      signature: member('signature').text(/^/),
    };
  });

function readPayload(
  payload: string,
  pointer: string,
): Pick<BundledEvent, 'body' | 'network' | 'signers' | 'said'> {
  const reader = new Reader(parseCanonical(payload, limits.payloadDepthMax, pointer), pointer);
  const signers = [reader.at('device').digest(), ...reader.at('cosigners').digests(limits.signaturesMax - 1)];
  if (new Set(signers).size !== signers.length) throw reader.refusal('names a signer twice');
  reader.at('eventTime').instant();
  return {
    body: reader.object(),
    network: reader.at('network').text(idPattern),
    signers,
    said: saidBy(reader),
  };
}

function saidBy(reader: Reader): Said {
  const act = reader.at('act').text(/^[A-Za-z]{1,40}$/);
  const party = reader.at('party').text(idPattern);
  switch (act) {
    case 'found':
      return foundingOf(reader, party);
    case 'enrolDevice':
      return {
        act,
        party: reader.at('subject').text(idPattern),
        key: readKey(reader.at('key')),
        role: reader.at('role').oneOf(['operator', 'registrar']),
      };
    case 'revokeDevice':
      return { act, kid: reader.at('subject').digest() };
    case 'transform':
      return { act, inputs: inputsOf(reader.at('inputs')) };
    case 'issueCodes':
      return {
        act,
        party,
        ...setOf(reader),
        count: reader.at('count').whole(1, limits.codesPerSetMax),
        root: reader.at('root').digest(),
      };
    case 'activateCodes':
    case 'voidCodes':
      return {
        act,
        party,
        ...setOf(reader),
        from: reader.at('from').whole(0, limits.codesPerSetMax - 1),
        to: reader.at('to').whole(reader.at('from').whole(), limits.codesPerSetMax - 1),
      };
    default:
      return { act: 'other' };
  }
}

const setOf = (reader: Reader) => ({
  lot: reader.at('lot').text(lotPattern),
  set: reader.at('set').whole(1, 99),
});

function foundingOf(reader: Reader, party: string): Said {
  const keys = [
    { key: readKey(reader.at('registrarKey')), role: 'registrar' },
    { key: readKey(reader.at('logKey')), role: 'log' },
    { key: readKey(reader.at('serviceKey')), role: 'service' },
  ] as const;
  if (new Set(keys.map(({ key }) => `${key.x}.${key.y}`)).size < keys.length)
    throw reader.refusal('names a key twice');
  return { act: 'found', party, organisation: reader.at('organisation').text(idPattern), keys };
}

function inputsOf(reader: Reader): readonly string[] {
  const lots = reader.list(limits.transformInputsMax).map((line) => line.at('lot').text(lotPattern));
  if (new Set(lots).size !== lots.length) throw reader.refusal('names a lot twice');
  return lots;
}

/** The one allowed spelling of a signature's protected header. */
export const headerOf = (kid: string): string =>
  toBase64url(utf8(`{"alg":"ES256","b64":false,"crit":["b64"],"kid":"${kid}","typ":"mengsu-event+json"}`));

/** The header's kid must be the signer's, entry by entry. Throws SIGNATURE_INVALID. */
export function requireNamedSigners({ signatures, signers }: BundledEvent, pointer: string): void {
  const isNamed =
    signatures.length === signers.length &&
    signers.every((kid, index) => signatures[index]?.protected === headerOf(kid));
  if (!isNamed) throw new ProofError('SIGNATURE_INVALID', 'are not of the signers that it names', pointer);
}
