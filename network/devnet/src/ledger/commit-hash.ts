import { createHash } from 'node:crypto';
import type { Version } from '../ports.ts';
import { uvarint } from './block-metadata.ts';
import type { Update } from './update-batch.ts';

/**
 * SHA-256(uvarint(number of flags) ‖ flags ‖ update bytes ‖ previous commit hash), by which Fabric's peers would find
 * that their states differ. The first one has no predecessor.
 */
export function commitHash(flags: Uint8Array, updates: Uint8Array, previous: Uint8Array): Buffer {
  return createHash('sha256')
    .update(Uint8Array.from(uvarint(flags.length)))
    .update(flags)
    .update(updates)
    .update(previous)
    .digest();
}

/**
 * Fabric's `deterministicBytesForPubAndHashUpdates`: a list of
 * KVWriteProto { 1 namespace, 2 collection, 3 key, 4 isDelete, 5 value, 6 version_bytes }, namespaces and keys in the
 * order of their bytes; only the first entry of a namespace names it. Devnet has no collections.
 */
export function updateBytes(namespaces: ReadonlyMap<string, ReadonlyMap<string, Update>>): Buffer {
  const entries: Buffer[] = [];
  for (const [namespace, updates] of sorted(namespaces)) {
    let name = namespace;
    for (const [key, update] of sorted(updates)) {
      entries.push(field(1, encodeWrite(name, key, update)));
      name = '';
    }
  }
  return Buffer.concat(entries);
}

function encodeWrite(namespace: string, key: string, update: Update): Buffer {
  return Buffer.concat([
    field(1, Buffer.from(namespace)),
    field(3, Buffer.from(key)),
    update.value === undefined ? Buffer.from([0x20, 1]) : Buffer.alloc(0),
    field(5, update.value ?? Buffer.alloc(0)),
    field(6, versionBytes(update.version)),
  ]);
}

/** A length-delimited protobuf field; proto3 leaves empty ones out. */
function field(number: number, content: Uint8Array): Buffer {
  if (content.length === 0) return Buffer.alloc(0);
  return Buffer.concat([Uint8Array.from([number * 8 + 2, ...uvarint(content.length)]), content]);
}

/** Fabric's order-preserving numbers: how many bytes follow, then the number big-endian without leading zeros. */
function versionBytes(version: Version): Buffer {
  return Buffer.concat([orderPreserving(version.block), orderPreserving(version.tx)]);
}

function orderPreserving(number: number): Buffer {
  if (number === 0) return Buffer.from([0]);
  const hex = number.toString(16);
  const digits = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([digits.length]), digits]);
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}
