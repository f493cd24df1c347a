import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Signer } from '../ports.ts';

/** The envelope of a config block: the new configuration and the update that has brought it, signed by an orderer. */
export function makeConfigEnvelope(parts: {
  readonly channel: string;
  readonly config: common.Config;
  /** common.Envelope bytes of the CONFIG_UPDATE. */
  readonly update: Uint8Array;
  readonly orderer: Signer;
  readonly now: Date;
}): Uint8Array {
  const content = new common.ConfigEnvelope();
  content.setConfig(parts.config);
  content.setLastUpdate(common.Envelope.deserializeBinary(parts.update));
  const timestamp = new timestamps.Timestamp();
  timestamp.setSeconds(Math.floor(parts.now.getTime() / 1000));
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setChannelId(parts.channel);
  channelHeader.setTimestamp(timestamp);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setCreator(parts.orderer.serialized);
  signatureHeader.setNonce(randomBytes(24));
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(content.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  envelope.setSignature(parts.orderer.sign(envelope.getPayload_asU8()));
  return envelope.serializeBinary();
}
