import { createHash } from 'node:crypto';
import type { CodeMembership } from './membership.ts';

/** Test utility: inclusion by RFC 9162 §2.1.3.2, written from its text and apart from the code that makes paths. */
export function membershipHolds({ serial, index, count, path }: CodeMembership, root: string): boolean {
  if (index >= count) return false;
  let [fn, sn] = [index, count - 1];
  let r = digest(Buffer.of(0), Buffer.from(serial, 'latin1'));
  for (const text of path) {
    const p = Buffer.from(text, 'base64url');
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = digest(Buffer.of(1), p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else r = digest(Buffer.of(1), r, p);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  return sn === 0 && r.toString('base64url') === root;
}

const digest = (...parts: readonly Buffer[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();
