import { randomBytes } from 'node:crypto';
import { common, orderer } from '@hyperledger/fabric-protos';
import timestamps from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { EndorsementPolicy, NetworkMaterial } from '../ports.ts';
import { dataHash } from './block-hash.ts';
import { makeGenesisMetadata } from './block-metadata.ts';
import {
  capabilities,
  configGroup,
  implicitPolicy,
  signatureEnvelopePolicy,
  signaturePolicy,
  usualPolicies,
} from './config-group.ts';
import { applicationOrganisation, consenter, ordererOrganisation } from './genesis-organisation.ts';
import type { OrderingLimits } from './ordering.ts';
import { identitiesPolicy } from './policy-envelope.ts';
import { makeSignaturePolicy } from './signature-policy.ts';
import { transactionId } from './transaction-id.ts';

export interface GenesisParts {
  readonly channel: string;
  readonly material: NetworkMaterial;
  readonly limits: OrderingLimits;
  readonly now: Date;
}

/** Config block 0 of a channel with SmartBFT ordering, as Fabric 3.1.5's configtxgen lays it out. Random: made once. */
export function makeGenesisBlock(parts: GenesisParts): common.Block {
  const config = new common.Config();
  config.setChannelGroup(channelGroup(parts));
  const configEnvelope = new common.ConfigEnvelope();
  configEnvelope.setConfig(config);
  const payload = new common.Payload();
  payload.setHeader(makeHeader(parts));
  payload.setData(configEnvelope.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const data = new common.BlockData();
  data.setDataList([envelope.serializeBinary()]);
  const header = new common.BlockHeader();
  header.setDataHash(dataHash(data.getDataList_asU8()));
  const block = new common.Block();
  block.setHeader(header);
  block.setData(data);
  block.setMetadata(makeGenesisMetadata());
  return block;
}

function makeHeader(parts: GenesisParts): common.Header {
  const nonce = randomBytes(24);
  const signatureHeader = new common.SignatureHeader();
  signatureHeader.setNonce(nonce);
  const channelHeader = new common.ChannelHeader();
  channelHeader.setType(common.HeaderType.CONFIG);
  channelHeader.setVersion(1);
  channelHeader.setChannelId(parts.channel);
  channelHeader.setTxId(transactionId(nonce, new Uint8Array(0)));
  const timestamp = new timestamps.Timestamp();
  timestamp.setSeconds(Math.floor(parts.now.getTime() / 1000));
  channelHeader.setTimestamp(timestamp);
  const header = new common.Header();
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  return header;
}

function channelGroup(parts: GenesisParts): common.ConfigGroup {
  const hashing = new common.HashingAlgorithm();
  hashing.setName('SHA256');
  const structure = new common.BlockDataHashingStructure();
  structure.setWidth(0xffffffff);
  return configGroup({
    values: {
      HashingAlgorithm: hashing,
      BlockDataHashingStructure: structure,
      Capabilities: capabilities('V3_0'),
    },
    policies: usualPolicies(),
    groups: { Orderer: ordererGroup(parts), Application: applicationGroup(parts.material) },
  });
}

/** A new version of the law is approved by three of the four organisations, RegulatorMSP among them; in a network of other organisations by most. */
export const lifecyclePolicyText =
  "AND('RegulatorMSP.peer', OutOf(2, 'ProducersMSP.peer', 'TradeMSP.peer', 'BrandMSP.peer'))";

function lifecyclePolicy(material: NetworkMaterial): common.Policy {
  return isOurs(material) ? signaturePolicy(lifecyclePolicyText) : implicitPolicy('MAJORITY', 'Endorsement');
}

/** The same as it is enforced. */
export function lifecyclePolicyOf(material: NetworkMaterial): EndorsementPolicy {
  const peers = material.organisations.map(({ mspId }) => `'${mspId}.peer'`);
  const majorityText = `OutOf(${Math.floor(peers.length / 2) + 1}, ${peers.join(', ')})`;
  return makeSignaturePolicy(isOurs(material) ? lifecyclePolicyText : majorityText);
}

function isOurs({ organisations }: NetworkMaterial): boolean {
  const named = [...lifecyclePolicyText.matchAll(/'(\w+)\.peer'/g)].map(([, mspId]) => mspId);
  return named.every((mspId) => organisations.some((one) => one.mspId === mspId));
}

function applicationGroup(material: NetworkMaterial): common.ConfigGroup {
  return configGroup({
    values: { Capabilities: capabilities('V2_5') },
    policies: {
      ...usualPolicies(),
      Endorsement: implicitPolicy('MAJORITY', 'Endorsement'),
      LifecycleEndorsement: lifecyclePolicy(material),
    },
    groups: Object.fromEntries(
      material.organisations.map((one) => [one.mspId, applicationOrganisation(one)]),
    ),
  });
}

function ordererGroup({ material, limits }: GenesisParts): common.ConfigGroup {
  const { organisations } = material;
  const size = new orderer.BatchSize();
  size.setMaxMessageCount(limits.batchCountMax);
  size.setAbsoluteMaxBytes(limits.batchBytesMax);
  size.setPreferredMaxBytes(limits.batchBytesMax);
  const timeout = new orderer.BatchTimeout();
  timeout.setTimeout(`${limits.batchTimeoutMs}ms`);
  const consenters = new common.Orderers();
  consenters.setConsenterMappingList(organisations.map((one, index) => consenter(one, index + 1)));
  const tolerated = Math.floor((organisations.length - 1) / 3);
  const quorum = Math.ceil((organisations.length + tolerated + 1) / 2);
  const identities = organisations.map((one) => one.orderer.serialized);
  return configGroup({
    values: {
      ConsensusType: consensusType(limits),
      BatchSize: size,
      BatchTimeout: timeout,
      ChannelRestrictions: new orderer.ChannelRestrictions(),
      Capabilities: capabilities('V2_0'),
      Orderers: consenters,
    },
    policies: {
      ...usualPolicies(),
      BlockValidation: signatureEnvelopePolicy(identitiesPolicy(quorum, identities)),
    },
    groups: Object.fromEntries(organisations.map((one) => [one.mspId, ordererOrganisation(one)])),
  });
}

/** SmartBFT's options: devnet keeps to the first four; the others are what a Fabric node would read. */
function consensusType(limits: OrderingLimits): orderer.ConsensusType {
  const options = new orderer.smartbft.Options();
  options.setRequestBatchMaxCount(limits.batchCountMax);
  options.setRequestBatchMaxBytes(limits.batchBytesMax);
  options.setRequestBatchMaxInterval(`${limits.batchTimeoutMs}ms`);
  options.setRequestPoolSize(limits.poolCountMax);
  options.setIncomingMessageBufferSize(2000);
  options.setRequestForwardTimeout('500ms');
  options.setRequestComplainTimeout('1s');
  options.setRequestAutoRemoveTimeout('3m');
  options.setViewChangeResendInterval('1s');
  options.setViewChangeTimeout('4s');
  options.setLeaderHeartbeatTimeout('2s');
  options.setLeaderHeartbeatCount(10);
  options.setCollectTimeout('1s');
  const type = new orderer.ConsensusType();
  type.setType('BFT');
  type.setMetadata(options.serializeBinary());
  return type;
}
