/** A message as google-protobuf writes it. */
interface BinaryMessage {
  serializeBinary(): Uint8Array;
}

/** No bytes, shared. */
export const noBytes = new Uint8Array(0);

/**
 * The same memory as a plain Uint8Array: google-protobuf copies a Buffer before it reads it, but not a Uint8Array.
 */
export function asUint8Array(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

/** The same memory as a Buffer: gRPC wants one, and `Buffer.from(bytes)` would copy. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A gRPC serialiser for any message, without a copy of the bytes. */
export function serializeMessage(message: BinaryMessage): Buffer {
  return asBuffer(message.serializeBinary());
}

/** Order of Go strings, which is that of their UTF-8 bytes; JavaScript's own order differs outside the basic plane. */
export function compareUtf8(left: string, right: string): number {
  if (left === right) return 0;
  return isBasic(left) && isBasic(right)
    ? left < right
      ? -1
      : 1
    : Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Without surrogates the order of code units is the order of UTF-8 bytes. */
function isBasic(text: string): boolean {
  return !/[\ud800-\udfff]/.test(text);
}
