import { setTimeout as pause } from 'node:timers/promises';
import type { Envelope } from '@mengsu/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FabricLedger, gatewayIdentity, readConnection } from '../../gateway/src/ledger/index.ts';
import { FoundedNetwork, sign } from '../system/founded-network.ts';
import { type RunningSystem, runSystem } from '../system/running-system.ts';
import { TcpRelay } from '../system/tcp-relay.ts';

/** Two ways to the one ledger, as two peers of a network are; a gateway prefers the first. */
let system: RunningSystem;
let envelope: Envelope;
let near: TcpRelay;
let far: TcpRelay;
let ledger: FabricLedger;

beforeAll(async () => {
  system = await runSystem();
  const network = await FoundedNetwork.on(system);
  const [producer] = await network.enrolProducers(1);
  if (!producer) throw new Error('no producer was enrolled');
  const fields = { act: 'registerSite', site: 'BARN-1', kind: 'barn', division: '152523' } as const;
  envelope = await sign(producer.device, fields);
});
beforeEach(async () => {
  const connection = readConnection(system.places.connection);
  const { gateway } = connection;
  near = await TcpRelay.to(gateway.endpoint);
  far = await TcpRelay.to(gateway.endpoint);
  const [first, second] = [near, far].map(({ endpoint }) => ({ ...gateway, endpoint }));
  if (!first || !second) throw new RangeError('two relays were made');
  ledger = new FabricLedger(
    { ...connection, gateway: first, others: [second] },
    {
      identity: gatewayIdentity(connection, 'ProducersMSP'),
      endorseDeadlineMs: 2_000,
      submitDeadlineMs: 2_000,
      streamSilenceMs: 1_000,
      onStreamFault: () => undefined,
    },
  );
  return async () => {
    ledger.close();
    await Promise.all([near.cut(), far.cut()]);
  };
});
afterAll(() => system?.remove());

const record = async (): Promise<void> => {
  const { signed, response } = await ledger.endorse(JSON.stringify({ mode: 'each', events: [envelope] }));
  expect(JSON.parse(response)).toMatchObject({
    results: [{ status: expect.stringMatching(/recorded|exists/) }],
  });
  await ledger.submit(signed);
};

describe('a gateway with more than one peer', () => {
  it('asks the first one alone while that answers', async () => {
    await record();
    await record();
    expect([near.accepted, far.accepted]).toEqual([1, 0]);
  });

  it('asks the other one when the first is gone, and the first again when it is back', async () => {
    await record();
    await near.cut();
    await record();
    expect(far.accepted).toBe(1);
    await record();
    await near.open();
    const before = near.accepted;
    // It rests a second after a failure, and somewhat longer after each further one.
    await pause(5_000);
    await record();
    expect(near.accepted).toBeGreaterThan(before);
    await far.cut();
    await record();
  });

  it('asks the other one when the first takes calls and answers none', async () => {
    await record();
    near.freeze();
    const startMs = performance.now();
    await record();
    expect(performance.now() - startMs).toBeLessThan(2 * 2_000 + 1_000);
    expect(far.accepted).toBe(1);
    await record();
  });

  it('says of both why there is no answer when neither is there', async () => {
    await Promise.all([near.cut(), far.cut()]);
    await expect(record()).rejects.toMatchObject({ failure: { kind: 'retry' } });
    await expect(ledger.height()).rejects.toThrow(new RegExp(`${near.endpoint}: .*${far.endpoint}: `));
    expect(await ledger.peers()).toMatchObject([
      { endpoint: near.endpoint, height: undefined },
      { endpoint: far.endpoint, height: undefined },
    ]);
  });

  it.each([
    { what: 'cut', harm: () => near.cut() },
    { what: 'frozen', harm: async () => near.freeze() },
  ])('streams the blocks on from the other one when the first is $what', async ({ harm }) => {
    const stopping = new AbortController();
    const height = await ledger.height();
    const blocks = ledger.blocks(height - 1, stopping.signal)[Symbol.asyncIterator]();
    expect((await blocks.next()).done).toBe(false);
    await harm();
    await record();
    expect((await blocks.next()).value).toBeInstanceOf(Uint8Array);
    expect(far.accepted).toBeGreaterThan(0);
    stopping.abort();
    await blocks.return?.();
  });
});
