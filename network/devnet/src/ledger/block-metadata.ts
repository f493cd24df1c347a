import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import type { Signer } from '../ports.ts';
import { headerBytes } from './block-hash.ts';

/**
 * A block's metadata: [signatures, empty, one TxValidationCode byte a transaction, empty, commit hash].
 * Signatures have SmartBFT's form: three of the four orderers sign value ‖ identifier header ‖ header bytes.
 */
const signaturesWanted = 3;
const nonceBytes = 24;

export interface BlockMetadataParts {
  readonly header: common.BlockHeader;
  /** In the order of their consenter ids, which begin with 1. */
  readonly orderers: readonly Signer[];
  readonly flags: Uint8Array;
  readonly commitHash: Uint8Array;
  /** Number of the newest config block, this one's own when it is one. */
  readonly lastConfig: number;
}

export function makeBlockMetadata(parts: BlockMetadataParts): common.BlockMetadata {
  const commit = new common.Metadata();
  commit.setValue(parts.commitHash);
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    signBlock(parts).serializeBinary(),
    new Uint8Array(0),
    parts.flags,
    new Uint8Array(0),
    commit.serializeBinary(),
  ]);
  return metadata;
}

/** Block 0 is signed by nobody and has no commit hash. */
export function makeGenesisMetadata(): common.BlockMetadata {
  const signatures = new common.Metadata();
  signatures.setValue(ordererMetadata(new Uint8Array(0), 0));
  const metadata = new common.BlockMetadata();
  metadata.setMetadataList([
    signatures.serializeBinary(),
    new Uint8Array(0),
    new Uint8Array([0]),
    new Uint8Array(0),
    new Uint8Array(0),
  ]);
  return metadata;
}

/** What one orderer signs. */
export function signedBlockBytes(
  value: Uint8Array,
  identifierHeader: Uint8Array,
  header: common.BlockHeader,
): Buffer {
  return Buffer.concat([value, identifierHeader, headerBytes(header)]);
}

function signBlock({ header, orderers, lastConfig }: BlockMetadataParts): common.Metadata {
  const value = ordererMetadata(viewMetadata(header.getNumber()), lastConfig);
  const metadata = new common.Metadata();
  metadata.setValue(value);
  const chosen = Math.min(signaturesWanted, orderers.length);
  for (let index = 0; index < chosen; index += 1) {
    const consenter = (header.getNumber() + index) % orderers.length;
    const signer = orderers[consenter];
    if (signer !== undefined) metadata.addSignatures(signAs(consenter + 1, signer, { value, header }));
  }
  return metadata;
}

function signAs(
  consenterId: number,
  signer: Signer,
  signed: { readonly value: Uint8Array; readonly header: common.BlockHeader },
): common.MetadataSignature {
  const identifier = new common.IdentifierHeader();
  identifier.setIdentifier(consenterId);
  identifier.setNonce(randomBytes(nonceBytes));
  const identifierBytes = identifier.serializeBinary();
  const signature = new common.MetadataSignature();
  signature.setIdentifierHeader(identifierBytes);
  signature.setSignature(signer.sign(signedBlockBytes(signed.value, identifierBytes, signed.header)));
  return signature;
}

function ordererMetadata(consenterMetadata: Uint8Array, lastConfig: number): Uint8Array {
  const last = new common.LastConfig();
  last.setIndex(lastConfig);
  const metadata = new common.OrdererBlockMetadata();
  metadata.setLastConfig(last);
  metadata.setConsenterMetadata(consenterMetadata);
  return metadata.serializeBinary();
}

/** smartbftprotos.ViewMetadata { 2 latest_sequence, 3 decisions_in_view }: view 0 since the beginning, as recorded. */
function viewMetadata(number: number): Uint8Array {
  const decisions = number > 1 ? [0x18, ...uvarint(number - 1)] : [];
  return Uint8Array.from([0x10, ...uvarint(number), ...decisions]);
}

/** Protobuf's and Go's unsigned varint. */
export function uvarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
