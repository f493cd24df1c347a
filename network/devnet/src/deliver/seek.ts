import { common, orderer } from '@hyperledger/fabric-protos';

/** A seek as a client asked for it; numbers are those of the ledger when it arrived. */
export interface SeekRange {
  readonly start: number;
  /** May lie beyond 2^53, where Fabric's clients put "for ever". */
  readonly stop: number;
  readonly failIfNotReady: boolean;
}

export interface SeekRequest {
  readonly channel: string;
  /** Absent when the header names none. */
  readonly timestamp: Date | undefined;
  readonly creator: Uint8Array;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  readonly info: Uint8Array;
}

/** A stream's refusal, sent as a status message. */
export class SeekRefusal extends Error {
  override readonly name = 'SeekRefusal';
  readonly status: number;

  constructor(statusName: 'BAD_REQUEST' | 'FORBIDDEN' | 'NOT_FOUND', message: string) {
    super(message);
    this.status = common.Status[statusName];
  }
}

/** @throws SeekRefusal BAD_REQUEST when a header is missing or cannot be decoded. */
export function parseSeekRequest(envelope: common.Envelope): SeekRequest {
  const payloadBytes = envelope.getPayload_asU8();
  return orBadRequest(() => {
    const payload = common.Payload.deserializeBinary(payloadBytes);
    const header = payload.getHeader();
    if (header === undefined) throw new SeekRefusal('BAD_REQUEST', 'the envelope has no header');
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
    return {
      channel: channelHeader.getChannelId(),
      timestamp: channelHeader.getTimestamp()?.toDate(),
      creator: signatureHeader.getCreator_asU8(),
      payload: payloadBytes,
      signature: envelope.getSignature_asU8(),
      info: payload.getData_asU8(),
    };
  });
}

/** @throws SeekRefusal BAD_REQUEST for a seek without start or stop or with stop before start, NOT_FOUND beyond the height. */
export function parseSeekRange(info: Uint8Array, height: number): SeekRange {
  const seek = orBadRequest(() => orderer.SeekInfo.deserializeBinary(info));
  const start = startOf(seek.getStart(), height);
  const stop = stopOf(seek, start, height);
  if (start === undefined || stop === undefined) {
    throw new SeekRefusal('BAD_REQUEST', 'a seek begins and stops somewhere');
  }
  if (start > height) throw new SeekRefusal('NOT_FOUND', `block ${start} is beyond the height ${height}`);
  if (seek.getStop()?.hasSpecified() && stop < start) {
    throw new SeekRefusal('BAD_REQUEST', `the seek stops at ${stop}, before its start ${start}`);
  }
  const failIfNotReady = seek.getBehavior() === orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY;
  return { start, stop, failIfNotReady };
}

function startOf(position: orderer.SeekPosition | undefined, height: number): number | undefined {
  if (position?.hasOldest()) return 0;
  if (position?.hasNewest()) return height - 1;
  if (position?.hasNextCommit()) return height;
  return position?.getSpecified()?.getNumber();
}

/** `oldest` means the start itself; `newest` the newest block of this moment; `next commit` never comes. As Fabric has it. */
function stopOf(seek: orderer.SeekInfo, start: number | undefined, height: number): number | undefined {
  const position = seek.getStop();
  if (position?.hasOldest()) return start;
  if (position?.hasNewest()) return seek.getStart()?.hasNewest() ? start : height - 1;
  if (position?.hasNextCommit()) return Number.POSITIVE_INFINITY;
  return position?.getSpecified()?.getNumber();
}

function orBadRequest<Value>(run: () => Value): Value {
  try {
    return run();
  } catch (error) {
    if (error instanceof SeekRefusal) throw error;
    throw new SeekRefusal('BAD_REQUEST', `the envelope cannot be decoded: ${String(error)}`);
  }
}
