import { Duplex } from 'node:stream';
import type { Client } from '@grpc/grpc-js';
import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from 'vitest';
import { followBlocks } from './block-stream.ts';
import { readDeliverResponse } from './deliver-response.ts';

function blockMessage(number: number): Buffer {
  const block = new common.Block();
  const header = new common.BlockHeader();
  header.setNumber(number);
  block.setHeader(header);
  const response = new peer.DeliverResponse();
  response.setBlock(block);
  return Buffer.from(response.serializeBinary());
}

function statusMessage(status: 404): Buffer {
  const response = new peer.DeliverResponse();
  response.setStatus(status);
  return Buffer.from(response.serializeBinary());
}

const numberOf = (bytes: Uint8Array): number =>
  common.Block.deserializeBinary(bytes).getHeader()?.getNumber() ?? -1;

/** One stream after the other, each told what to send after the seek; `seeks` are the numbers that were asked for. */
function fakeClient(streams: ((stream: Duplex, start: number) => void)[]): {
  client: Client;
  seeks: number[];
} {
  const seeks: number[] = [];
  const makeBidiStreamRequest = () => {
    const play = streams.shift();
    const stream = new Duplex({
      readableObjectMode: true,
      writableObjectMode: true,
      read: () => undefined,
      write: (message: Uint8Array, _encoding, done) => {
        seeks.push(message[0] ?? -1);
        play?.(stream, message[0] ?? -1);
        done();
      },
    });
    return Object.assign(stream, { cancel: () => stream.destroy() });
  };
  return { client: { makeBidiStreamRequest } as unknown as Client, seeks };
}

async function take(count: number, streams: ((stream: Duplex, start: number) => void)[], height = 0) {
  const { client, seeks } = fakeClient(streams);
  const stopping = new AbortController();
  const faults: string[] = [];
  const failures: string[] = [];
  const numbers: number[] = [];
  const options = {
    start: 5,
    signal: stopping.signal,
    source: () => ({
      client,
      seekEnvelope: async (start: number) => Uint8Array.of(start),
      failed: () => void failures.push('failed'),
    }),
    height: async () => height,
    silenceMs: 100,
    onFault: (fault: Error) => void faults.push(fault.message),
  };
  for await (const block of followBlocks(options)) {
    numbers.push(numberOf(block));
    if (numbers.length === count) stopping.abort();
  }
  return { numbers, seeks, faults, failures };
}

describe('the stream of blocks', () => {
  it('goes on from the next number when a stream breaks, ends or is refused', async () => {
    const { numbers, seeks, faults } = await take(5, [
      (stream) => {
        stream.push(blockMessage(5));
        stream.push(blockMessage(6));
        setTimeout(() => stream.destroy(new Error('14 UNAVAILABLE: Connection dropped')), 5);
      },
      (stream) => stream.push(statusMessage(404)),
      (stream) => {
        stream.push(blockMessage(7));
        stream.push(null);
      },
      (stream) => {
        stream.push(blockMessage(8));
        stream.push(blockMessage(9));
      },
    ]);
    expect(numbers).toEqual([5, 6, 7, 8, 9]);
    expect(seeks).toEqual([5, 7, 7, 8]);
    expect(faults).toEqual([
      '14 UNAVAILABLE: Connection dropped',
      'the block stream ended with status 404',
      'the block stream ended',
    ]);
  });

  it('opens a stream anew that stays silent while the ledger grows', async () => {
    const { numbers, faults } = await take(
      2,
      [(stream) => stream.push(blockMessage(5)), (stream) => stream.push(blockMessage(6))],
      9,
    );
    expect(numbers).toEqual([5, 6]);
    expect(faults).toEqual(['the block stream is silent at 6 while the ledger has 9']);
  });

  it('leaves a stream alone that is silent because the ledger is', async () => {
    const { faults } = await take(
      2,
      [
        (stream) => {
          stream.push(blockMessage(5));
          setTimeout(() => stream.push(blockMessage(6)), 400);
        },
      ],
      6,
    );
    expect(faults).toEqual([]);
  });
});

describe('a message of the stream', () => {
  it('is a block’s own bytes, or a status', () => {
    const message = blockMessage(300);
    const read = readDeliverResponse(message);
    expect(read.kind === 'block' && numberOf(read.bytes)).toBe(300);
    expect(readDeliverResponse(statusMessage(404))).toEqual({ kind: 'status', status: 404 });
  });

  it.each([[[]], [[0x12]], [[0x12, 5, 1]], [[0x1a, 0]], [[0x12, 0xff, 0xff, 0xff, 0xff, 0xff]]])(
    'is refused when it is %j',
    (bytes: number[]) => {
      expect(() => readDeliverResponse(Uint8Array.from(bytes))).toThrow(TypeError);
    },
  );
});
