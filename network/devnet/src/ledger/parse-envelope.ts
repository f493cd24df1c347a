import { common } from '@hyperledger/fabric-protos';
import { TransactionError } from './transaction-error.ts';

/** An envelope whose headers are whole. Nothing of it is verified. */
export interface ParsedEnvelope {
  readonly bytes: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly channelHeader: common.ChannelHeader;
  readonly channelHeaderBytes: Uint8Array;
  readonly signatureHeaderBytes: Uint8Array;
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
  readonly data: Uint8Array;
}

const typesAllowed: readonly number[] = [
  common.HeaderType.ENDORSER_TRANSACTION,
  common.HeaderType.CONFIG_UPDATE,
  common.HeaderType.CONFIG,
];

/** @throws TransactionError with the code that Fabric's validator gives to each fault. */
export function parseEnvelope(bytes: Uint8Array): ParsedEnvelope {
  if (bytes.length === 0) throw new TransactionError('NIL_ENVELOPE', 'the envelope is empty');
  const envelope = decode('INVALID_OTHER_REASON', () => common.Envelope.deserializeBinary(bytes));
  const payloadBytes = envelope.getPayload_asU8();
  const payload = decode('BAD_PAYLOAD', () => common.Payload.deserializeBinary(payloadBytes));
  const header = payload.getHeader();
  if (header === undefined) throw new TransactionError('BAD_COMMON_HEADER', 'there is no header');
  const channelHeaderBytes = header.getChannelHeader_asU8();
  const signatureHeaderBytes = header.getSignatureHeader_asU8();
  const [channelHeader, signatureHeader] = decode('BAD_COMMON_HEADER', () => [
    common.ChannelHeader.deserializeBinary(channelHeaderBytes),
    common.SignatureHeader.deserializeBinary(signatureHeaderBytes),
  ]);
  const creator = signatureHeader.getCreator_asU8();
  const nonce = signatureHeader.getNonce_asU8();
  requireHeader(channelHeader, creator, nonce);
  return {
    bytes,
    payload: payloadBytes,
    signature: envelope.getSignature_asU8(),
    channelHeader,
    channelHeaderBytes,
    signatureHeaderBytes,
    creator,
    nonce,
    data: payload.getData_asU8(),
  };
}

/** Runs a decoder; whatever it throws becomes the code. */
export function decode<Value>(
  codeName:
    | 'INVALID_OTHER_REASON'
    | 'BAD_PAYLOAD'
    | 'BAD_COMMON_HEADER'
    | 'INVALID_ENDORSER_TRANSACTION'
    | 'BAD_RWSET',
  run: () => Value,
): Value {
  try {
    return run();
  } catch (error) {
    throw new TransactionError(codeName, `cannot be decoded: ${String(error)}`);
  }
}

function requireHeader(channelHeader: common.ChannelHeader, creator: Uint8Array, nonce: Uint8Array): void {
  if (!typesAllowed.includes(channelHeader.getType())) {
    throw new TransactionError('BAD_COMMON_HEADER', `header type ${channelHeader.getType()} is not allowed`);
  }
  if (channelHeader.getEpoch() !== 0) throw new TransactionError('BAD_COMMON_HEADER', 'the epoch is not 0');
  if (creator.length === 0 || nonce.length === 0) {
    throw new TransactionError('BAD_COMMON_HEADER', 'the creator or the nonce is empty');
  }
}
