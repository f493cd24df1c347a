import { describe, expect, it } from 'vitest';
import { decodeBlock, type RecordedBlock, readRecording } from '../testing/recordings.ts';
import { eventsOfBlock } from './block-events.ts';

const blocks = readRecording<RecordedBlock[]>('blocks');

function eventsOf(number: number, chaincode: string) {
  const recorded = blocks.find((block) => block.number === number);
  if (!recorded) throw new Error(`block ${number} is not recorded`);
  return eventsOfBlock(decodeBlock(recorded.raw), chaincode).map(({ txId, event }) => ({
    txId,
    event: event && `${event.getEventName()} ${Buffer.from(event.getPayload_asU8())}`,
  }));
}

describe('the events of a recorded block', () => {
  const txId = '8b97540943666d0333b912e15a8507069dca631202f4e2dcfa4141b1905abd61';

  it('are those of the chaincode that is asked for', () => {
    expect(eventsOf(11, 'trace')).toEqual([{ txId, event: 'Put emwtu0pil' }]);
    expect(eventsOf(11, 'traceany')).toEqual([{ txId, event: undefined }]);
  });

  it('leave out the config block, and name every endorser transaction, valid or not', () => {
    expect(eventsOf(0, 'trace')).toEqual([]);
    expect(eventsOf(19, 'trace').map(({ event }) => event)).toEqual([undefined, undefined]);
  });

  it('are none where the transaction is not VALID', () => {
    const recorded = blocks.find(({ number }) => number === 11);
    const block = decodeBlock(recorded?.raw ?? '');
    const metadata = block.getMetadata();
    const list = metadata?.getMetadataList_asU8() ?? [];
    list[2] = new Uint8Array([11]);
    metadata?.setMetadataList(list);
    expect(eventsOfBlock(block, 'trace')).toEqual([{ txId, event: undefined }]);
  });
});
