import { toBase64url } from '@mengsu/chaincode/model';

/**
 * That a serial is one of those whose root was issued: what a phone checks. The leaf is SHA-256(0x00 ‖ serial as ASCII); `path` holds the siblings from
 * the leaf up, base64url; walked by RFC 9162 §2.1.3.2 with `index` and `count` it must give the `root` of the `issueCodes` event.
 */
export interface CodeMembership {
  readonly set: number;
  readonly party: string;
  readonly lot: string;
  readonly serial: string;
  readonly index: number;
  readonly count: number;
  readonly path: readonly string[];
}

/** The membership of a serial as plain JSON. Pure. */
export function codeMembership(
  set: Pick<CodeMembership, 'set' | 'party' | 'lot' | 'count'>,
  found: { readonly serial: string; readonly index: number; readonly path: readonly Uint8Array[] },
): CodeMembership {
  const { party, lot, count } = set;
  const { serial, index } = found;
  return { set: set.set, party, lot, serial, index, count, path: found.path.map(toBase64url) };
}
