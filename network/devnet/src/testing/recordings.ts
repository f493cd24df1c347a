import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { common } from '@hyperledger/fabric-protos';

/** A recording of Fabric 3.1.5: see test-data/README.md. The caller says what it holds. */
export function readRecording<Content>(name: string): Content {
  const file = fileURLToPath(new URL(`../../test-data/${name}.json.gz`, import.meta.url));
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Content;
}

export interface RecordedBlock {
  readonly number: number;
  readonly raw: string;
  readonly headerAsn1: string;
  readonly headerHash: string;
  readonly previousHash: string;
  readonly dataHash: string;
  readonly metadata: {
    readonly lens: readonly number[];
    readonly txFlagsHex: string;
    readonly commitHashHex: string;
    readonly signaturesValue: { readonly lastConfig: number; readonly consenterMetadataHex: string };
  };
  readonly txs: readonly { readonly txid: string; readonly code: number; readonly type: number }[];
}

export function decodeBlock(raw: string): common.Block {
  return common.Block.deserializeBinary(Buffer.from(raw, 'base64'));
}

/** The parts of a block that are always there. */
export function partsOf(block: common.Block) {
  const header = block.getHeader();
  if (header === undefined) throw new Error('the block has no header');
  return {
    header,
    envelopes: block.getData()?.getDataList_asU8() ?? [],
    metadata: block.getMetadata()?.getMetadataList_asU8() ?? [],
  };
}

/** The channel's configuration in a config block. */
export function channelGroupOf(block: common.Block): common.ConfigGroup {
  const [bytes] = partsOf(block).envelopes;
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(bytes ?? new Uint8Array(0)).getPayload_asU8(),
  );
  const group = common.ConfigEnvelope.deserializeBinary(payload.getData_asU8())
    .getConfig()
    ?.getChannelGroup();
  if (group === undefined) throw new Error('the block holds no configuration');
  return group;
}
