import { common, type peer } from '@hyperledger/fabric-protos';
import { uvarint } from '../ledger/block-metadata.ts';
import { filterBlock } from './filtered-block.ts';

/**
 * protos.DeliverResponse { 1 status, 2 block, 3 filtered_block, 4 block_and_private_data { 1 block } }, written straight
 * from the stored block: many readers cost no decoding and no encoding.
 */
export type DeliverForm = 'block' | 'filtered' | 'private';

export function statusResponse(status: number): Buffer {
  return Buffer.from([0x08, ...uvarint(status)]);
}

export function blockResponse(form: DeliverForm, block: Uint8Array, channel: string): Buffer {
  switch (form) {
    case 'block':
      return message(2, block);
    case 'private':
      // Devnet has no private data: the map is empty.
      return message(4, message(1, block));
    case 'filtered':
      return message(3, filtered(block, channel).serializeBinary());
  }
}

function filtered(block: Uint8Array, channel: string): peer.FilteredBlock {
  return filterBlock(common.Block.deserializeBinary(block), channel);
}

function message(field: number, content: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.from([field * 8 + 2, ...uvarint(content.length)]), content]);
}
