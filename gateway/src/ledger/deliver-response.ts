/** What a peer's block stream says: a block, or a status that ends it. */
export type DeliverResponse =
  | { readonly kind: 'block'; readonly bytes: Uint8Array }
  | { readonly kind: 'status'; readonly status: number };

const statusTag = 0x08;
const blockTag = 0x12;

/**
 * peer.DeliverResponse (fabric-protos, peer/events.proto: 1 status, 2 block) without decoding the block, whose bytes are hashed and decoded by the indexer once.
 * Throws TypeError for anything else.
 */
export function readDeliverResponse(message: Uint8Array): DeliverResponse {
  const { value, next } = readVarint(message, 1);
  if (message[0] === statusTag) return { kind: 'status', status: value };
  if (message[0] === blockTag && next + value === message.length)
    return { kind: 'block', bytes: message.subarray(next) };
  throw new TypeError(`a message of ${message.length} bytes is neither a status nor a block`);
}

/** Base 128, least significant first; five bytes are more than any message has. */
function readVarint(bytes: Uint8Array, start: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: start + index + 1 };
  }
  throw new TypeError('a number of the message has no end');
}
